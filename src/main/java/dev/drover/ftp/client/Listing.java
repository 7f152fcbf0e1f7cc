package dev.drover.ftp.client;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpListingException;
import dev.drover.ftp.FtpReply;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A directory on its way to us, entry by entry, in constant memory. When {@link #hasNext} says false, the server has
 * confirmed that it sent all of it; a line that is not understood, a refusal or a broken connection is an exception.
 * Closing early breaks the listing off. Belongs to the thread of its session.
 */
public final class Listing implements AutoCloseable {
    /** Pure-FTPd: "Output truncated to 10000 matches". */
    private static final Pattern CUT_OFF = Pattern.compile("\\b(?:truncated|incomplete)\\b", Pattern.CASE_INSENSITIVE);

    /** vsftpd: "Transfer done (but failed to open directory)". */
    private static final Pattern UNREAD =
            Pattern.compile("\\bfailed to (?:open|read|list)\\b", Pattern.CASE_INSENSITIVE);

    private final RemotePath directory;
    private final IncomingTransfer transfer;
    private final DataLines lines;
    private final ListingParser parser;
    private final Ending ending;
    private final Queue<ListingItem> ready = new ArrayDeque<>();
    private final Queue<RemoteEntry> instead = new ArrayDeque<>();
    private @Nullable Consumer<String> unprintable;
    private boolean takesUnprintable;
    private @Nullable Consumer<String> cutOff;
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

    /**
     * Takes entries whose names hold control characters as they are; without this such an entry ends the listing with an
     * exception. For those who show names in a printable form or send them back to the server: no file of this machine is
     * to be called so. To be called before the first entry is asked for.
     */
    public Listing takingUnprintable() {
        takesUnprintable = true;
        return this;
    }

    /**
     * Takes what there is of a listing that the server cut off at a limit of its own, as Pure-FTPd does after 10,000 entries;
     * without this its end is an exception. To be called before the first entry is asked for.
     *
     * @param told takes a sentence with the reply that said so
     */
    public Listing takingWhatThereIs(Consumer<String> told) {
        cutOff = told;
        return this;
    }

    /** Whether there is another entry; false only when the listing is complete. */
    public boolean hasNext() throws FtpException {
        while (!ended && (ready.isEmpty() || isPerhapsItself())) {
            ListingLine line = lines.next();
            if (line != null) {
                take(parser.accept(line));
            } else {
                take(parser.finish());
                finish(transfer.finish());
            }
        }
        return !ready.isEmpty() || !instead.isEmpty();
    }

    private void finish(FtpReply reply) throws FtpException {
        ended = true;
        if (cutOff != null && isCutOff(reply)) {
            cutOff.accept(partOf(directory, reply));
        } else {
            try {
                requireWhole(directory, reply);
            } catch (FtpListingException e) {
                ending.brokenOff();
                throw e;
            }
        }
        ending.complete(items == 0 || (items == 1 && namesDirectory));
        if (isPerhapsItself()) {
            List<RemoteEntry> inside = ending.insideOf(directory);
            ready.clear();
            instead.addAll(inside);
        }
    }

    /**
     * Some servers confirm a listing and say with the same words that it is none, or not all.
     *
     * @throws FtpListingException when the reply says so
     */
    static void requireWhole(RemotePath directory, FtpReply reply) throws FtpListingException {
        if (isCutOff(reply)) {
            throw new FtpListingException(partOf(directory, reply)
                    + ". Nothing of it is used; raise the server's limit, or keep fewer files in one directory.");
        }
        if (UNREAD.matcher(reply.text()).find()) {
            throw new FtpListingException("The server could not read the directory \"" + directory
                    + "\", although it confirmed the listing: \"" + reply + "\". Check its permissions.");
        }
    }

    private static boolean isCutOff(FtpReply reply) {
        return CUT_OFF.matcher(reply.text()).find();
    }

    private static String partOf(RemotePath directory, FtpReply reply) {
        return "The server listed a part of \"" + directory + "\" only: \"" + reply + "\"";
    }

    /** Its only entry is a directory of its own name: perhaps a child, perhaps just what LIST says of the directory. */
    private boolean isPerhapsItself() {
        return items == 1
                && ready.size() == 1
                && ending.mayTellItself()
                && ready.peek() instanceof ListingItem.Entry sole
                && sole.entry().isDirectory()
                && sole.entry().name().equals(directory.name());
    }

    private void take(List<ListingItem> some) {
        Consumer<String> told = unprintable;
        for (ListingItem item : some) {
            if (told != null && item instanceof ListingItem.Refused refused && refused.isUnprintable()) {
                told.accept(refused.describe());
            } else {
                ready.add(takesUnprintable ? entryOf(item) : item);
            }
        }
        items += some.size();
        namesDirectory |= some.stream()
                .anyMatch(item -> item instanceof ListingItem.Entry found
                        && !found.entry().isDirectory()
                        && found.entry().name().equals(directory.name()));
    }

    private static ListingItem entryOf(ListingItem item) {
        return item instanceof ListingItem.Refused refused
                ? refused.unprintable().<ListingItem>map(ListingItem.Entry::new).orElse(item)
                : item;
    }

    /** The next entry; its path is the directory joined with its name. */
    public RemoteEntry next() throws FtpException {
        if (!hasNext()) {
            throw new NoSuchElementException("the listing of " + directory + " is at its end");
        }
        RemoteEntry inside = instead.poll();
        if (inside != null) {
            return inside;
        }
        @Nullable ListingItem item = ready.poll();
        if (item instanceof ListingItem.Entry found) {
            RemoteEntry entry = found.entry();
            return entry.toBuilder().path(directory.resolve(entry.path())).build();
        }
        close();
        ListingItem.@Nullable Refused refused = item instanceof ListingItem.Refused line ? line : null;
        String why = refused == null ? "it broke off" : refused.describe();
        String advice = refused != null && refused.isUnprintable()
                ? "rename that file on the server."
                : "report the line if it is an honest one.";
        throw new FtpListingException("The listing of \"" + directory + "\" cannot be trusted: " + why
                + ". Nothing of it is used; " + advice);
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

        /** Whether the server may have told of the directory itself in place of what is in it. */
        boolean mayTellItself();

        /** What is in the directory, asked for in a way that cannot be mistaken. */
        List<RemoteEntry> insideOf(RemotePath directory) throws FtpException;
    }
}
