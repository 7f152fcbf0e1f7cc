package dev.drover.transfer;

import dev.drover.ftp.client.Checksum;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/** The file that is read, as one attempt sees it. One thread. */
sealed interface Source permits LocalSource, RemoteSource {
    /**
     * What the file is now.
     *
     * @throws TransferException when there is none, or it is no file
     */
    Fingerprint look() throws IOException;

    /** Whether it is worth looking again after the copy: a place that counts for us tells changes by itself. */
    boolean looksAgain();

    /** Whether reading may begin in the middle. */
    boolean canStartLater() throws IOException;

    /** Begins to read. The fingerprint is what {@link #look} told. */
    Reading open(long offset, Fingerprint expected, boolean ascii) throws IOException;

    /** The bytes themselves, where they can be had again without cost: what digests of a resumed file begin with. */
    Optional<ReadableByteChannel> nearby() throws IOException;

    /** The digest that the place can calculate of a whole file, as an algorithm. */
    Optional<String> digestAlgorithm() throws IOException;

    /** The digest that the place calculates. */
    Optional<Checksum> checksum(String algorithm) throws IOException;

    /** Bytes on their way. Closed without {@link #finish} it was broken off. */
    interface Reading extends Closeable {
        ReadableByteChannel channel();

        /** Makes sure that all have come. */
        void finish() throws IOException;
    }
}
