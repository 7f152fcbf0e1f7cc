package dev.drover.camel;

import dev.drover.ftp.ActiveSettings;
import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpProxy;
import dev.drover.ftp.FtpTimeouts;
import dev.drover.ftp.PassiveAddress;
import dev.drover.ftp.SocketBuffers;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.client.FtpClient;
import dev.drover.ftp.client.PoolLimits;
import dev.drover.ftp.client.SessionBudget;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.RuntimeCamelException;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint says about connections, collected: first from its options, then from {@code ftpClient.} and
 * {@code ftpClientConfig.} parameters, which {@link ClientOptions} applies. Not thread-safe; made for one build.
 */
final class ClientSettings {
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final Duration REPLY = Duration.ofMinutes(1);

    private final FtpEndpoint endpoint;
    private FtpTimeouts timeouts;
    private boolean passive;
    private @Nullable DataMode passiveMode;
    private ActiveSettings active;
    private PassiveAddress passiveAddress = PassiveAddress.CONTROL_PEER;
    private Charset charset = StandardCharsets.UTF_8;
    /** As camel-ftp takes the times of LIST, which tell no zone. */
    private ZoneId serverZone = ZoneId.systemDefault();

    private @Nullable InetAddress localAddress;
    private SocketBuffers buffers = SocketBuffers.OF_SYSTEM;
    private @Nullable FtpProxy proxy;
    private @Nullable Duration keepAlive;

    private ClientSettings(FtpEndpoint endpoint) {
        FtpConfiguration options = endpoint.getConfiguration();
        this.endpoint = endpoint;
        Duration completion = limit(options.getSoTimeout());
        Duration reply = options.getSoTimeout() == FtpConfiguration.SO_TIMEOUT ? REPLY : completion;
        Duration data = limit(options.getTimeout());
        this.timeouts = new FtpTimeouts(limit(options.getConnectTimeout()), reply, data, data, completion);
        this.passive = options.isPassiveMode();
        this.active = portRange(options.getActivePortRange());
    }

    /** @throws IllegalArgumentException when a parameter is unknown or cannot be honoured; the message tells which */
    static ClientSettings of(FtpEndpoint endpoint) {
        ClientSettings settings = new ClientSettings(endpoint);
        ClientOptions.apply(endpoint, settings);
        return settings;
    }

    /** Equal for endpoints that may share sessions. */
    List<Object> key(List<Object> more) {
        FtpConfiguration options = endpoint.getConfiguration();
        List<Object> key = new ArrayList<>(Arrays.asList(
                options.getProtocol(),
                String.valueOf(options.getHost()),
                options.getPort(),
                String.valueOf(options.getUsername()),
                String.valueOf(options.getPassword()),
                String.valueOf(options.getAccount()),
                String.valueOf(options.getSiteCommand()),
                options.getMaxSessions(),
                options.getSessionWait(),
                options.isSendNoop(),
                timeouts,
                dataMode(),
                active,
                passiveAddress,
                charset,
                serverZone,
                parameters(endpoint.getFtpClientParameters()),
                parameters(endpoint.getFtpClientConfigParameters())));
        key.addAll(endpoint.tlsKey());
        key.addAll(more);
        return key;
    }

    /** Server and user, as messages name them. */
    String name() {
        return endpoint.getConfiguration().remoteServerInformation();
    }

    String host() {
        return String.valueOf(endpoint.getConfiguration().getHost());
    }

    int port() {
        return endpoint.getConfiguration().getPort();
    }

    String user() {
        return String.valueOf(endpoint.getConfiguration().getUsername());
    }

    /** @param budget of all that log in there */
    FtpClient build(SessionBudget budget) {
        FtpConfiguration options = endpoint.getConfiguration();
        FtpClient.Builder builder = FtpClient.builder(
                        new FtpAddress(String.valueOf(options.getHost()), options.getPort()))
                .credentials(credentials(options))
                .tls(tlsPolicy())
                .timeouts(timeouts)
                .dataMode(dataMode())
                .activeSettings(active)
                .passiveAddress(passiveAddress)
                .charset(charset)
                .serverZone(serverZone)
                .socketBuffers(buffers)
                .siteCommands(siteCommands(options.getSiteCommand()))
                .listener(Activity.BY_THREAD)
                .pool(pool(options))
                .sharing(budget);
        if (localAddress != null) {
            builder.localAddress(localAddress);
        }
        if (proxy != null) {
            builder.proxy(proxy);
        }
        if (keepAlive != null) {
            builder.keepAlive(keepAlive);
        }
        return builder.build();
    }

    void timeouts(FtpTimeouts value) {
        timeouts = value;
    }

    FtpTimeouts timeouts() {
        return timeouts;
    }

    void passiveMode(DataMode value) {
        passiveMode = value;
    }

    void passiveAddress(PassiveAddress value) {
        passiveAddress = value;
    }

    void externalAddress(InetAddress value) {
        active = new ActiveSettings(active.firstPort(), active.lastPort(), value);
    }

    void charset(Charset value) {
        charset = value;
    }

    void serverZone(ZoneId value) {
        serverZone = value;
    }

    void localAddress(InetAddress value) {
        localAddress = value;
    }

    SocketBuffers buffers() {
        return buffers;
    }

    void buffers(SocketBuffers value) {
        buffers = value;
    }

    void proxy(@Nullable FtpProxy value) {
        proxy = value;
    }

    /** How often the control connection shows a sign of life while data flows. */
    void keepAlive(Duration value) {
        keepAlive = value;
    }

    /** Options count milliseconds, with 0 for no limit; every wait ends all the same. */
    static Duration limit(long millis) {
        return millis > 0 ? Duration.ofMillis(millis) : FOREVER;
    }

    static ActiveSettings portRange(@Nullable String range) {
        if (range == null) {
            return ActiveSettings.ANY;
        }
        String[] ends = range.split("-", -1);
        try {
            if (ends.length == 2) {
                return new ActiveSettings(Integer.parseInt(ends[0].strip()), Integer.parseInt(ends[1].strip()), null);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("activePortRange=" + range + " is not of the form 10000-10999", e);
        }
        throw new IllegalArgumentException("activePortRange=" + range + " is not of the form 10000-10999");
    }

    private DataMode dataMode() {
        if (!passive) {
            return DataMode.ACTIVE;
        }
        return passiveMode == null ? DataMode.PASSIVE : passiveMode;
    }

    private TlsPolicy tlsPolicy() {
        try {
            return endpoint.tlsPolicy();
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    private static FtpCredentials credentials(FtpConfiguration options) {
        String user = options.getUsername();
        String password = options.getPassword();
        FtpCredentials login =
                user == null ? FtpCredentials.anonymous() : FtpCredentials.of(user, password == null ? "" : password);
        String account = options.getAccount();
        return account == null ? login : login.withAccount(account);
    }

    private static List<String> siteCommands(@Nullable String commands) {
        if (commands == null) {
            return List.of();
        }
        return commands.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> "SITE " + line)
                .toList();
    }

    private static PoolLimits pool(FtpConfiguration options) {
        PoolLimits limits = PoolLimits.DEFAULT
                .withMaxSessions(options.getMaxSessions())
                .withMaxWait(limit(options.getSessionWait()));
        return options.isSendNoop() ? limits : limits.withValidateAfterIdle(FOREVER);
    }

    private static Map<String, Object> parameters(@Nullable Map<String, Object> given) {
        return given == null ? Map.of() : Map.copyOf(given);
    }
}
