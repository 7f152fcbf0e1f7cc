package dev.drover.camel;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpUnsupportedException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient.Work;
import dev.drover.ftp.client.FtpSession;
import dev.drover.ftp.client.Listing;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.support.LRUCacheFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verbs of camel-file on a server. Each borrows a session and gives it back, so nothing is remembered between two of
 * them, and one instance serves all threads. A verb succeeds or throws; none answers false.
 */
public final class RemoteOperations implements GenericFileOperations<RemoteEntry> {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteOperations.class);
    private static final int KNOWN_DIRECTORIES = 1000;

    private final FtpEndpoint endpoint;
    private final RemoteServer server;
    private final Set<RemotePath> known =
            Collections.newSetFromMap(LRUCacheFactory.<RemotePath, Boolean>newLRUCache(KNOWN_DIRECTORIES));

    RemoteOperations(FtpEndpoint endpoint) {
        this.endpoint = endpoint;
        this.server = endpoint.server();
    }

    RemoteServer server() {
        return server;
    }

    @Override
    public void setEndpoint(GenericFileEndpoint<RemoteEntry> other) {
        if (!endpoint.equals(other)) {
            throw new IllegalArgumentException("these operations belong to " + endpoint + ", not to " + other);
        }
    }

    @Override
    public GenericFile<RemoteEntry> newGenericFile() {
        return new RemoteFile();
    }

    /** Deletes the file. One that is not there is deleted already, by a lost command of ours or by someone else. */
    @Override
    public boolean deleteFile(String name) {
        RemotePath path = RemotePath.of(name);
        return run(session -> in(session, path, leaf -> delete(session, leaf)));
    }

    private static boolean delete(FtpSession session, RemotePath path) throws FtpException {
        try {
            session.delete(path);
        } catch (FtpReplyException e) {
            if (!Failures.isNotFound(e) || session.exists(path)) {
                throw e;
            }
        }
        return true;
    }

    @Override
    public boolean existsFile(String name) {
        RemotePath path = RemotePath.of(name);
        // By the whole name also with stepwise: a directory that is missing is an answer, not an error.
        return run(session -> session.exists(path));
    }

    /** What the server says of one path; empty when there is nothing. */
    Optional<RemoteEntry> stat(String name) {
        RemotePath path = RemotePath.of(name);
        return run(session -> session.stat(path));
    }

    /**
     * Renames. When it is not known whether it was done (a lost connection, an answer that did not come, 421), a look at
     * both names on another session tells; it is asked for once more only when it was not done.
     */
    @Override
    public boolean renameFile(String from, String to) {
        RemotePath source = RemotePath.of(from);
        RemotePath target = RemotePath.of(to);
        try {
            if (!isRenamed(source, target, false)) {
                isRenamed(source, target, true);
            }
            return true;
        } catch (IOException e) {
            throw Failures.wrap(e);
        }
    }

    /** False when it was not done and may be asked for again. */
    private boolean isRenamed(RemotePath source, RemotePath target, boolean again) throws IOException {
        try {
            return server.call(session -> {
                session.rename(source, target);
                return true;
            });
        } catch (IOException e) {
            // The first command may still have been at work when its outcome was looked for.
            if (!Failures.isIndefinite(e) && !again) {
                throw e;
            }
            boolean done = isGoneTo(source, target, e);
            if (!done && again) {
                throw e;
            }
            return done;
        }
    }

    private boolean isGoneTo(RemotePath source, RemotePath target, IOException failure) throws IOException {
        try {
            return server.repeatable(session -> !session.exists(source) && session.exists(target));
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }

    /** Makes the directory and what is missing above it; one that is there is fine. */
    @Override
    public boolean buildDirectory(String directory, boolean absolute) {
        String path = endpoint.getConfiguration().normalizePath(RemoteNames.withoutTrailingSlash(directory));
        if (!path.isEmpty() && !path.equals(".") && !path.equals("/")) {
            run(session -> {
                session.makeDirectories(RemotePath.of(path));
                return true;
            });
        }
        return true;
    }

    /**
     * Makes the directory unless it is known to be there: known to us, so that a file costs nothing, or to the server.
     * Some servers take a whole file before they miss its directory, so it is not left to chance.
     *
     * @return whether it was not known to us
     */
    boolean ensureDirectory(FtpSession session, RemotePath directory) throws FtpException {
        if (known.contains(directory)) {
            return false;
        }
        if (!directory.isEmpty() && !directory.equals(RemotePath.ROOT)) {
            try {
                if (!session.exists(directory)) {
                    session.makeDirectories(directory);
                }
            } catch (FtpUnsupportedException e) {
                // Without MLST, SIZE and PWD there is no telling; then the file itself will show.
                LOG.debug("Whether {} is there cannot be told: {}", directory, e.getMessage());
            }
        }
        known.add(directory);
        return true;
    }

    /** Whether the directory was there when it was last needed. */
    boolean knows(RemotePath directory) {
        return known.contains(directory);
    }

    /** Notes a directory that is taken to be there; false when it was known already. */
    boolean learnDirectory(RemotePath directory) {
        return known.add(directory);
    }

    /** The same for a directory that is to be polled. */
    void ensureDirectory(String directory) {
        run(session -> {
            ensureDirectory(session, RemotePath.of(directory));
            return true;
        });
    }

    /** To be called when a file could not be written to it. */
    void forgetDirectory(RemotePath directory) {
        known.remove(directory);
    }

    /** Fetches the file into the body of the exchange's file, in the way the endpoint says. */
    @Override
    public boolean retrieveFile(String name, Exchange exchange, long size) {
        new Retrieval(endpoint, this, exchange).retrieve(name, size);
        return true;
    }

    @Override
    public void releaseRetrievedFileResources(Exchange exchange) {
        Retrieved.release(exchange);
    }

    /** Writes the body of the exchange in place, with none of the producer's precautions. */
    @Override
    public boolean storeFile(String name, Exchange exchange, long size) {
        new Delivery(endpoint, this, exchange).store(endpoint.getConfiguration().normalizePath(name));
        return true;
    }

    @Override
    public boolean storeFileDirectly(String name, String payload) {
        new Delivery(endpoint, this, endpoint.createExchange()).store(name, payload);
        return true;
    }

    @Override
    public String getCurrentDirectory() {
        return run(session -> session.workingDirectory().toString());
    }

    @Override
    public void changeCurrentDirectory(String path) {
        throw new UnsupportedOperationException(
                "Sessions are borrowed for each operation and remember no directory; use"
                        + " names with directories instead of changing to " + path + ".");
    }

    @Override
    public void changeToParentDirectory() {
        changeCurrentDirectory("..");
    }

    /** Shows each entry of the directory as it comes. */
    void forEach(String directory, Consumer<RemoteEntry> visitor) {
        RemotePath path = RemotePath.of(directory.equals(".") ? "" : directory);
        run(session -> {
            try (Listing listing = openListing(session, path)) {
                listing.passingOverUnprintable(line -> LOG.debug("Passing over an entry of {}: {}", path, line));
                listing.takingWhatThereIs(sentence -> LOG.debug("{}", sentence));
                while (listing.hasNext()) {
                    visitor.accept(listing.next());
                }
            }
            return true;
        });
    }

    /** With {@code stepwise} the directory is changed to and listed from inside. */
    Listing openListing(FtpSession session, RemotePath directory) throws FtpException {
        if (!endpoint.getConfiguration().isStepwise() || directory.isEmpty()) {
            return session.openListing(directory);
        }
        session.changeDirectory(session.workingDirectory().resolve(directory));
        return session.openListing(RemotePath.WORKING_DIRECTORY);
    }

    @Override
    public RemoteEntry[] listFiles() {
        return listFiles(endpoint.getConfiguration().getDirectory());
    }

    @Override
    public RemoteEntry[] listFiles(String path) {
        List<RemoteEntry> entries = run(session -> session.list(RemotePath.of(path)));
        return entries.toArray(RemoteEntry[]::new);
    }

    /** Runs work that may be done twice, and turns what goes wrong into Camel's exception. */
    <T extends @Nullable Object> T run(Work<T> work) {
        try {
            return server.repeatable(work);
        } catch (IOException e) {
            throw Failures.wrap(e);
        }
    }

    /**
     * With {@code stepwise}, goes to the directory of the file first and does the work on the bare name. Once for each
     * borrowed session: where it has gone, relative names mean others.
     */
    <T extends @Nullable Object> T in(FtpSession session, RemotePath path, OnPath<T> work) throws IOException {
        if (!endpoint.getConfiguration().isStepwise() || path.parent().isEmpty()) {
            return work.on(path);
        }
        session.changeDirectory(session.workingDirectory().resolve(path.parent()));
        return work.on(RemotePath.of(path.name()));
    }

    /** Something done with the name that a session knows a file by. */
    interface OnPath<T extends @Nullable Object> {
        T on(RemotePath path) throws IOException;
    }
}
