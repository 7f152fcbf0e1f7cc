package dev.drover.camel;

import dev.drover.ftp.TlsPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;

/**
 * Upload and download files to and from FTP servers over TLS.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "ftps",
        extendsScheme = "file",
        title = "FTPS",
        syntax = "ftps:host:port/directoryName",
        alternativeSyntax = "ftps:username:password@host:port/directoryName",
        category = {Category.FILE},
        headersClass = FtpConstants.class)
@Metadata(
        excludeProperties = "readLockIdempotentReleaseAsync,readLockIdempotentReleaseAsyncPoolSize,"
                + "readLockIdempotentReleaseDelay,readLockIdempotentReleaseExecutorService,"
                + "directoryMustExist,extendedAttributes,probeContentType,startingDirectoryMustExist,"
                + "startingDirectoryMustHaveAccess,chmodDirectory,forceWrites,copyAndDeleteOnRenameFail,"
                + "renameUsingCopy,synchronous")
@ManagedResource(description = "Managed FTPS endpoint")
public class FtpsEndpoint extends FtpEndpoint {
    @SuppressWarnings("HidingField")
    @UriParam
    private FtpsConfiguration configuration;

    @UriParam(
            label = "security",
            description = "Trust and keys as Camel configures them; stands above key store, trust store and"
                    + " securityProtocol.")
    private @Nullable SSLContextParameters sslContextParameters;

    @UriParam(
            label = "security",
            prefix = "ftpClient.keyStore.",
            multiValue = true,
            description = "The key store with our certificate: file, password, type, algorithm, keyPassword.")
    private @Nullable Map<String, Object> ftpClientKeyStoreParameters;

    @UriParam(
            label = "security",
            prefix = "ftpClient.trustStore.",
            multiValue = true,
            description = "The key store with trusted authorities: file, password, type, algorithm.")
    private @Nullable Map<String, Object> ftpClientTrustStoreParameters;

    public FtpsEndpoint(String uri, FtpsComponent component, FtpsConfiguration configuration) {
        super(uri, component, configuration);
        this.configuration = configuration;
    }

    @Override
    TlsPolicy tlsPolicy() throws Exception {
        return new TlsSettings(this).policy();
    }

    @Override
    List<Object> tlsKey() {
        List<Object> key = new ArrayList<>();
        key.add(configuration.isImplicit());
        key.add(configuration.getSecurityProtocol());
        key.add(configuration.isVerifyCertificate());
        key.add(configuration.isVerifyHostName());
        key.add(configuration.isAcceptTruncation());
        key.add(configuration.isDisableSecureDataChannelDefaults());
        key.add(String.valueOf(configuration.getExecProt()));
        key.add(String.valueOf(configuration.getFingerprints()));
        key.add(sslContextParameters == null ? "" : sslContextParameters);
        key.add(ftpClientKeyStoreParameters == null ? Map.of() : ftpClientKeyStoreParameters);
        key.add(ftpClientTrustStoreParameters == null ? Map.of() : ftpClientTrustStoreParameters);
        return key;
    }

    @Override
    public String getScheme() {
        return "ftps";
    }

    @Override
    public FtpsConfiguration getConfiguration() {
        return configuration;
    }

    public @Nullable SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(@Nullable SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public @Nullable Map<String, Object> getFtpClientKeyStoreParameters() {
        return ftpClientKeyStoreParameters;
    }

    public void setFtpClientKeyStoreParameters(@Nullable Map<String, Object> ftpClientKeyStoreParameters) {
        this.ftpClientKeyStoreParameters = ftpClientKeyStoreParameters;
    }

    public @Nullable Map<String, Object> getFtpClientTrustStoreParameters() {
        return ftpClientTrustStoreParameters;
    }

    public void setFtpClientTrustStoreParameters(@Nullable Map<String, Object> ftpClientTrustStoreParameters) {
        this.ftpClientTrustStoreParameters = ftpClientTrustStoreParameters;
    }
}
