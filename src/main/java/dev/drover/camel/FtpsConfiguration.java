package dev.drover.camel;

import dev.drover.ftp.FtpAddress;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** What the URI of an {@code ftps:} endpoint says more than {@link FtpConfiguration}: how TLS is done. */
@UriParams
public class FtpsConfiguration extends FtpConfiguration {
    @UriParam(
            defaultValue = "TLSv1.3",
            label = "security",
            description =
                    "The newest protocol to use: TLSv1.3 (or TLS) offers TLS 1.3 and 1.2, TLSv1.2 offers only that.")
    private String securityProtocol = "TLSv1.3";

    @UriParam(
            label = "security",
            description = "Whether TLS begins with the first byte (true, port 990), or after the greeting with AUTH TLS"
                    + " (false, port 21).")
    private boolean implicit;

    @UriParam(
            label = "security",
            description = "Whether data connections are left as the server has them unless execProt says otherwise. By"
                    + " default they are protected (PROT P).")
    private boolean disableSecureDataChannelDefaults;

    @UriParam(label = "security", description = "Protection of data connections: P encrypted, C in clear text.")
    private @Nullable String execProt;

    @UriParam(label = "security", description = "Protection buffer size. TLS knows only 0 (RFC 4217 section 8).")
    private @Nullable Long execPbsz;

    @UriParam(
            label = "security",
            defaultValue = "true",
            description =
                    "Whether the certificate of the server must be trusted. With false anyone can pose as the server.")
    private boolean verifyCertificate = true;

    @UriParam(
            label = "security",
            defaultValue = "true",
            description = "Whether the certificate must name the host that was connected to.")
    private boolean verifyHostName = true;

    @UriParam(
            label = "security",
            description = "SHA-256 fingerprints (hex, separated by commas) of the only certificates to accept,"
                    + " self-signed or not.")
    private @Nullable String fingerprints;

    @UriParam(
            label = "security",
            description = "Whether data that ends without the closing message of TLS counts as whole when its size is"
                    + " right, for servers that never send it.")
    private boolean acceptTruncation;

    public FtpsConfiguration() {
        setProtocol("ftps");
    }

    @Override
    protected int standardPort() {
        return implicit ? FtpAddress.IMPLICIT_TLS_PORT : FtpAddress.FTP_PORT;
    }

    public String getSecurityProtocol() {
        return securityProtocol;
    }

    public void setSecurityProtocol(String securityProtocol) {
        this.securityProtocol = securityProtocol;
    }

    public boolean isImplicit() {
        return implicit;
    }

    public void setImplicit(boolean implicit) {
        this.implicit = implicit;
    }

    public boolean isDisableSecureDataChannelDefaults() {
        return disableSecureDataChannelDefaults;
    }

    public void setDisableSecureDataChannelDefaults(boolean disableSecureDataChannelDefaults) {
        this.disableSecureDataChannelDefaults = disableSecureDataChannelDefaults;
    }

    public @Nullable String getExecProt() {
        return execProt;
    }

    public void setExecProt(@Nullable String execProt) {
        this.execProt = execProt;
    }

    public @Nullable Long getExecPbsz() {
        return execPbsz;
    }

    public void setExecPbsz(@Nullable Long execPbsz) {
        this.execPbsz = execPbsz;
    }

    public boolean isVerifyCertificate() {
        return verifyCertificate;
    }

    public void setVerifyCertificate(boolean verifyCertificate) {
        this.verifyCertificate = verifyCertificate;
    }

    public boolean isVerifyHostName() {
        return verifyHostName;
    }

    public void setVerifyHostName(boolean verifyHostName) {
        this.verifyHostName = verifyHostName;
    }

    public @Nullable String getFingerprints() {
        return fingerprints;
    }

    public void setFingerprints(@Nullable String fingerprints) {
        this.fingerprints = fingerprints;
    }

    public boolean isAcceptTruncation() {
        return acceptTruncation;
    }

    public void setAcceptTruncation(boolean acceptTruncation) {
        this.acceptTruncation = acceptTruncation;
    }
}
