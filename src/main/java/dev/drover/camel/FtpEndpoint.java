package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.client.FtpClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileConfiguration;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFilePollingConsumer;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.jspecify.annotations.Nullable;

/**
 * Upload and download files to and from FTP servers.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "ftp",
        extendsScheme = "file",
        title = "FTP",
        syntax = "ftp:host:port/directoryName",
        alternativeSyntax = "ftp:username:password@host:port/directoryName",
        category = {Category.FILE},
        headersClass = FtpConstants.class)
@Metadata(
        excludeProperties = "readLockIdempotentReleaseAsync,readLockIdempotentReleaseAsyncPoolSize,"
                + "readLockIdempotentReleaseDelay,readLockIdempotentReleaseExecutorService,"
                + "directoryMustExist,extendedAttributes,probeContentType,startingDirectoryMustExist,"
                + "startingDirectoryMustHaveAccess,chmodDirectory,forceWrites,copyAndDeleteOnRenameFail,"
                + "renameUsingCopy,synchronous")
@ManagedResource(description = "Managed FTP endpoint")
public class FtpEndpoint extends GenericFileEndpoint<RemoteEntry> implements EndpointServiceLocation {
    private static final long READ_LOCK_TIMEOUT = 20_000;
    private static final long READ_LOCK_INTERVAL = 5_000;

    // Camel's generator and configurers want the bean on this class, with this name.
    @SuppressWarnings("HidingField")
    @UriParam
    private FtpConfiguration configuration;

    @UriParam(
            label = "advanced",
            defaultValue = "3",
            description = "How many times a connection is tried before it counts as failed; at least once. A refused"
                    + " login is not tried again.")
    private int maximumReconnectAttempts = 3;

    @UriParam(
            label = "advanced",
            defaultValue = "1000",
            javaType = "java.time.Duration",
            description = "How long to wait between two of these attempts.")
    private long reconnectDelay = 1000;

    @UriParam(
            label = "common",
            description = "Whether the sessions of this endpoint are closed after each batch (consumer) or file"
                    + " (producer). By default they stay open for the next.")
    private boolean disconnect;

    @UriParam(
            label = "producer,advanced",
            description = "Whether the sessions of a producer are closed after the last exchange of a batch.")
    private boolean disconnectOnBatchComplete;

    @UriParam(
            label = "common,advanced",
            description = "Whether readLock=changed asks for each file by name instead of listing its directory."
                    + " Whether a file exists is always asked by name.")
    private boolean fastExistsCheck;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "true",
            description = "Whether files are fetched. With false the exchange has the headers of the file and no body.")
    private boolean download = true;

    @UriParam(
            label = "consumer",
            description =
                    "Whether a download that broke off goes on where it ended, when the file on the server is still"
                            + " the same. Needs localWorkDirectory and binary=true.")
    private boolean resumeDownload;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "1",
            description = "How many files of a poll are fetched and routed at the same time, each on a session of its"
                    + " own. With 1 files are routed strictly in order.")
    private int parallelTransfers = 1;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "131072",
            description =
                    "A body larger than this many bytes lies in a temporary file as long as somebody has it. -1 keeps"
                            + " bodies of every size in memory.")
    private int spoolThreshold = 128 * 1024;

    @UriParam(
            label = "consumer,advanced",
            description =
                    "Directory for bodies over the spoolThreshold. By default that of the JVM for temporary files.")
    private @Nullable String spoolDirectory;

    @UriParam(
            label = "producer",
            defaultValue = "true",
            description = "Whether a file is uploaded under a temporary name in its directory and then renamed, so that"
                    + " nobody sees a part of it. With tempFileName or tempPrefix set, those name the temporary file."
                    + " Files that are appended to are written in place.")
    private boolean atomicUpload = true;

    @UriParam(
            label = "common,advanced",
            defaultValue = "true",
            description = "Whether the size of a binary file is compared with what the server says it is, before the"
                    + " source is deleted or the upload gets its name: of each download, and of an upload that leaves"
                    + " room for doubt (the first into a directory, the first after a failure, one that was continued,"
                    + " one that ends with an unusual reply).")
    private boolean verifySize = true;

    @UriParam(
            label = "producer,advanced",
            description =
                    "Whether the server is asked for the size (SIZE) of every upload, which costs one more command"
                            + " for each.")
    private boolean verifyUpload;

    @UriParam(
            label = "producer,advanced",
            defaultValue = "86400000",
            javaType = "java.time.Duration",
            description = "Temporary files that this node left in a directory when it was killed are deleted when they"
                    + " are as old as this, at the first upload into that directory. 0 leaves them.")
    private long staleUploadAge = 86_400_000;

    @UriParam(
            label = "advanced",
            description = "A client of dev.drover.ftp.client to use, with a pool of its own. Options about the server,"
                    + " login, TLS, time limits and data connections do not apply then.")
    private @Nullable FtpClient ftpClient;

    @UriParam(
            label = "advanced",
            description =
                    "A bean of commons-net, which is not used here: refused. Use ftpClientConfig. options instead.")
    private @Nullable Object ftpClientConfig;

    @UriParam(
            label = "advanced",
            prefix = "ftpClientConfig.",
            multiValue = true,
            description = "How listings are read: serverTimeZoneId, and others where they mean something.")
    private @Nullable Map<String, Object> ftpClientConfigParameters;

    @UriParam(
            label = "advanced",
            prefix = "ftpClient.",
            multiValue = true,
            description = "Settings of commons-net's client, carried over where they mean something here.")
    private @Nullable Map<String, Object> ftpClientParameters;

    @UriParam(
            label = "common",
            defaultValue = "DEBUG",
            description = "Level at which the progress of uploads and downloads is logged.")
    private LoggingLevel transferLoggingLevel = LoggingLevel.DEBUG;

    @UriParam(
            label = "common",
            defaultValue = "5",
            description = "Seconds between two log lines about the progress of one transfer.")
    private int transferLoggingIntervalSeconds = 5;

    @UriParam(label = "common", description = "Whether connections, logins and listings are logged at that level too.")
    private boolean transferLoggingVerbose;

    private boolean repositoryIsOurs;

    public FtpEndpoint(String uri, FtpComponent component, FtpConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
        super.configuration = configuration;
        setSynchronous(true);
        // Listings cost a round trip and tell minutes only: slower checks than those of local files.
        setReadLockTimeout(READ_LOCK_TIMEOUT);
        setReadLockCheckInterval(READ_LOCK_INTERVAL);
    }

    @Override
    public FtpComponent getComponent() {
        return (FtpComponent) super.getComponent();
    }

    @Override
    public FtpConsumer createConsumer(Processor processor) throws Exception {
        OptionCheck.consumer(this);
        OneSentenceHandler.install(this);
        if (isNoop() && !isIdempotentSet() && !getReadLock().startsWith("idempotent")) {
            setIdempotent(true);
        }
        if (Boolean.TRUE.equals(isIdempotent()) && getIdempotentRepository() == null) {
            setIdempotentRepository(
                    MemoryIdempotentRepository.memoryIdempotentRepository(DEFAULT_IDEMPOTENT_CACHE_SIZE));
            repositoryIsOurs = true;
        }
        GenericFileProcessStrategy<RemoteEntry> strategy =
                getProcessStrategy() != null ? getProcessStrategy() : createGenericFileStrategy();
        FtpConsumer consumer = new FtpConsumer(this, processor, new RemoteOperations(this), strategy);
        consumer.setMaxMessagesPerPoll(getMaxMessagesPerPoll());
        consumer.setEagerLimitMaxMessagesPerPoll(isEagerMaxMessagesPerPoll());
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public FtpProducer createProducer() throws Exception {
        OptionCheck.producer(this);
        OptionWarning.ofProducer(this);
        if (getMoveExistingFileStrategy() == null) {
            setMoveExistingFileStrategy(new MoveExisting());
        }
        return new FtpProducer(this, new RemoteOperations(this));
    }

    @Override
    public PollingConsumer createPollingConsumer() {
        OptionCheck.pollingConsumer(this);
        GenericFilePollingConsumer consumer = new GenericFilePollingConsumer(this);
        consumer.setBlockWhenFull(isPollingConsumerBlockWhenFull());
        consumer.setBlockTimeout(getPollingConsumerBlockTimeout());
        return consumer;
    }

    @Override
    public Exchange createExchange(GenericFile<RemoteEntry> file) {
        Exchange exchange = super.createExchange();
        if (file != null) {
            file.bindToExchange(exchange);
        }
        return exchange;
    }

    @Override
    protected GenericFileProcessStrategy<RemoteEntry> createGenericFileStrategy() {
        return new FtpProcessStrategyFactory().createGenericFileProcessStrategy(getCamelContext(), getParamsAsMap());
    }

    @Override
    protected Map<String, Object> getParamsAsMap() {
        Map<String, Object> all = super.getParamsAsMap();
        all.put("fastExistsCheck", fastExistsCheck);
        return all;
    }

    /** A directory to move to. The file language takes a backslash in a name for a separator; the header does not. */
    @Override
    protected String configureMoveOrPreMoveExpression(String expression) {
        String complete = super.configureMoveOrPreMoveExpression(expression);
        return complete.equals(expression)
                ? complete
                : complete.replace("${file:onlyname}", "${header." + FtpConstants.FILE_NAME_ONLY + "}");
    }

    /** Whether no repository was set, so that there is a small one in memory. */
    boolean isRepositoryOurs() {
        return repositoryIsOurs;
    }

    /** The done file that belongs to a file. */
    String doneFileFor(String path) {
        return createDoneFileName(path);
    }

    /** The server with the sessions of this endpoint's settings; nothing is connected yet. */
    RemoteServer server() {
        return getComponent().connections().server(this);
    }

    /** Sessions are borrowed for each operation, so one producer serves all threads. */
    @Override
    public boolean isSingletonProducer() {
        return true;
    }

    /** Checks options against each other, so that a mistake is seen at start and not with the first file. */
    @Override
    protected void doInit() throws Exception {
        OptionCheck.endpoint(this);
        super.doInit();
    }

    /** How data and control connections are protected. */
    TlsPolicy tlsPolicy() throws Exception {
        return TlsPolicy.none();
    }

    /** What makes connections of this endpoint different from others to the same server, besides the configuration. */
    List<Object> tlsKey() {
        return List.of();
    }

    @Override
    public String getScheme() {
        return "ftp";
    }

    @Override
    public char getFileSeparator() {
        return configuration.getSeparator() == FtpConfiguration.PathSeparator.Windows ? '\\' : '/';
    }

    @Override
    public boolean isAbsolute(String name) {
        return name.startsWith("/");
    }

    /** Camel masks passwords in URIs; an account is a secret too. */
    @Override
    public String toString() {
        return super.toString().replaceAll("(?<=[?&]account=)[^&]*", "xxxxxx");
    }

    @Override
    public String getServiceUrl() {
        return getServiceProtocol() + ":" + configuration.getHost() + ":" + configuration.getPort();
    }

    @Override
    public String getServiceProtocol() {
        return configuration.getProtocol();
    }

    @Override
    public @Nullable Map<String, String> getServiceMetadata() {
        String user = configuration.getUsername();
        return user == null ? null : Map.of("username", user);
    }

    @Override
    public FtpConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public void setConfiguration(GenericFileConfiguration configuration) {
        this.configuration = (FtpConfiguration) configuration;
        super.setConfiguration(configuration);
    }

    public int getMaximumReconnectAttempts() {
        return maximumReconnectAttempts;
    }

    public void setMaximumReconnectAttempts(int maximumReconnectAttempts) {
        this.maximumReconnectAttempts = maximumReconnectAttempts;
    }

    public long getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(long reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public boolean isDisconnect() {
        return disconnect;
    }

    public void setDisconnect(boolean disconnect) {
        this.disconnect = disconnect;
    }

    public boolean isDisconnectOnBatchComplete() {
        return disconnectOnBatchComplete;
    }

    public void setDisconnectOnBatchComplete(boolean disconnectOnBatchComplete) {
        this.disconnectOnBatchComplete = disconnectOnBatchComplete;
    }

    public boolean isFastExistsCheck() {
        return fastExistsCheck;
    }

    public void setFastExistsCheck(boolean fastExistsCheck) {
        this.fastExistsCheck = fastExistsCheck;
    }

    public boolean isDownload() {
        return download;
    }

    public void setDownload(boolean download) {
        this.download = download;
    }

    public boolean isResumeDownload() {
        return resumeDownload;
    }

    public void setResumeDownload(boolean resumeDownload) {
        this.resumeDownload = resumeDownload;
    }

    public int getParallelTransfers() {
        return parallelTransfers;
    }

    public void setParallelTransfers(int parallelTransfers) {
        this.parallelTransfers = parallelTransfers;
    }

    public int getSpoolThreshold() {
        return spoolThreshold;
    }

    public void setSpoolThreshold(int spoolThreshold) {
        this.spoolThreshold = spoolThreshold;
    }

    public @Nullable String getSpoolDirectory() {
        return spoolDirectory;
    }

    public void setSpoolDirectory(@Nullable String spoolDirectory) {
        this.spoolDirectory = spoolDirectory;
    }

    public boolean isAtomicUpload() {
        return atomicUpload;
    }

    public void setAtomicUpload(boolean atomicUpload) {
        this.atomicUpload = atomicUpload;
    }

    public boolean isVerifySize() {
        return verifySize;
    }

    public void setVerifySize(boolean verifySize) {
        this.verifySize = verifySize;
    }

    public boolean isVerifyUpload() {
        return verifyUpload;
    }

    public void setVerifyUpload(boolean verifyUpload) {
        this.verifyUpload = verifyUpload;
    }

    public long getStaleUploadAge() {
        return staleUploadAge;
    }

    public void setStaleUploadAge(long staleUploadAge) {
        this.staleUploadAge = staleUploadAge;
    }

    public @Nullable FtpClient getFtpClient() {
        return ftpClient;
    }

    public void setFtpClient(@Nullable FtpClient ftpClient) {
        this.ftpClient = ftpClient;
    }

    public @Nullable Object getFtpClientConfig() {
        return ftpClientConfig;
    }

    public void setFtpClientConfig(@Nullable Object ftpClientConfig) {
        this.ftpClientConfig = ftpClientConfig;
    }

    public @Nullable Map<String, Object> getFtpClientConfigParameters() {
        return ftpClientConfigParameters;
    }

    public void setFtpClientConfigParameters(@Nullable Map<String, Object> ftpClientConfigParameters) {
        this.ftpClientConfigParameters = ftpClientConfigParameters;
    }

    public @Nullable Map<String, Object> getFtpClientParameters() {
        return ftpClientParameters;
    }

    public void setFtpClientParameters(@Nullable Map<String, Object> ftpClientParameters) {
        this.ftpClientParameters = ftpClientParameters;
    }

    public LoggingLevel getTransferLoggingLevel() {
        return transferLoggingLevel;
    }

    public void setTransferLoggingLevel(LoggingLevel transferLoggingLevel) {
        this.transferLoggingLevel = transferLoggingLevel;
    }

    @ManagedAttribute
    public String getTransferLoggingLevelName() {
        return transferLoggingLevel.name();
    }

    @ManagedAttribute(description = "Level at which the progress of uploads and downloads is logged")
    public void setTransferLoggingLevelName(String name) {
        transferLoggingLevel = LoggingLevel.valueOf(name.toUpperCase(Locale.ROOT));
    }

    @ManagedAttribute
    public int getTransferLoggingIntervalSeconds() {
        return transferLoggingIntervalSeconds;
    }

    @ManagedAttribute(description = "Seconds between two log lines about the progress of one transfer")
    public void setTransferLoggingIntervalSeconds(int transferLoggingIntervalSeconds) {
        this.transferLoggingIntervalSeconds = transferLoggingIntervalSeconds;
    }

    @ManagedAttribute
    public boolean isTransferLoggingVerbose() {
        return transferLoggingVerbose;
    }

    @ManagedAttribute(description = "Whether connections, logins and listings are logged too")
    public void setTransferLoggingVerbose(boolean transferLoggingVerbose) {
        this.transferLoggingVerbose = transferLoggingVerbose;
    }
}
