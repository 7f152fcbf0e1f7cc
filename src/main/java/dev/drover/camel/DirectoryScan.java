package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.Listing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the files of one poll. Entries are looked at as the server sends them, and forgotten unless they match, so a
 * directory may be as large as it likes; preSort and doneFileName alone need all entries of a directory at once. The
 * files of a directory come before those of its sub-directories.
 */
final class DirectoryScan {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryScan.class);
    private static final int SHORT_REST = 2000;

    /** Deeper than this is a loop of links that the server does not tell as links. */
    private static final int DEEPEST = 100;

    /** Which directory it is, whatever it is called: a fact of MLSD (RFC 3659). */
    static final String UNIQUE = "unique";

    private final FtpConsumer consumer;
    private final FtpEndpoint endpoint;
    private final RemoteOperations operations;
    private final @Nullable Exchange dynamic;
    private final List<GenericFile<RemoteEntry>> files;
    private final @Nullable RemoteLock lock;
    private final List<String> orphans = new ArrayList<>();

    /** Of the directories from the starting directory down to the one that is looked through. */
    private final Set<String> above = new HashSet<>();

    /** A directory below, and its fact {@code unique} if the server tells it. */
    private record Below(String path, @Nullable String unique) {}

    DirectoryScan(
            FtpConsumer consumer,
            RemoteOperations operations,
            @Nullable Exchange dynamic,
            List<GenericFile<RemoteEntry>> files) {
        this.consumer = consumer;
        this.endpoint = consumer.getEndpoint();
        this.operations = operations;
        this.dynamic = dynamic;
        this.files = files;
        this.lock = consumer.readLock();
    }

    /** Adds the files of the directory and those below it; false when the limit of the poll was reached. */
    boolean scan(String directory, int depthAbove) {
        if (!endpoint.getConfiguration().isUseList()) {
            lookForOrphans(directory);
            takeNamedFile(directory);
            return true;
        }
        int depth = depthAbove + 1;
        List<Below> below = new ArrayList<>();
        boolean goesOn = true;
        try {
            goesOn = list(directory, depth, below);
        } catch (GenericFileOperationFailedException e) {
            if (!consumer.ignoreCannotRetrieveFile(null, null, e)) {
                throw e;
            }
            LOG.debug("{} is not there or may not be listed; it is passed over.", directory);
        }
        giveBackOrphans(directory);
        for (int i = 0; goesOn && i < below.size(); i++) {
            goesOn = descend(below.get(i), directory, depth);
        }
        return goesOn;
    }

    private boolean descend(Below next, String directory, int depth) {
        if (depth >= DEEPEST) {
            String name = RemotePath.of(next.path()).name();
            consumer.oddities()
                    .add(directory, "\"" + name + "\" lies " + DEEPEST + " directories deep, which is a loop of links");
            return true;
        }
        String unique = next.unique();
        if (unique == null) {
            return scan(next.path(), depth);
        }
        if (depth == 1) {
            above.add(consumer.startingUnique(directory));
        }
        if (!above.add(unique)) {
            LOG.debug("Passing over {}: a link to a directory that it lies in.", next.path());
            return true;
        }
        boolean goesOn = scan(next.path(), depth);
        above.remove(unique);
        return goesOn;
    }

    private boolean list(String directory, int depth, List<Below> below) {
        return operations.run(session -> {
            below.clear();
            orphans.clear();
            try (Listing listing = operations.openListing(session, RemotePath.of(directory))) {
                listing.passingOverUnprintable(line -> consumer.oddities().add(directory, line));
                // The rest comes when these are gone.
                listing.takingWhatThereIs(sentence -> LOG.warn("{}; the other files wait.", sentence));
                boolean whole = endpoint.isPreSort() || endpoint.getDoneFileName() != null;
                return whole
                        ? takeAll(directory, depth, below, drain(listing))
                        : takeEach(directory, depth, below, listing);
            }
        });
    }

    private boolean takeEach(String directory, int depth, List<Below> below, Listing listing) throws IOException {
        while (listing.hasNext()) {
            RemoteEntry entry = listing.next();
            if (!consumer.canPollMoreFiles(files)) {
                readOn(listing);
                return false;
            }
            take(directory, depth, below, entry);
        }
        return true;
    }

    /** To break a listing off costs the session; a short rest is cheaper to read. */
    private static void readOn(Listing listing) throws IOException {
        for (int i = 0; i < SHORT_REST && listing.hasNext(); i++) {
            listing.next();
        }
    }

    private boolean takeAll(String directory, int depth, List<Below> below, List<RemoteEntry> entries) {
        if (endpoint.isPreSort()) {
            entries.sort(Comparator.comparing(RemoteEntry::name));
        }
        if (endpoint.getDoneFileName() != null) {
            consumer.setNeighbours(entries.stream().map(RemoteEntry::name).collect(Collectors.toSet()));
        }
        for (RemoteEntry entry : entries) {
            if (!consumer.canPollMoreFiles(files)) {
                return false;
            }
            take(directory, depth, below, entry);
        }
        return true;
    }

    private static List<RemoteEntry> drain(Listing listing) throws IOException {
        List<RemoteEntry> entries = new ArrayList<>();
        while (listing.hasNext()) {
            entries.add(listing.next());
        }
        return entries;
    }

    private void take(String directory, int depth, List<Below> below, RemoteEntry entry) {
        if (!isHere(directory, entry)) {
            consumer.oddities().add(directory, "\"" + entry.path() + "\" has a name that leads elsewhere");
            return;
        }
        RemoteFile file = RemoteFile.found(endpoint, RemoteNames.join(directory, entry.name()), entry.name(), entry);
        if (entry.isDirectory()) {
            boolean wanted = endpoint.isRecursive() && depth < endpoint.getMaxDepth();
            if (wanted && consumer.accepts(dynamic, file, true)) {
                below.add(new Below(file.getAbsoluteFilePath(), entry.facts().get(UNIQUE)));
            }
        } else if (Claims.isClaim(entry.name())) {
            noteOrphan(directory, entry);
        } else if (WayBack.isKept(entry.name())) {
            consumer.oddities().add(directory, "\"" + entry.name() + "\" failed while another file took its name");
        } else if (entry.isFile()) {
            if (depth >= endpoint.getMinDepth() && consumer.accepts(dynamic, file, false)) {
                files.add(file);
            }
        } else {
            LOG.debug("Passing over {}: neither file nor directory.", entry);
        }
    }

    private void noteOrphan(String directory, RemoteEntry entry) {
        if (lock != null && lock.isOrphan(entry.name())) {
            orphans.add(RemoteNames.join(directory, entry.name()));
        }
    }

    /** The next poll finds them. */
    private void giveBackOrphans(String directory) {
        if (lock == null) {
            return;
        }
        for (String orphan : orphans) {
            try {
                lock.giveBackOrphan(operations, orphan);
            } catch (GenericFileOperationFailedException e) {
                String name = RemotePath.of(orphan).name();
                consumer.oddities().add(directory, "\"" + name + "\" cannot be given back (" + e.getMessage() + ")");
            }
        }
        orphans.clear();
    }

    /** Where nothing is ever listed, once: the server may not allow it. */
    private void lookForOrphans(String directory) {
        if (lock == null || !lock.givesBackOrphans() || !consumer.isFirstLookForOrphans()) {
            return;
        }
        try {
            operations.forEach(directory, entry -> noteOrphan(directory, entry));
        } catch (GenericFileOperationFailedException e) {
            LOG.debug("{} may not be listed, so claims in it cannot be found: {}", directory, e.getMessage());
        }
        giveBackOrphans(directory);
    }

    /** Whether the name is one of this directory, and safe to use here and on the server. */
    private boolean isHere(String directory, RemoteEntry entry) {
        String path = entry.path().toString();
        boolean inside = path.equals(entry.name())
                || path.equals(RemoteNames.join(directory, entry.name()))
                || endpoint.getConfiguration().isHandleDirectoryParserAbsoluteResult();
        return inside && RemoteNames.isSafe(entry.name());
    }

    /** Without a listing nothing is known of the file but its name. */
    private void takeNamedFile(String directory) {
        String name = consumer.namedFile(dynamic);
        if (name != null) {
            RemoteEntry entry = RemoteEntry.builder(RemotePath.of(name), RemoteEntry.Kind.FILE)
                    .build();
            RemoteFile file = RemoteFile.found(endpoint, RemoteNames.join(directory, name), name, entry);
            if (consumer.accepts(dynamic, file, false)) {
                files.add(file);
            }
        }
    }
}
