package dev.drover.transform;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses: RFC 1952, without name and time, so that the same content gives the same bytes. */
record Gzip(String name) implements Transform {
    static final String ENDING = ".gz";
    private static final int BUFFER = 64 * 1024;

    @Override
    public InputStream from(InputStream content) throws IOException {
        return new Written(content, below -> new GZIPOutputStream(below, BUFFER));
    }

    @Override
    public String nameOf(String fileName) {
        return fileName + ENDING;
    }
}
