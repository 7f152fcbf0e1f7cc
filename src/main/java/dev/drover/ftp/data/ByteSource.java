package dev.drover.ftp.data;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One stage of what comes in: from the wire, decompressed, counted, with other line ends. */
@FunctionalInterface
interface ByteSource {
    /** Puts at least one byte into the target, which has room; -1 at the end. */
    int read(ByteBuffer target) throws IOException;
}
