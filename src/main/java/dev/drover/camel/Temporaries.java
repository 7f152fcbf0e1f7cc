package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.Listing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The temporary files of one producer. What a failure leaves on the server is deleted as soon as the server takes files
 * again; what a crash left is known by the name of this node and deleted when it is old. Thread-safe.
 */
final class Temporaries {
    private static final Logger LOG = LoggerFactory.getLogger(Temporaries.class);

    /** Of a directory with more entries the rest is not looked through. */
    private static final int MOST_ENTRIES = 10_000;

    private final FtpEndpoint endpoint;
    private final RemoteOperations operations;
    private final TemporaryNames names;
    private final Queue<String> leftBehind = new ConcurrentLinkedQueue<>();

    Temporaries(FtpEndpoint endpoint, RemoteOperations operations) {
        this.endpoint = endpoint;
        this.operations = operations;
        this.names = endpoint.getComponent().temporaryNames();
    }

    /** A new name in the directory of the target, ours until {@link #end} or {@link #drop}. */
    String begin(String target) {
        return names.begin(target, endpoint.getFileSeparator());
    }

    /** The file has its final name. */
    void end(String temporary) {
        names.end(temporary);
    }

    /** Never fails: what went wrong before is what the route must hear of. What cannot be deleted now is tried later. */
    void drop(String temporary) {
        try {
            if (operations.existsFile(temporary)) {
                operations.deleteFile(temporary);
            }
            names.end(temporary);
        } catch (GenericFileOperationFailedException e) {
            leftBehind.add(temporary);
            LOG.warn("The temporary file {} stays behind for now: {}", temporary, e.getMessage());
        }
    }

    /** Deletes what earlier failures left on the server, now that it has just taken a file. */
    void dropLeftBehind() {
        for (String temporary = leftBehind.poll(); temporary != null; temporary = leftBehind.poll()) {
            dropUnlessWritten(temporary);
            if (leftBehind.contains(temporary)) {
                return;
            }
        }
    }

    /** A name that the endpoint gives may be in use again; whoever writes it replaces or deletes it. */
    private void dropUnlessWritten(String temporary) {
        PathLocks locks = endpoint.getComponent().locks();
        Optional<PathLocks.Held> alone =
                locks.tryToHold(endpoint.getConfiguration().place(temporary));
        if (alone.isPresent()) {
            try (PathLocks.Held held = alone.get()) {
                LOG.trace("Deleting {} ({})", temporary, held);
                drop(temporary);
            }
        }
    }

    /**
     * Deletes what this node left in the directory of a file before it last stopped. Looks at a directory again when what
     * was too young for it then is old enough.
     */
    void sweep(String name) {
        RemotePath directory = RemotePath.of(name).parent();
        Duration age = Duration.ofMillis(endpoint.getStaleUploadAge());
        String place = endpoint.getConfiguration().remoteServerInformation() + "/" + directory;
        if (age.isZero() || age.isNegative() || !names.isDue(place, age)) {
            return;
        }
        try {
            for (String stale : find(directory, Instant.now().minus(age))) {
                LOG.info("Deleting {}, which an upload of this node left behind before it stopped.", stale);
                operations.deleteFile(stale);
            }
        } catch (IOException | GenericFileOperationFailedException e) {
            LOG.debug("Old temporary files in \"{}\" were not looked for: {}", directory, e.getMessage());
        }
    }

    private List<String> find(RemotePath directory, Instant before) throws IOException {
        return operations.server().call(session -> {
            List<String> stale = new ArrayList<>();
            try (Listing listing = operations.openListing(session, directory)) {
                listing.passingOverUnprintable(line -> LOG.debug("Passing over an entry: {}", line));
                listing.takingWhatThereIs(sentence -> LOG.debug("{}", sentence));
                for (int seen = 0; seen < MOST_ENTRIES && listing.hasNext(); seen++) {
                    RemoteEntry entry = listing.next();
                    String path = RemoteNames.join(directory.toString(), entry.name());
                    if (names.isOurs(entry.name()) && !names.isInUse(path) && isOlder(entry, before)) {
                        stale.add(path);
                    }
                }
            }
            return stale;
        });
    }

    private static boolean isOlder(RemoteEntry entry, Instant time) {
        return entry.isFile()
                && entry.modified()
                        .filter(modified -> modified.instant().isBefore(time))
                        .isPresent();
    }
}
