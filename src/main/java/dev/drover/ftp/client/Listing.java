package dev.drover.ftp.client;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpListingException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.listing.ListingItem;
import dev.drover.ftp.listing.ListingLine;
import dev.drover.ftp.listing.ListingParser;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A directory on its way to us, entry by entry, in constant memory. When {@link #hasNext} says false, the server has
 * confirmed that it sent all of it; a line that is not understood, a refusal or a broken connection is an exception.
 * Closing early breaks the listing off. Belongs to the thread of its session.
 */
public final class Listing implements AutoCloseable {
    private final RemotePath directory;
    private final IncomingTransfer transfer;
    private final DataLines lines;
    private final ListingParser parser;
    private final Ending ending;
    private final Queue<ListingItem> ready = new ArrayDeque<>();
    private @Nullable Consumer<String> unprintable;
    private long items;
    private boolean namesDirectory;
    private boolean ended;

    /** Held, so that a session does not count as forgotten while its listing is in use. */
    @SuppressWarnings("unused")
    private @Nullable FtpSession session;

    Listing(RemotePath directory, IncomingTransfer transfer, DataLines lines, ListingParser parser, Ending ending) {
        this.directory = directory;
        this.transfer = transfer;
        this.lines = lines;
        this.parser = parser;
        this.ending = ending;
    }

    Listing keeping(FtpSession owner) {
        session = owner;
        return this;
    }

    /**
     * Tells of entries whose names hold control characters, and passes over them; without this such an entry ends the
     * listing with an exception. To be called before the first entry is asked for.
     *
     * @param told takes a clause with the number and the beginning of the line, printable
     */
    public Listing passingOverUnprintable(Consumer<String> told) {
        unprintable = told;
        return this;
    }

    /** Whether there is another entry; false only when the listing is complete. */
    public boolean hasNext() throws FtpException {
        while (ready.isEmpty() && !ended) {
            ListingLine line = lines.next();
            if (line != null) {
                take(parser.accept(line));
            } else {
                take(parser.finish());
                transfer.finish();
                ended = true;
                ending.complete(items == 0 || (items == 1 && namesDirectory));
            }
        }
        return !ready.isEmpty();
    }

    private void take(List<ListingItem> some) {
        Consumer<String> told = unprintable;
        for (ListingItem item : some) {
            if (told != null && item instanceof ListingItem.Refused refused && refused.isUnprintable()) {
                told.accept(refused.describe());
            } else {
                ready.add(item);
            }
        }
        items += some.size();
        namesDirectory |= some.stream()
                .anyMatch(item -> item instanceof ListingItem.Entry found
                        && !found.entry().isDirectory()
                        && found.entry().name().equals(directory.name()));
    }

    /** The next entry; its path is the directory joined with its name. */
    public RemoteEntry next() throws FtpException {
        if (!hasNext()) {
            throw new NoSuchElementException("the listing of " + directory + " is at its end");
        }
        @Nullable ListingItem item = ready.poll();
        if (item instanceof ListingItem.Entry found) {
            RemoteEntry entry = found.entry();
            return entry.toBuilder().path(directory.resolve(entry.path())).build();
        }
        close();
        String why = item instanceof ListingItem.Refused refused ? refused.describe() : "it broke off";
        throw new FtpListingException("The listing of \"" + directory + "\" cannot be trusted: " + why
                + ". Nothing of it is used; report the line if it is an honest one.");
    }

    /** Breaks off what is left; nothing happens at the end of a complete listing. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            transfer.abort();
            ending.brokenOff();
        }
    }

    /** What is to be done when a listing is over. */
    interface Ending {
        /**
         * @param doubtful whether the server told of nothing, which some do for a directory that does not exist, or just of
         *     the name asked for, as LIST does of a file
         */
        void complete(boolean doubtful) throws FtpException;

        /** It was given up; the session may be closed by now. */
        void brokenOff();
    }
}
