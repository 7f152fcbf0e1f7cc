package dev.drover.camel;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a file of this machine only when it can leave its directory afterwards, and lets it leave only when it is still the
 * one that was routed: a newer one that came meanwhile under the same name stays, and is taken by the next poll. One that was
 * routed, well or not, and could not leave is not routed again until the next start; each poll has it leave instead.
 */
final class LocalStrategy extends KeepingStrategy<File> {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStrategy.class);
    private static final String TAKEN = "DroverFileTaken";

    /** While so many cannot leave no file is taken, or a full disk would fill the memory too. */
    private static final int MOST = 1000;

    private final Map<Path, Routed> routed = new ConcurrentHashMap<>();

    /** A file that is still where it was, and what its last step may ask for. */
    private record Routed(State state, Exchange exchange, boolean failed) {}

    /** What tells one file from another under the same name. */
    private record State(Path path, long size, FileTime modified, @Nullable Object key) {
        static Optional<State> of(Path path) throws IOException {
            try {
                BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
                return Optional.of(new State(path, now.size(), now.lastModifiedTime(), now.fileKey()));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }
    }

    LocalStrategy(GenericFileProcessStrategy<File> strategy, Path root) {
        super(strategy, new LocalExit(root));
    }

    @Override
    public boolean begin(
            GenericFileOperations<File> operations,
            GenericFileEndpoint<File> endpoint,
            Exchange exchange,
            GenericFile<File> file)
            throws Exception {
        requireThatItCanLeave(endpoint, file.getFile());
        Optional<State> found = State.of(file.getFile().toPath());
        if (found.isPresent() && hasLeftNow(operations, endpoint, file, found.get())) {
            return false;
        }
        boolean begun = super.begin(operations, endpoint, exchange, file);
        found.ifPresent(state -> exchange.setProperty(TAKEN, state));
        return begun;
    }

    @Override
    public void commit(
            GenericFileOperations<File> operations,
            GenericFileEndpoint<File> endpoint,
            Exchange exchange,
            GenericFile<File> file)
            throws Exception {
        if (endpoint.isNoop() || isStillThatFile(exchange, file)) {
            leave(operations, endpoint, exchange, file);
            return;
        }
        LOG.info("{} was replaced while the one before was routed; it stays, and is taken next.", file);
        new FileKeys(endpoint, file, exchange).forget();
        // Lets go of the read lock, and of nothing else.
        super.abort(operations, endpoint, exchange, file);
    }

    private void leave(
            GenericFileOperations<File> operations,
            GenericFileEndpoint<File> endpoint,
            Exchange exchange,
            GenericFile<File> file)
            throws Exception {
        try {
            super.commit(operations, endpoint, exchange, file);
        } catch (Exception e) {
            throw staying(exchange, e, "was routed, but could not be deleted or moved");
        }
    }

    /** A file that is to blame fails each time that it is routed, with all that is told of it. */
    @Override
    public void rollback(
            GenericFileOperations<File> operations,
            GenericFileEndpoint<File> endpoint,
            Exchange exchange,
            GenericFile<File> file)
            throws Exception {
        try {
            super.rollback(operations, endpoint, exchange, file);
        } catch (Exception e) {
            throw endpoint.getMoveFailed() == null || isKept(exchange)
                    ? e
                    : staying(exchange, e, "failed, and could not be moved to where such files go");
        }
    }

    /** Remembers the file, where it is still there. */
    private Exception staying(Exchange exchange, Exception why, String what) throws IOException {
        State taken = exchange.getProperty(TAKEN, State.class);
        if (taken == null || State.of(taken.path()).filter(taken::equals).isEmpty()) {
            return why;
        }
        Exchange copy = ExchangeHelper.createCopy(exchange, true);
        copy.getIn().setBody(null);
        routed.put(taken.path(), new Routed(taken, copy, exchange.isFailed()));
        return new IOException(
                taken.path() + " " + what + "; each poll tries again, and does not route it again: " + why.getMessage(),
                why);
    }

    /** Whether the file was routed before, and takes its last step now. */
    private boolean hasLeftNow(
            GenericFileOperations<File> operations,
            GenericFileEndpoint<File> endpoint,
            GenericFile<File> file,
            State found)
            throws Exception {
        Routed before = routed.get(found.path());
        if (before == null) {
            requireThatFewAreLeft();
            return false;
        }
        if (!before.state().equals(found)) {
            routed.remove(found.path());
            return false;
        }
        if (before.failed()) {
            rollback(operations, endpoint, before.exchange(), file);
        } else {
            leave(operations, endpoint, before.exchange(), file);
        }
        routed.remove(found.path());
        LOG.info("{} is deleted or moved now.", found.path());
        return true;
    }

    private void requireThatFewAreLeft() throws IOException {
        if (routed.size() >= MOST) {
            routed.keySet().removeIf(path -> Files.notExists(path));
        }
        if (routed.size() >= MOST) {
            throw new IOException(MOST + " files were routed and cannot be deleted or moved, such as "
                    + routed.keySet().iterator().next() + "; no other one is taken meanwhile.");
        }
    }

    // Else it would be sent, could not be deleted, and would be sent again with each poll.
    private static void requireThatItCanLeave(GenericFileEndpoint<File> endpoint, File file) throws IOException {
        File directory = file.getParentFile();
        if (!endpoint.isNoop() && directory != null && !Files.isWritable(directory.toPath())) {
            throw new AccessDeniedException("This process may not write to the directory " + directory
                    + ", so its files could not leave it after they were sent; allow that, or use noop=true.");
        }
    }

    /** A file that has another name by now (preMove) cannot be replaced by those who know the first one. */
    private static boolean isStillThatFile(Exchange exchange, GenericFile<File> file) throws IOException {
        State taken = exchange.getProperty(TAKEN, State.class);
        if (taken == null || !taken.path().equals(file.getFile().toPath())) {
            return true;
        }
        Optional<State> now = State.of(taken.path());
        return now.isEmpty() || now.get().equals(taken);
    }
}
