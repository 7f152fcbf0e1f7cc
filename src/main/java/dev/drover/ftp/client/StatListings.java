package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpListingException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.listing.ListingFormats;
import dev.drover.ftp.listing.ListingItem;
import dev.drover.ftp.listing.ListingLine;
import dev.drover.ftp.listing.ListingParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Listings over the control connection, by STAT with a path. */
final class StatListings {
    private final PooledConnection pooled;
    private final Directories directories;
    private final Listings listings;

    StatListings(PooledConnection pooled, Directories directories, Listings listings) {
        this.pooled = pooled;
        this.directories = directories;
        this.listings = listings;
    }

    /** The listing comes in the reply, so that no data connection is needed (RFC 959 section 4.1.3). */
    List<RemoteEntry> list(RemotePath directory) throws FtpException {
        if (Listings.isPlainArgument(directory) && !directory.isEmpty()) {
            return list(directory, directory, directory);
        }
        RemotePath asked = pooled.workingDirectory().resolve(directory);
        return pooled.inside(
                directory.isEmpty() ? asked : directory,
                "list directory " + directory,
                () -> list(RemotePath.of("."), directory, asked));
    }

    private List<RemoteEntry> list(RemotePath argument, RemotePath directory, RemotePath asked) throws FtpException {
        FtpReply reply =
                pooled.connection().require(FtpCommand.of(FtpVerb.STAT, argument), "list directory " + directory);
        ListingParser parser = ListingFormats.automatic().open(listings.context(asked));
        List<ListingItem> items = new ArrayList<>();
        for (int i = 1; i < reply.lines().size() - 1; i++) {
            items.addAll(parser.accept(line(reply, i)));
        }
        items.addAll(parser.finish());
        List<RemoteEntry> entries = new ArrayList<>();
        for (ListingItem item : items) {
            if (item instanceof ListingItem.Entry found) {
                RemoteEntry entry = found.entry();
                entries.add(
                        entry.toBuilder().path(directory.resolve(entry.path())).build());
            } else if (item instanceof ListingItem.Refused refused) {
                throw new FtpListingException("The reply to STAT of \"" + directory + "\" cannot be trusted: "
                        + refused.describe() + ". Nothing of it is used.");
            }
        }
        boolean itself = entries.size() == 1
                && !entries.get(0).isDirectory()
                && entries.get(0).name().equals(directory.name());
        if (entries.isEmpty() || itself) {
            // Nothing is told of a directory that does not exist, and of a file it is the file.
            directories.requireDirectory(argument, "list directory " + directory);
        }
        return entries;
    }

    /** Names that are not in the charset keep their bytes, which the reply holds as one character each. */
    private ListingLine line(FtpReply reply, int number) {
        // Some servers put the code before every line.
        String text = reply.lines().get(number).replaceFirst("^" + reply.code() + "[- ]", "");
        return pooled.connection().channel().isUndecodable(number)
                ? ListingLine.ofBytes(text.getBytes(StandardCharsets.ISO_8859_1))
                : ListingLine.of(text);
    }
}
