package dev.drover.endpoint;

import dev.drover.endpoint.EndpointSettings.Kind;
import dev.drover.ftp.ActiveSettings;
import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpListener;
import dev.drover.ftp.FtpProxy;
import dev.drover.ftp.FtpTimeouts;
import dev.drover.ftp.PassiveAddress;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.client.FtpClient;
import dev.drover.ftp.client.PoolLimits;
import dev.drover.transfer.RenameMode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an endpoint of kind {@code ftp} or {@code ftps}. */
final class FtpSettings {
    private static final int SESSIONS = 4;
    private static final Pattern PORTS = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
    private static final Pattern LITERAL_ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final Section section;
    private final Kind kind;

    private FtpSettings(Section section, Kind kind) {
        this.section = section;
        this.kind = kind;
    }

    static FtpEndpoint read(Section section, Kind kind, FtpListener listener) {
        return new FtpSettings(section, kind).read(listener);
    }

    private FtpEndpoint read(FtpListener listener) {
        TlsPolicy tls = kind == Kind.FTPS ? TlsSettings.read(section) : TlsPolicy.none();
        int sessions = section.number("max-sessions", SESSIONS, 1, 1000);
        ConnectWatch connects = new ConnectWatch();
        FtpClient.Builder client = FtpClient.builder(address(tls))
                .credentials(credentials())
                .tls(tls)
                .timeouts(timeouts())
                .dataMode(section.choice("data.mode", DataMode.PASSIVE, DataMode.class))
                .passiveAddress(section.choice("passive.address", PassiveAddress.CONTROL_PEER, PassiveAddress.class))
                .activeSettings(active())
                .charset(section.value("charset", StandardCharsets.UTF_8, FtpSettings::charset))
                .pool(PoolLimits.DEFAULT
                        .withMaxSessions(sessions)
                        .withMaxWait(section.duration("max-wait", PoolLimits.DEFAULT.maxWait())))
                .useMlsd(section.flag("mlsd", true))
                .listener(connects.and(listener));
        proxy().ifPresent(client::proxy);
        section.value("local-address", Optional.<InetAddress>empty(), text -> Optional.of(literal(text)))
                .ifPresent(client::localAddress);
        section.value("zone", Optional.<ZoneId>empty(), text -> Optional.of(zone(text)))
                .ifPresent(client::serverZone);
        section.value("rate", Optional.<Long>empty(), text -> Optional.of(Values.size(text)))
                .ifPresent(client::bytesPerSecond);
        section.text("virtual-host").ifPresent(client::virtualHost);
        section.text("client-name").ifPresent(client::clientName);
        section.text("language").ifPresent(client::language);
        RenameMode renameMode = section.choice("rename", RenameMode.ATOMIC, RenameMode.class);
        return new FtpEndpoint(
                CommonSettings.read(section, kind, sessions), client.build(), root(), renameMode, connects);
    }

    private FtpAddress address(TlsPolicy tls) {
        String host = section.required("host", "the name or address of the server");
        int standard = tls.mode() == TlsPolicy.Mode.IMPLICIT ? FtpAddress.IMPLICIT_TLS_PORT : FtpAddress.FTP_PORT;
        if (host.contains("/") || host.contains("@")) {
            section.problem("host", "is a host name only; user and directory have their own properties");
        }
        return new FtpAddress(host.isEmpty() ? "missing" : host, section.number("port", standard, 1, 65535));
    }

    private FtpCredentials credentials() {
        Optional<String> user = section.text("username");
        Optional<String> password = section.secret("password");
        Optional<String> account = section.secret("account");
        if (user.isEmpty()) {
            if (password.isPresent()) {
                section.problem("username", "is missing beside the password; without both the login is anonymous");
            }
            return FtpCredentials.anonymous();
        }
        FtpCredentials credentials = FtpCredentials.of(user.get(), password.orElse(""));
        return account.map(credentials::withAccount).orElse(credentials);
    }

    private FtpTimeouts timeouts() {
        FtpTimeouts otherwise = FtpTimeouts.DEFAULT;
        return new FtpTimeouts(
                section.duration("timeout.connect", otherwise.connect()),
                section.duration("timeout.reply", otherwise.reply()),
                section.duration("timeout.data-connect", otherwise.dataConnect()),
                section.duration("timeout.data-idle", otherwise.dataIdle()),
                section.duration("timeout.completion", otherwise.completion()));
    }

    private ActiveSettings active() {
        Optional<InetAddress> external = section.value(
                "active.external-address", Optional.<InetAddress>empty(), text -> Optional.of(literal(text)));
        ActiveSettings ports = section.value("active.ports", ActiveSettings.ANY, FtpSettings::ports);
        return new ActiveSettings(ports.firstPort(), ports.lastPort(), external.orElse(null));
    }

    private Optional<FtpProxy> proxy() {
        Optional<String> host = section.text("proxy.host");
        FtpProxy.Kind proxyKind = section.choice("proxy.kind", FtpProxy.Kind.SOCKS5, FtpProxy.Kind.class);
        int port = section.number("proxy.port", 1080, 1, 65535);
        Optional<String> user = section.text("proxy.username");
        Optional<String> password = section.secret("proxy.password");
        if (host.isEmpty()) {
            return Optional.empty();
        }
        FtpAddress address = new FtpAddress(host.get(), port);
        FtpProxy proxy = proxyKind == FtpProxy.Kind.SOCKS5 ? FtpProxy.socks5(address) : FtpProxy.httpConnect(address);
        return Optional.of(
                user.map(u -> proxy.withCredentials(u, password.orElse(""))).orElse(proxy));
    }

    private RemotePath root() {
        String root = section.text("root").orElse("");
        boolean leadsUp = ("/" + root + "/").contains("/../");
        if (leadsUp || root.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            section.problem("root", "\"" + root + "\" leads upwards or has control characters");
            return RemotePath.WORKING_DIRECTORY;
        }
        return RemotePath.of(root.length() > 1 && root.endsWith("/") ? root.substring(0, root.length() - 1) : root);
    }

    private static ActiveSettings ports(String text) {
        Matcher range = PORTS.matcher(text);
        if (!range.matches()) {
            throw new IllegalArgumentException("a range is wanted, such as 50000-50100");
        }
        return new ActiveSettings(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)), null);
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("this JVM knows no such charset; try UTF-8 or ISO-8859-1", e);
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no such zone; write Europe/Berlin or +01:00", e);
        }
    }

    // A name would be looked up, and a start must not depend on name servers.
    private static InetAddress literal(String text) {
        if (!LITERAL_ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException("an address in numbers is wanted, not a name");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("that is no address", e);
        }
    }
}
