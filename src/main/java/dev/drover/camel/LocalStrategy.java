package dev.drover.camel;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a file of this machine only when it can leave its directory afterwards, and lets it leave only when it is still the
 * one that was routed: a newer one that came meanwhile under the same name stays, and is taken by the next poll.
 */
final class LocalStrategy extends KeepingStrategy<File> {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStrategy.class);
    private static final String TAKEN = "DroverFileTaken";

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
            super.commit(operations, endpoint, exchange, file);
            return;
        }
        LOG.info("{} was replaced while the one before was routed; it stays, and is taken next.", file);
        new FileKeys(endpoint, file, exchange).forget();
        // Lets go of the read lock, and of nothing else.
        super.abort(operations, endpoint, exchange, file);
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
