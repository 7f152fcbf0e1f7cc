package dev.drover.ftp.client;

import dev.drover.ftp.ActiveSettings;
import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpListener;
import dev.drover.ftp.FtpProxy;
import dev.drover.ftp.FtpTimeouts;
import dev.drover.ftp.PassiveAddress;
import dev.drover.ftp.SocketBuffers;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.data.RateLimit;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that the sessions of one client have in common. */
record Settings(
        FtpAddress address,
        FtpCredentials credentials,
        TlsPolicy tls,
        FtpTimeouts timeouts,
        DataMode dataMode,
        PassiveAddress passiveAddress,
        ActiveSettings active,
        Charset charset,
        boolean telnetEscaping,
        @Nullable FtpProxy proxy,
        @Nullable InetAddress localAddress,
        SocketBuffers buffers,
        @Nullable String virtualHost,
        @Nullable String clientName,
        @Nullable String language,
        boolean featuresBeforeLogin,
        boolean useMlsd,
        ZoneId serverZone,
        @Nullable RateLimit rate,
        List<String> siteCommands,
        boolean compression,
        boolean announcesTransfers,
        @Nullable Duration keepAlive,
        FtpListener listener) {
    /** As messages name the server. */
    String server() {
        return server(credentials.user());
    }

    /** The same with a login of another user. */
    String server(String user) {
        String scheme = tls.isOn() ? "ftps://" : "ftp://";
        return scheme + user + "@" + address;
    }
}
