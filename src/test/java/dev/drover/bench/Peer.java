package dev.drover.bench;

import java.io.IOException;
import java.nio.file.Path;

/** A client under measurement: logged in once, then the same work as the others. */
interface Peer extends AutoCloseable {
    String name();

    /** A small file into memory, by an absolute name whose size is not known beforehand. */
    byte[] get(String path) throws IOException;

    void put(String path, byte[] content) throws IOException;

    void getFile(String path, Path target) throws IOException;

    void putFile(Path source, String path) throws IOException;

    int list(String directory) throws IOException;

    void delete(String path) throws IOException;

    @Override
    void close() throws IOException;
}
