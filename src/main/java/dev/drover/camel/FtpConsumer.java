package dev.drover.camel;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileConsumer;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.component.file.strategy.GenericFileProcessStrategySupport;
import org.apache.camel.util.FileUtil;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a directory of a server: lists it, then takes each matching file through lock, download, route and, once the
 * exchange is done, deletion or move. A server that cannot be reached is logged once and asked again with each poll.
 */
@ManagedResource(description = "Managed FTP consumer")
public class FtpConsumer extends GenericFileConsumer<RemoteEntry> {
    private static final Logger LOG = LoggerFactory.getLogger(FtpConsumer.class);

    private static final RemoteEntry[] NONE = {};

    private final FtpEndpoint ftp;
    private final RemoteOperations remote;
    private final Unfinished unfinished;
    private final LastOneOut users;
    private @Nullable Exchange dynamic;
    private boolean directoryMade;
    private @Nullable ParallelBatch workers;
    private final AtomicLong failedConnects = new AtomicLong();
    private volatile @Nullable Throwable connectFailure;
    private final Oddities oddities;
    private boolean lookedForOrphans;
    private Set<String> neighbours = Set.of();
    private @Nullable String startingUnique;

    FtpConsumer(
            FtpEndpoint endpoint,
            Processor processor,
            RemoteOperations operations,
            GenericFileProcessStrategy<RemoteEntry> strategy) {
        super(endpoint, processor, operations, strategy);
        this.ftp = endpoint;
        this.remote = operations;
        this.unfinished = new Unfinished(operations);
        this.users = new LastOneOut(operations.server());
        this.oddities = new Oddities(endpoint.getConfiguration().remoteServerInformation());
        setRetrieveFile(endpoint.isDownload());
    }

    @Override
    public FtpEndpoint getEndpoint() {
        return ftp;
    }

    @Override
    protected Exchange createExchange(GenericFile<RemoteEntry> file) {
        Exchange exchange = createExchange(true);
        if (file != null) {
            file.bindToExchange(exchange);
        }
        return exchange;
    }

    @Override
    protected int poll(@Nullable Exchange onBehalfOf) throws Exception {
        dynamic = onBehalfOf;
        users.enter();
        try {
            return super.poll(onBehalfOf);
        } finally {
            users.leave();
        }
    }

    /** Makes sure that the server is there, before files are looked for; false skips this poll. */
    @Override
    protected boolean prePollCheck() {
        try {
            remote.server().open().close();
            makeStartingDirectory();
            finishOthers();
        } catch (FtpException e) {
            return skip(Failures.wrap(e));
        } catch (GenericFileOperationFailedException e) {
            return skip(e);
        }
        if (failedConnects.getAndSet(0) > 0) {
            LOG.info("{} can be polled again.", place());
        }
        connectFailure = null;
        forceConsumerAsReady();
        return true;
    }

    private boolean skip(GenericFileOperationFailedException failure) {
        if (ftp.getConfiguration().isThrowExceptionOnConnectFailed()) {
            throw failure;
        }
        if (failedConnects.getAndIncrement() == 0) {
            LOG.warn("{} cannot be polled; trying again with each poll: {}", place(), failure.getMessage());
        }
        connectFailure = failure;
        return false;
    }

    // Without the options, which are many, and without a password, which a URI may hold.
    private String place() {
        String uri = URISupport.sanitizeUri(ftp.getEndpointUri());
        int options = uri.indexOf('?');
        return getRouteId() + " (" + (options < 0 ? uri : uri.substring(0, options)) + ")";
    }

    private void finishOthers() {
        unfinished.retry();
        if (unfinished.isFull()) {
            throw new GenericFileOperationFailedException(Unfinished.MOST + " files of " + place()
                    + " were routed and could not be deleted or moved; no more are taken until they can. Allow "
                    + ftp.getConfiguration().remoteServerInformation() + " to delete and rename there.");
        }
    }

    private void makeStartingDirectory() {
        String directory = ftp.getConfiguration().getDirectory();
        if (!directoryMade && ftp.isAutoCreate() && !directory.isEmpty()) {
            remote.ensureDirectory(RemoteNames.withoutTrailingSlash(directory));
            directoryMade = true;
        }
    }

    @Override
    protected boolean pollDirectory(
            @Nullable Exchange dynamicExchange, String directory, List<GenericFile<RemoteEntry>> files, int depth) {
        oddities.begin();
        boolean goesOn = new DirectoryScan(this, remote, dynamicExchange, files)
                .scan(RemoteNames.withoutTrailingSlash(directory), depth);
        oddities.end();
        return goesOn;
    }

    /** Where a poll notes what it cannot take. */
    Oddities oddities() {
        return oddities;
    }

    /** Whether the file or directory passes all filters; a file that does is noted as in progress. */
    boolean accepts(@Nullable Exchange dynamicExchange, RemoteFile file, boolean directory) {
        return isValidFile(
                dynamicExchange,
                () -> file,
                file.getFileNameOnly(),
                file.getAbsoluteFilePath(),
                file::getRelativeFilePath,
                directory,
                NONE);
    }

    /** The fact {@code unique} of the starting directory, asked for once; empty when the server does not tell. */
    String startingUnique(String directory) {
        String known = startingUnique;
        if (known == null) {
            known = remote.stat(directory.isEmpty() ? "." : directory)
                    .map(entry -> entry.facts().get(DirectoryScan.UNIQUE))
                    .orElse("");
            startingUnique = known;
        }
        return known;
    }

    /** The name that the option fileName comes to. */
    String namedFile(@Nullable Exchange dynamicExchange) {
        return evaluateFileExpression(dynamicExchange == null ? ftp.createExchange() : dynamicExchange);
    }

    @Override
    protected boolean isMatched(Supplier<GenericFile<RemoteEntry>> file, String doneFileName, RemoteEntry[] none) {
        return neighbours.contains(FileUtil.stripPath(doneFileName));
    }

    /** What else lies in the directory that is looked through, which may make its files valid. */
    void setNeighbours(Set<String> names) {
        neighbours = names;
    }

    @Override
    protected Supplier<String> getRelativeFilePath(
            String endpointPath, String path, String absolutePath, RemoteEntry file) {
        return () -> RemoteNames.relative(endpointPath, RemoteNames.join(absolutePath, file.name()));
    }

    @Override
    protected void updateFileHeaders(GenericFile<RemoteEntry> file, Message message) {
        RemoteEntry entry = file.getFile();
        long length = entry.size().orElse(-1);
        long modified =
                entry.modified().map(time -> time.instant().toEpochMilli()).orElse(-1L);
        file.setFileLength(length);
        file.setLastModified(modified);
        if (length >= 0) {
            message.setHeader(FtpConstants.FILE_LENGTH, length);
        }
        if (modified >= 0) {
            message.setHeader(FtpConstants.FILE_LAST_MODIFIED, modified);
        }
    }

    @Override
    protected boolean ignoreCannotRetrieveFile(@Nullable String name, @Nullable Exchange exchange, Exception cause) {
        return ftp.getConfiguration().isIgnoreFileNotFoundOrPermissionError() && Failures.isNotFound(cause);
    }

    @Override
    protected boolean isMatchedHiddenFile(Supplier<GenericFile<RemoteEntry>> file, String name, boolean isDirectory) {
        return super.isMatchedHiddenFile(file, name, isDirectory) && !Claims.isClaim(name) && !WayBack.isKept(name);
    }

    @Override
    public int processBatch(Queue<Object> exchanges) {
        RemoteLock lock = readLock();
        if (lock != null && !exchanges.isEmpty()) {
            lock.beginBatch(remote, filesOf(exchanges));
        }
        return workers == null || getCustomProcessor() != null
                ? super.processBatch(exchanges)
                : workers.process(exchanges);
    }

    /** The lock of this component that guards the files, if there is one. */
    @Nullable
    RemoteLock readLock() {
        GenericFileProcessStrategy<?> strategy =
                processStrategy instanceof KeepingStrategy<?> keeping ? keeping.inner() : processStrategy;
        return strategy instanceof GenericFileProcessStrategySupport<?> support
                        && support.getExclusiveReadLockStrategy() instanceof RemoteLock lock
                ? lock
                : null;
    }

    private FileKeys keysOf(GenericFile<RemoteEntry> found) {
        RemoteLock lock = readLock();
        String path = found.getAbsoluteFilePath();
        return new FileKeys(ftp, found, dynamic, lock == null ? () -> {} : () -> lock.end(path));
    }

    /** Those that will be taken; more may have been found than the limit of a poll lets through. */
    private List<GenericFile<RemoteEntry>> filesOf(Queue<Object> exchanges) {
        long limit = maxMessagesPerPoll > 0 ? maxMessagesPerPoll : Long.MAX_VALUE;
        return exchanges.stream()
                .limit(limit)
                .map(exchange -> fileOf((Exchange) exchange))
                .toList();
    }

    /** Whether nobody has asked before. */
    boolean isFirstLookForOrphans() {
        boolean first = !lookedForOrphans;
        lookedForOrphans = true;
        return first;
    }

    /** For {@link ParallelBatch}: one file, on any thread. */
    boolean take(Exchange exchange) {
        return processExchange(exchange);
    }

    /** For {@link ParallelBatch}: exchanges that were not begun. */
    void putBack(Deque<Exchange> exchanges) {
        removeExcessiveInProgressFiles(exchanges, 0);
    }

    /** Takes one file through its life. False when it was not started, as when its lock is held elsewhere. */
    @Override
    protected boolean processExchange(Exchange exchange) {
        boolean handedOver = false;
        users.enter();
        try {
            GenericFile<RemoteEntry> found = fileOf(exchange);
            FileKeys keys = keysOf(found);
            if (!begin(exchange, found, keys)) {
                return false;
            }
            GenericFile<RemoteEntry> file = fileOf(exchange);
            long begun = System.nanoTime();
            try {
                fetch(exchange, file);
            } catch (RuntimeException e) {
                return giveUp(exchange, file, keys, e);
            }
            exchange.getExchangeExtension()
                    .addOnCompletion(new FileCompletion(ftp, remote, processStrategy, file, keys, unfinished, begun));
            exchange.getExchangeExtension().addOnCompletion(users.leavingWhenDone());
            handedOver = true;
            route(exchange, file);
            return true;
        } finally {
            if (!handedOver) {
                users.leave();
            }
        }
    }

    private void fetch(Exchange exchange, GenericFile<RemoteEntry> file) {
        if (!(exchange.getIn().getBody() instanceof GenericFile)) {
            // A file that was moved before it is routed comes with a new message, which has no body yet.
            exchange.getIn().setBody(file);
        }
        updateFileHeaders(file, exchange.getIn());
        if (isRetrieveFile()) {
            remote.retrieveFile(file.getAbsoluteFilePath(), exchange, file.getFileLength());
        } else {
            exchange.getIn().setBody(null);
        }
        if (!isStartScheduler()) {
            // Who asked for this file may take the body from the exchange and end it.
            Retrieved.share(exchange);
        }
    }

    private void route(Exchange exchange, GenericFile<RemoteEntry> file) {
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            handleException("Error processing file " + file + " due to " + e.getMessage(), exchange, e);
        }
    }

    private boolean begin(Exchange exchange, GenericFile<RemoteEntry> file, FileKeys keys) {
        Exception failure = null;
        try {
            if (processStrategy.begin(remote, ftp, exchange, file)) {
                return true;
            }
        } catch (Exception e) {
            failure = e;
        }
        abort(exchange, file);
        keys.leave();
        if (failure != null) {
            handleException(
                    ftp + " cannot begin processing file: " + file + " due to: " + failure.getMessage(),
                    exchange,
                    failure);
        }
        return false;
    }

    private void abort(Exchange exchange, GenericFile<RemoteEntry> file) {
        try {
            processStrategy.abort(remote, ftp, exchange, file);
        } catch (Exception e) {
            handleException(ftp + " cannot abort processing file: " + file + " due to: " + e.getMessage(), exchange, e);
        }
    }

    /** The file could not be fetched: everything is put back so that the next poll finds it as this one did. */
    private boolean giveUp(Exchange exchange, GenericFile<RemoteEntry> file, FileKeys keys, RuntimeException failure) {
        putBack(file, keys);
        abort(exchange, file);
        keys.forget();
        keys.leave();
        if (ignoreCannotRetrieveFile(file.getAbsoluteFilePath(), exchange, failure)) {
            LOG.debug("{} is not there or may not be read; it is passed over.", file);
            return false;
        }
        handleException("Error processing file " + file + " due to " + failure.getMessage(), exchange, failure);
        return true;
    }

    /** Takes back a preMove. */
    private void putBack(GenericFile<RemoteEntry> file, FileKeys keys) {
        String now = file.getAbsoluteFilePath();
        if (!now.equals(keys.path())) {
            try {
                WayBack.take(remote, now, keys.path());
            } catch (GenericFileOperationFailedException e) {
                LOG.warn("{} was not fetched, and stays behind as {}: {}", keys.path(), now, e.getMessage());
            }
        }
    }

    /** Also takes back the keys that were added eagerly; camel-file leaves them behind when a poll fails. */
    @Override
    protected void removeExcessiveInProgressFiles(List<GenericFile<RemoteEntry>> files) {
        files.forEach(this::putBack);
    }

    /**
     * For files that were found and not begun. camel-file takes their keys out of the repository also when it is that of a
     * read lock, where a key that was refused is another node's.
     */
    @Override
    protected void removeExcessiveInProgressFiles(Deque<Exchange> exchanges, int limit) {
        while (exchanges.size() > limit) {
            Exchange exchange = exchanges.removeLast();
            putBack(fileOf(exchange));
            releaseExchange(exchange, true);
        }
    }

    private void putBack(GenericFile<RemoteEntry> file) {
        FileKeys keys = keysOf(file);
        keys.leave();
        if (ftp.isIdempotentEager()) {
            keys.forget();
        }
    }

    @SuppressWarnings("unchecked")
    private static GenericFile<RemoteEntry> fileOf(Exchange exchange) {
        return (GenericFile<RemoteEntry>) exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE);
    }

    /** Polls that were skipped because the server was away, and entries that cannot be taken, count for health checks. */
    @Override
    public long getErrorCounter() {
        return super.getErrorCounter() + failedConnects.get() + oddities.count();
    }

    @Override
    protected @Nullable Throwable getLastError() {
        Throwable failure = connectFailure != null ? connectFailure : super.getLastError();
        return failure != null ? failure : oddities.failure();
    }

    @ManagedAttribute(description = "The last download, and how long ago it was")
    public @Nullable String getLastFtpActivity() {
        return remote.server().activity().lastTransfer();
    }

    @ManagedAttribute(description = "The last thing done on the server, and how long ago it was")
    public @Nullable String getLastFtpActivityVerbose() {
        return remote.server().activity().last();
    }

    @Override
    protected void doStart() throws Exception {
        if (isStartScheduler()) {
            // Who asks for one file at a time has other wishes than a route that polls.
            OptionWarning.ofConsumer(ftp);
            BodySpool.sweep(ftp.getSpoolDirectory());
        }
        if (ftp.getParallelTransfers() > 1) {
            workers = new ParallelBatch(this, ftp.getParallelTransfers());
        }
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (workers != null) {
            workers.close();
            workers = null;
        }
        unfinished.clear();
        remote.server().close();
    }

    RemoteFile remoteFile(String directory, RemoteEntry entry) {
        return remoteFile(RemoteNames.join(directory, entry.name()), entry.name(), entry);
    }

    /** The file as exchanges carry it. */
    RemoteFile remoteFile(String path, String name, RemoteEntry entry) {
        RemoteFile file = new RemoteFile();
        String endpointPath = ftp.getConfiguration().getDirectory();
        file.setCharset(ftp.getCharset());
        file.setEndpointPath(endpointPath);
        file.setFile(entry.toBuilder().path(pathOf(path, entry)).build());
        file.setFileNameOnly(RemotePath.of(name).name());
        file.setFileLength(entry.size().orElse(-1));
        file.setDirectory(entry.isDirectory());
        entry.modified().ifPresent(time -> file.setLastModified(time.instant().toEpochMilli()));
        file.setHostname(ftp.getConfiguration().getHost());
        file.setAbsolute(ftp.isAbsolute(path));
        file.setAbsoluteFilePath(path);
        String relative = RemoteNames.relative(RemoteNames.withoutTrailingSlash(endpointPath), path);
        file.setRelativeFilePath(relative);
        file.setFileName(relative);
        return file;
    }

    /** A name that is not text keeps the bytes it was listed with. */
    private static RemotePath pathOf(String path, RemoteEntry entry) {
        return entry.path().toString().equals(path) ? entry.path() : RemotePath.of(path);
    }

    @Override
    public String toString() {
        return "FtpConsumer[" + URISupport.sanitizeUri(ftp.getEndpointUri()) + "]";
    }
}
