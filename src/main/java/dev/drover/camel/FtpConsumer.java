package dev.drover.camel;

import dev.drover.endpoint.UriText;
import dev.drover.ftp.RemoteEntry;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
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

/**
 * Polls a directory of a server: lists it, then takes each matching file through lock, download, route and, once the
 * exchange is done, deletion or move. A server that cannot be reached is logged once and asked again with each poll.
 */
@ManagedResource(description = "Managed FTP consumer")
public class FtpConsumer extends GenericFileConsumer<RemoteEntry> {
    private static final RemoteEntry[] NONE = {};

    private final FtpEndpoint ftp;
    private final RemoteOperations remote;
    private final Unfinished unfinished;
    private final Readiness readiness;
    private final LastOneOut users;
    private @Nullable Exchange dynamic;
    private @Nullable ParallelBatch workers;
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
        this.readiness = new Readiness(endpoint, operations, unfinished, this::getRouteId);
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

    @Override
    protected boolean prePollCheck() {
        boolean ready = readiness.check();
        if (ready) {
            forceConsumerAsReady();
        }
        return ready;
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
            known = askUnique(directory.isEmpty() ? "." : directory);
            startingUnique = known;
        }
        return known;
    }

    // A server that lists and does not tell of one file alone shows a loop one directory later.
    private String askUnique(String directory) {
        try {
            return remote.stat(directory)
                    .map(entry -> entry.facts().get(DirectoryScan.UNIQUE))
                    .orElse("");
        } catch (GenericFileOperationFailedException e) {
            if (e.getCode() == 0) {
                throw e;
            }
            return "";
        }
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
        FileVisit visit = new FileVisit(this, remote, processStrategy, exchange, keysOf(fileOf(exchange)));
        users.enter();
        boolean handedOver = false;
        try {
            if (visit.begin()) {
                exchange.getExchangeExtension().addOnCompletion(visit.completion(unfinished));
                exchange.getExchangeExtension().addOnCompletion(users.leavingWhenDone());
                handedOver = true;
                visit.route();
            }
            return visit.isStarted();
        } finally {
            if (!handedOver) {
                users.leave();
            }
        }
    }

    /** For {@link FileVisit}. */
    void report(String message, Exchange exchange, Exception failure) {
        handleException(message, exchange, failure);
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
    static GenericFile<RemoteEntry> fileOf(Exchange exchange) {
        return (GenericFile<RemoteEntry>) exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE);
    }

    /** Polls that were skipped because the server was away, and entries that cannot be taken, count for health checks. */
    @Override
    public long getErrorCounter() {
        return super.getErrorCounter() + readiness.skipped() + oddities.count();
    }

    @Override
    protected @Nullable Throwable getLastError() {
        Throwable away = readiness.failure();
        Throwable failure = away != null ? away : super.getLastError();
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

    @Override
    public String toString() {
        return "FtpConsumer[" + UriText.shown(URISupport.sanitizeUri(ftp.getEndpointUri())) + "]";
    }
}
