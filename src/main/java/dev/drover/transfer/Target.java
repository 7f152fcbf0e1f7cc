package dev.drover.transfer;

import dev.drover.ftp.client.Checksum;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;

/** The directory that is written to, as one attempt sees it. Names are of files in it. One thread. */
sealed interface Target permits LocalTarget, RemoteTarget {
    /** What stands under a name. */
    Optional<Found> look(String name) throws IOException;

    /** The size of a file, where there is one and the place tells. */
    OptionalLong size(String name) throws IOException;

    /**
     * Where to go on with a partial file: 0 to begin anew, {@code whole} when nothing is missing.
     *
     * @param whole the size that the file shall have
     */
    long resumePoint(String partial, long whole) throws IOException;

    /** Whether writing may begin in the middle. */
    boolean canStartLater() throws IOException;

    /** Begins to write: at 0 a new file, else at that point of an old one. */
    Writing open(String name, long offset, boolean ascii) throws IOException;

    /** After a refusal: makes the directory if it was missing. True when writing is worth another try. */
    boolean mendDirectory(IOException refusal) throws IOException;

    /** Whether a rename over an existing file is under our control from first to last, so that no look is needed. */
    boolean refusesToReplace();

    /**
     * Gives the finished file its name.
     *
     * @return false when the name is taken and may not be replaced; nothing has changed then
     */
    boolean publish(String partial, String name, boolean replace, Course course) throws IOException;

    /** Removes a file of ours; that it is gone already is fine. */
    void remove(String name) throws IOException;

    /** The part that is there, where it can be read again without cost. */
    Optional<ReadableByteChannel> nearby(String name) throws IOException;

    /** The digest that the place can calculate of a whole file, as an algorithm. */
    Optional<String> digestAlgorithm() throws IOException;

    /** The digest that the place calculates. */
    Optional<Checksum> checksum(String name, String algorithm) throws IOException;

    /** Reads a file back. */
    Source.Reading readBack(String name) throws IOException;

    /** What stands under a name. */
    record Found(boolean isDirectory, OptionalLong size) {}

    /** Bytes on their way. Closed without {@link #finish} the file is partial. */
    interface Writing extends Closeable {
        WritableByteChannel channel();

        /** Makes sure that all have arrived. */
        void finish() throws IOException;
    }
}
