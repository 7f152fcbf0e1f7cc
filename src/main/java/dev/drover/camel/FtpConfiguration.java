package dev.drover.camel;

import dev.drover.ftp.FtpAddress;
import java.net.URI;
import org.apache.camel.component.file.GenericFileConfiguration;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import org.jspecify.annotations.Nullable;

/** What the URI of an {@code ftp:} endpoint says about the server and how it is used. A bean of options. */
@UriParams
public class FtpConfiguration extends GenericFileConfiguration {
    /** Which separator a name that leaves for the server is written with. */
    public enum PathSeparator {
        /** A backslash becomes a slash. */
        UNIX,
        /** A slash becomes a backslash. */
        Windows,
        /** Names stay as they are. */
        Auto
    }

    static final int SO_TIMEOUT = 300_000;

    private String protocol = "ftp";

    @UriPath(description = "Name or address of the server. An IPv6 address stands in brackets.")
    @Metadata(required = true)
    private @Nullable String host;

    @UriPath(description = "Port of the server. Default is 21, and 990 for ftps with implicit=true.")
    private int port;

    @UriPath(
            name = "directoryName",
            description =
                    "The starting directory, relative to the directory of the login; leading slashes are removed.")
    private @Nullable String directoryName;

    @UriParam(label = "security", secret = true, description = "User to log in as. Without one the login is anonymous.")
    private @Nullable String username;

    @UriParam(label = "security", secret = true, description = "Password of the user.")
    private @Nullable String password;

    @UriParam(label = "security", secret = true, description = "Account, for servers that ask for one after the login.")
    private @Nullable String account;

    @UriParam(
            defaultValue = "true",
            description = "Whether files are transferred byte by byte (true), or as text whose line ends are translated"
                    + " (false), which corrupts everything that is not text.")
    private boolean binary = true;

    @UriParam(
            label = "common,advanced",
            description =
                    "Whether each file is compared with what lies on the server, by a digest: the one that the server"
                            + " calculates (HASH, XSHA256, XSHA512, XSHA1, XMD5, XCRC), or that of the file fetched once more. A"
                            + " download that differs is not routed, an upload that differs does not get its name.")
    private boolean verifyChecksum;

    @UriParam(
            defaultValue = "true",
            description = "Whether we open the data connections (true), or the server does (false, active mode), which"
                    + " firewalls and address translation seldom let through.")
    private boolean passiveMode = true;

    @UriParam(
            defaultValue = "10000",
            label = "advanced",
            javaType = "java.time.Duration",
            description = "How long connecting, the TLS handshake and the greeting may take, each.")
    private int connectTimeout = 10_000;

    @UriParam(
            defaultValue = "30000",
            label = "advanced",
            javaType = "java.time.Duration",
            description = "How long a data connection may be silent, and how long it may take to open.")
    private int timeout = 30_000;

    @UriParam(
            defaultValue = "300000",
            label = "advanced",
            javaType = "java.time.Duration",
            description =
                    "How long the reply to a command may take. While this is at its default, only the reply that ends a"
                            + " transfer may take so long, and any other one minute.")
    private int soTimeout = SO_TIMEOUT;

    @UriParam(
            label = "consumer,advanced",
            description = "Whether a server that cannot be reached, or that refuses the login, is an error of the poll"
                    + " (true), or is logged once and skipped until it comes back (false). Health checks are down in"
                    + " both cases.")
    private boolean throwExceptionOnConnectFailed;

    @UriParam(
            label = "advanced",
            description = "Commands to send after each login, separated by line feeds; each is sent as SITE followed by"
                    + " the text. A refusal fails the login.")
    private @Nullable String siteCommand;

    @UriParam(
            label = "advanced",
            description = "Whether to change into the directory of each file and use its bare name, for servers that"
                    + " refuse names with directories. By default names are sent whole, which costs fewer commands.")
    private boolean stepwise;

    @UriParam(
            defaultValue = "UNIX",
            description = "The separator that names of uploaded files are written with: UNIX turns a backslash into a"
                    + " slash, Windows a slash into a backslash, Auto leaves them.")
    private PathSeparator separator = PathSeparator.UNIX;

    @UriParam(
            label = "consumer",
            description =
                    "Whether the body is the open connection (true): the route reads it once while it arrives, and"
                            + " the transfer is checked when the route is done. By default the file is fetched first, and can be"
                            + " read many times.")
    private boolean streamDownload;

    @UriParam(
            defaultValue = "true",
            label = "consumer,advanced",
            description = "Whether the directory is listed. With false the one file that the option fileName names is"
                    + " fetched without looking; its size and time are not known then.")
    private boolean useList = true;

    @UriParam(
            label = "consumer,advanced",
            description = "Whether a directory or file that does not exist, or may not be read (reply 550), counts as"
                    + " empty. By default it is an error.")
    private boolean ignoreFileNotFoundOrPermissionError;

    @UriParam(
            label = "producer,advanced",
            defaultValue = "true",
            description =
                    "Whether a session that was idle for a while is asked (NOOP) whether it still stands before it"
                            + " is used. A busy session is never asked.")
    private boolean sendNoop = true;

    @UriParam(
            label = "advanced",
            description = "The local ports to listen on in active mode, as 10000-10999, both included.")
    private @Nullable String activePortRange;

    @UriParam(
            label = "producer,advanced",
            description = "The mode to set on an uploaded file, as 640. A server that refuses it is logged, not an"
                    + " error.")
    private @Nullable String chmod;

    @UriParam(
            label = "consumer,advanced",
            description = "For servers whose listings show whole paths instead of names: takes the last part of each.")
    private boolean handleDirectoryParserAbsoluteResult;

    @UriParam(
            label = "advanced",
            defaultValue = "8",
            description = "How many sessions may be open to the server at the same time. All endpoints with the same"
                    + " server, user and settings share them.")
    private int maxSessions = 8;

    @UriParam(
            label = "advanced",
            defaultValue = "60000",
            javaType = "java.time.Duration",
            description = "How long to wait for a session when all are in use.")
    private int sessionWait = 60_000;

    public FtpConfiguration() {}

    @Override
    public boolean needToNormalize() {
        return false;
    }

    @Override
    public void configure(URI uri) {
        configure(FtpUri.parse(uri.toString()));
    }

    /** Takes over what the part of the URI before the question mark says. */
    void configure(FtpUri uri) {
        protocol = uri.scheme();
        host = uri.host();
        setPort(uri.port());
        username = uri.user();
        password = uri.password();
        setDirectory(uri.directory());
        directoryName = uri.directory();
    }

    /** The port to connect to when the URI names none. */
    protected int standardPort() {
        return FtpAddress.FTP_PORT;
    }

    /** The path as it is written to this server. */
    public String normalizePath(String path) {
        return switch (separator) {
            case UNIX -> path.replace('\\', '/');
            case Windows -> path.replace('/', '\\');
            case Auto -> path;
        };
    }

    /** The server, as messages name it: without password. */
    public String remoteServerInformation() {
        return protocol + "://" + (username == null ? "anonymous" : username) + "@" + host + ":" + getPort();
    }

    /** A remote file among those of all servers and users. */
    String place(String name) {
        return remoteServerInformation() + "/" + name;
    }

    public String getProtocol() {
        return protocol;
    }

    public void setProtocol(String protocol) {
        this.protocol = protocol;
    }

    public @Nullable String getHost() {
        return host;
    }

    public void setHost(@Nullable String host) {
        this.host = host;
    }

    public int getPort() {
        return port > 0 ? port : standardPort();
    }

    public void setPort(int port) {
        this.port = port;
    }

    public @Nullable String getDirectoryName() {
        return directoryName;
    }

    public void setDirectoryName(@Nullable String directoryName) {
        this.directoryName = directoryName;
    }

    public @Nullable String getUsername() {
        return username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public @Nullable String getAccount() {
        return account;
    }

    public void setAccount(@Nullable String account) {
        this.account = account;
    }

    public boolean isBinary() {
        return binary;
    }

    public void setBinary(boolean binary) {
        this.binary = binary;
    }

    public boolean isVerifyChecksum() {
        return verifyChecksum;
    }

    public void setVerifyChecksum(boolean verifyChecksum) {
        this.verifyChecksum = verifyChecksum;
    }

    public boolean isPassiveMode() {
        return passiveMode;
    }

    public void setPassiveMode(boolean passiveMode) {
        this.passiveMode = passiveMode;
    }

    public int getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(int connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public int getTimeout() {
        return timeout;
    }

    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    public int getSoTimeout() {
        return soTimeout;
    }

    public void setSoTimeout(int soTimeout) {
        this.soTimeout = soTimeout;
    }

    public boolean isThrowExceptionOnConnectFailed() {
        return throwExceptionOnConnectFailed;
    }

    public void setThrowExceptionOnConnectFailed(boolean throwExceptionOnConnectFailed) {
        this.throwExceptionOnConnectFailed = throwExceptionOnConnectFailed;
    }

    public @Nullable String getSiteCommand() {
        return siteCommand;
    }

    public void setSiteCommand(@Nullable String siteCommand) {
        this.siteCommand = siteCommand;
    }

    public boolean isStepwise() {
        return stepwise;
    }

    public void setStepwise(boolean stepwise) {
        this.stepwise = stepwise;
    }

    public PathSeparator getSeparator() {
        return separator;
    }

    public void setSeparator(PathSeparator separator) {
        this.separator = separator;
    }

    public boolean isStreamDownload() {
        return streamDownload;
    }

    public void setStreamDownload(boolean streamDownload) {
        this.streamDownload = streamDownload;
    }

    public boolean isUseList() {
        return useList;
    }

    public void setUseList(boolean useList) {
        this.useList = useList;
    }

    public boolean isIgnoreFileNotFoundOrPermissionError() {
        return ignoreFileNotFoundOrPermissionError;
    }

    public void setIgnoreFileNotFoundOrPermissionError(boolean ignoreFileNotFoundOrPermissionError) {
        this.ignoreFileNotFoundOrPermissionError = ignoreFileNotFoundOrPermissionError;
    }

    public boolean isSendNoop() {
        return sendNoop;
    }

    public void setSendNoop(boolean sendNoop) {
        this.sendNoop = sendNoop;
    }

    public @Nullable String getActivePortRange() {
        return activePortRange;
    }

    public void setActivePortRange(@Nullable String activePortRange) {
        this.activePortRange = activePortRange;
    }

    public @Nullable String getChmod() {
        return chmod;
    }

    public void setChmod(@Nullable String chmod) {
        this.chmod = chmod;
    }

    public boolean isHandleDirectoryParserAbsoluteResult() {
        return handleDirectoryParserAbsoluteResult;
    }

    public void setHandleDirectoryParserAbsoluteResult(boolean handleDirectoryParserAbsoluteResult) {
        this.handleDirectoryParserAbsoluteResult = handleDirectoryParserAbsoluteResult;
    }

    public int getMaxSessions() {
        return maxSessions;
    }

    public void setMaxSessions(int maxSessions) {
        this.maxSessions = maxSessions;
    }

    public int getSessionWait() {
        return sessionWait;
    }

    public void setSessionWait(int sessionWait) {
        this.sessionWait = sessionWait;
    }
}
