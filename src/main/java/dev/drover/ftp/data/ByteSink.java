package dev.drover.ftp.data;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One stage of what goes out: with other line ends, counted, compressed, to the wire. */
@FunctionalInterface
interface ByteSink {
    /** Takes all bytes of the source. */
    void write(ByteBuffer source) throws IOException;

    /** Passes on what a stage still holds back. Nothing is written after it. */
    default void finish() throws IOException {
        // Most stages hold nothing back.
    }
}
