package dev.drover.camel;

import dev.drover.endpoint.UriText;
import dev.drover.ftp.RemoteEntry;
import org.apache.camel.Category;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.jspecify.annotations.Nullable;

/**
 * Move files from and to endpoints that the configuration names.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "drover",
        extendsScheme = "file",
        title = "Drover",
        syntax = "drover:endpoint/directoryName",
        category = {Category.FILE},
        headersClass = FtpConstants.class)
@Metadata(
        excludeProperties = "readLockIdempotentReleaseAsync,readLockIdempotentReleaseAsyncPoolSize,"
                + "readLockIdempotentReleaseDelay,readLockIdempotentReleaseExecutorService,"
                + "directoryMustExist,extendedAttributes,probeContentType,startingDirectoryMustExist,"
                + "startingDirectoryMustHaveAccess,chmodDirectory,forceWrites,copyAndDeleteOnRenameFail,"
                + "renameUsingCopy,synchronous,"
                + "host,port,username,password,account,passiveMode,connectTimeout,timeout,soTimeout,siteCommand,"
                + "sendNoop,activePortRange,maxSessions,sessionWait,disconnect,disconnectOnBatchComplete,"
                + "ftpClient,ftpClientConfig,ftpClientConfigParameters,ftpClientParameters")
@ManagedResource(description = "Managed Drover endpoint")
public class DroverEndpoint extends FtpEndpoint {
    @UriPath(description = "Name of the endpoint in the configuration.")
    @Metadata(required = true)
    private @Nullable String endpoint;

    private String root = "";

    public DroverEndpoint(String uri, DroverComponent component, FtpConfiguration configuration) {
        super(uri, component, configuration);
    }

    @Override
    public String getScheme() {
        return "drover";
    }

    /** For the log and the console of Camel, which show it to people. */
    @Override
    public String getEndpointBaseUri() {
        return UriText.shown(getEndpointUri());
    }

    /** Nothing outside of it is written; empty for the directory of the login. */
    void root(String directory) {
        this.root = directory;
    }

    @Override
    protected GenericFileProcessStrategy<RemoteEntry> createGenericFileStrategy() {
        return new KeepingStrategy<>(super.createGenericFileStrategy(), new RemoteExit(this, root));
    }

    public @Nullable String getEndpoint() {
        return endpoint;
    }

    public void setEndpoint(@Nullable String endpoint) {
        this.endpoint = endpoint;
    }
}
