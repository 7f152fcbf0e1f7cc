package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpListingException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.RemoteTime;
import dev.drover.ftp.TransferType;
import dev.drover.ftp.listing.ListingContext;
import dev.drover.ftp.listing.ListingFormat;
import dev.drover.ftp.listing.ListingFormats;
import dev.drover.ftp.listing.ListingItem;
import dev.drover.ftp.listing.ListingLine;
import dev.drover.ftp.listing.ListingParser;
import dev.drover.ftp.listing.MlsxLine;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Listings of one session: by MLSD and MLST where the server has them, else by LIST and what else it knows. */
final class Listings {
    private static final ListingFormat AUTOMATIC = ListingFormats.automatic();
    private static final ListingFormat MLSD = ListingFormats.named("mlsd");
    private static final ListingFormat NLST = ListingFormats.named("nlst");
    private static final Pattern NO_FILES = Pattern.compile("no files", Pattern.CASE_INSENSITIVE);

    private final PooledConnection pooled;
    private final Directories directories;
    private final Metadata metadata;

    Listings(PooledConnection pooled, Directories directories, Metadata metadata) {
        this.pooled = pooled;
        this.directories = directories;
        this.metadata = metadata;
    }

    private Connection connection() {
        return pooled.connection();
    }

    List<RemoteEntry> list(RemotePath directory) throws FtpException {
        return drain(open(directory));
    }

    private static List<RemoteEntry> drain(Listing opened) throws FtpException {
        List<RemoteEntry> entries = new ArrayList<>();
        try (Listing listing = opened) {
            while (listing.hasNext()) {
                entries.add(listing.next());
            }
        }
        return entries;
    }

    Listing open(RemotePath directory) throws FtpException {
        if (offersMlsd()) {
            try {
                // Apache FtpServer takes brackets, stars and question marks for a pattern, in MLSD too.
                return open(FtpVerb.MLSD, directory, looksLikePattern(directory), MLSD::open);
            } catch (FtpReplyException e) {
                if (!Metadata.isUnknownCommand(e.reply())) {
                    throw e;
                }
                pooled.memory().refuseMlsd();
            }
        }
        return openList(directory, AUTOMATIC::open);
    }

    /** By LIST even where the server offers MLSD, its times being read in the given zone. */
    Listing openList(RemotePath directory, ZoneId zone) throws FtpException {
        String syst = syst();
        return openList(
                directory, context -> AUTOMATIC.open(context.withSyst(syst).withZone(zone)));
    }

    /** LIST takes options and patterns on many servers: a path that looks like one is listed from inside. */
    private Listing openList(RemotePath directory, Function<ListingContext, ListingParser> parsers)
            throws FtpException {
        return open(FtpVerb.LIST, directory, !isPlainArgument(directory), parsers);
    }

    private Listing open(
            FtpVerb verb, RemotePath directory, boolean fromInside, Function<ListingContext, ListingParser> parsers)
            throws FtpException {
        if (fromInside) {
            return openFromInside(verb, directory, parsers);
        }
        ListingParser parser = parsers.apply(context(directory.isEmpty() ? pooled.seenFromRoot(directory) : directory));
        return open(FtpCommand.of(verb, directory), directory, parser, new VerifyingEmpty(verb, directory, parsers));
    }

    List<RemotePath> names(RemotePath directory) throws FtpException {
        if (isPlainArgument(directory)) {
            return names(directory, directory, asked(directory));
        }
        RemotePath asked = pooled.workingDirectory().resolve(directory);
        return pooled.inside(
                directory, "list directory " + directory, () -> names(RemotePath.WORKING_DIRECTORY, directory, asked));
    }

    /** What a server may call a directory that is listed: as it is named to it, or where that is. */
    private RemotePath asked(RemotePath directory) {
        return directory.isEmpty() ? pooled.seenFromRoot(directory) : directory;
    }

    private List<RemotePath> names(RemotePath argument, RemotePath directory, RemotePath asked) throws FtpException {
        List<RemotePath> names = new ArrayList<>();
        try {
            readNames(argument, directory, context(asked), names);
        } catch (FtpReplyException e) {
            // The BSD daemons refuse to name the files of an empty directory.
            if (!connection().isUsable() || !NO_FILES.matcher(e.reply().text()).find()) {
                throw e;
            }
        }
        boolean itself = names.size() == 1 && names.get(0).name().equals(directory.name());
        if ((names.isEmpty() || itself) && !argument.isEmpty()) {
            // Some servers have no names to tell of a directory that does not exist, either; a file is named itself.
            directories.requireDirectory(argument, "list directory " + directory);
        }
        return names;
    }

    private void readNames(RemotePath argument, RemotePath directory, ListingContext context, List<RemotePath> names)
            throws FtpException {
        FtpCommand command = FtpCommand.of(FtpVerb.NLST, argument);
        ListingParser parser = NLST.open(context);
        try (IncomingTransfer transfer = start(command, directory)) {
            DataLines lines = new DataLines(transfer, connection().channel().charset());
            for (ListingLine line = lines.next(); line != null; line = lines.next()) {
                collect(parser.accept(line), directory, names);
            }
            collect(parser.finish(), directory, names);
            Listing.requireWhole(directory, transfer.finish());
        }
    }

    private static void collect(List<ListingItem> items, RemotePath directory, List<RemotePath> names)
            throws FtpListingException {
        for (ListingItem item : items) {
            if (item instanceof ListingItem.Entry found) {
                names.add(directory.resolve(found.entry().path()));
            } else if (item instanceof ListingItem.Refused refused) {
                throw new FtpListingException("The names in \"" + directory + "\" cannot be trusted: "
                        + refused.describe() + ". None of them is used.");
            }
        }
    }

    /** MLST when offered; else SIZE and MDTM for a file, CWD for a directory. */
    Optional<RemoteEntry> stat(RemotePath path) throws FtpException {
        if (connection().features().has("MLST") && useMlsx()) {
            return statByMlst(path);
        }
        return statBySize(path);
    }

    private Optional<RemoteEntry> statBySize(RemotePath path) throws FtpException {
        FtpCommand size = FtpCommand.of(FtpVerb.SIZE, path);
        connection().ensureType(TransferType.BINARY);
        FtpReply reply = connection().exchange(size);
        if (reply.isCompletion()) {
            RemoteEntry.Builder entry = RemoteEntry.builder(path, RemoteEntry.Kind.FILE);
            Replies.size(reply).ifPresent(entry::size);
            modifiedIfKnown(path).ifPresent(entry::modified);
            return Optional.of(entry.build());
        }
        if (!Metadata.isUnknownCommand(reply) && !Directories.meansAbsent(reply)) {
            throw connection().refused("tell what " + path + " is", size, reply);
        }
        if (directories.isDirectory(path)) {
            return Optional.of(
                    RemoteEntry.builder(path, RemoteEntry.Kind.DIRECTORY).build());
        }
        return Metadata.isUnknownCommand(reply) ? findInParent(path) : Optional.empty();
    }

    Optional<RemoteTime> modified(RemotePath file) throws FtpException {
        FtpCommand command = FtpCommand.of(FtpVerb.MDTM, file);
        FtpReply reply = connection().exchange(command);
        if (Metadata.isUnknownCommand(reply)) {
            return Optional.empty();
        }
        if (!reply.isCompletion()) {
            throw connection().refused("tell the modification time of " + file, command, reply);
        }
        return Replies.time(reply);
    }

    private Optional<RemoteTime> modifiedIfKnown(RemotePath file) throws FtpException {
        FtpReply reply = connection().exchange(FtpCommand.of(FtpVerb.MDTM, file));
        return reply.isCompletion() ? Replies.time(reply) : Optional.empty();
    }

    private Optional<RemoteEntry> statByMlst(RemotePath path) throws FtpException {
        FtpCommand command = FtpCommand.of(FtpVerb.MLST, path);
        FtpReply reply = connection().exchange(command);
        if (reply.isCompletion()) {
            Optional<RemoteEntry> told = MlsxLine.ofReply(reply.lines()).map(MlsxLine::entry);
            if (told.isPresent() && isOfAnother(told.get(), path)) {
                return statBySize(path);
            }
            return told.isPresent() ? told.map(e -> e.toBuilder().path(path).build()) : findInParent(path);
        }
        if (Directories.meansAbsent(reply)) {
            return Optional.empty();
        }
        throw connection().refused("tell what " + path + " is", command, reply);
    }

    // Apache FtpServer takes brackets, stars and question marks for a pattern and tells the facts of the directory.
    private static boolean isOfAnother(RemoteEntry told, RemotePath asked) {
        return looksLikePattern(asked) && !told.name().equals(asked.name());
    }

    private static boolean looksLikePattern(RemotePath path) {
        return path.toString().chars().anyMatch(c -> "*?[]{}".indexOf(c) >= 0);
    }

    private Optional<RemoteEntry> findInParent(RemotePath path) throws FtpException {
        Optional<RemoteEntry> found = Optional.empty();
        try (Listing listing = open(path.parent())) {
            // Read to its end also when found: breaking off costs more, and on some servers the session.
            while (listing.hasNext()) {
                RemoteEntry entry = listing.next();
                if (entry.name().equals(path.name())) {
                    found = Optional.of(entry);
                }
            }
        }
        return found;
    }

    private boolean useMlsx() {
        return connection().settings().useMlsd();
    }

    private boolean offersMlsd() {
        Features features = connection().features();
        return useMlsx() && !pooled.memory().mlsdRefused() && (features.has("MLST") || features.has("MLSD"));
    }

    private Listing openFromInside(FtpVerb verb, RemotePath directory, Function<ListingContext, ListingParser> parsers)
            throws FtpException {
        RemotePath before = pooled.workingDirectory();
        ListingParser parser = parsers.apply(context(before.resolve(directory)));
        pooled.changeDirectory(directory);
        Listing.Ending ending = new GoingBack(before);
        boolean begun = false;
        try {
            Listing listing = open(FtpCommand.of(verb), directory, parser, ending);
            begun = true;
            return listing;
        } finally {
            if (!begun) {
                ending.brokenOff();
            }
        }
    }

    private Listing open(FtpCommand command, RemotePath directory, ListingParser parser, Listing.Ending ending)
            throws FtpException {
        IncomingTransfer transfer = start(command, directory);
        DataLines lines = new DataLines(transfer, connection().channel().charset());
        return new Listing(directory, transfer, lines, parser, ending);
    }

    /**
     * Several servers answer 226 with nothing at all for a directory that does not exist, and LIST of a file tells that
     * file: it is entered to be sure.
     */
    private final class VerifyingEmpty implements Listing.Ending {
        private final FtpVerb verb;
        private final RemotePath directory;
        private final Function<ListingContext, ListingParser> parsers;

        VerifyingEmpty(FtpVerb verb, RemotePath directory, Function<ListingContext, ListingParser> parsers) {
            this.verb = verb;
            this.directory = directory;
            this.parsers = parsers;
        }

        @Override
        public void complete(boolean doubtful) throws FtpException {
            if (doubtful && !directory.isEmpty()) {
                directories.requireDirectory(directory, "list directory " + directory);
            }
        }

        @Override
        public void brokenOff() {}

        /** vsftpd does, by LIST, of a directory that it may not read. */
        @Override
        public boolean mayTellItself() {
            return verb == FtpVerb.LIST && !directory.isEmpty();
        }

        @Override
        public List<RemoteEntry> insideOf(RemotePath listed) throws FtpException {
            return drain(openFromInside(verb, listed, parsers));
        }
    }

    /** Takes the session back to where it stood before a directory was listed from inside. */
    private final class GoingBack implements Listing.Ending {
        private final RemotePath before;

        GoingBack(RemotePath before) {
            this.before = before;
        }

        @Override
        public void complete(boolean doubtful) throws FtpException {
            pooled.goBack(before);
        }

        @Override
        public void brokenOff() {
            try {
                pooled.goBack(before);
            } catch (FtpException e) {
                // The listing is given up already, and the session that could not go back is closed.
                connection().close();
            }
        }

        @Override
        public boolean mayTellItself() {
            return false;
        }

        @Override
        public List<RemoteEntry> insideOf(RemotePath listed) {
            throw new IllegalStateException("This listing is from inside already");
        }
    }

    private IncomingTransfer start(FtpCommand command, RemotePath directory) throws FtpException {
        return pooled.retryingResumption(() -> pooled.starts().openListing(command, directory));
    }

    ListingContext context(RemotePath directory) throws FtpException {
        return ListingContext.of(Clock.systemUTC(), connection().settings().serverZone())
                .withSyst(offersMlsd() ? "" : syst())
                .withDirectory(directory);
    }

    /** Asked once; a server without SYST is one whose listing must speak for itself. */
    private String syst() throws FtpException {
        String known = pooled.memory().syst();
        if (known == null) {
            FtpReply reply = connection().exchange(FtpCommand.of(FtpVerb.SYST));
            known = reply.isCompletion() ? reply.text() : "";
            pooled.memory().syst(known);
        }
        return known;
    }

    static boolean isPlainArgument(RemotePath path) {
        String text = path.toString();
        return !text.startsWith("-") && text.chars().noneMatch(c -> c == ' ' || "*?[]{}~\\".indexOf(c) >= 0);
    }
}
