package dev.drover.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.ActiveSettings;
import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpListener;
import dev.drover.ftp.FtpProxy;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.PassiveAddress;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.net.Dialer;
import dev.drover.ftp.net.Link;
import dev.drover.ftp.net.TcpLink;
import dev.drover.ftp.net.Watch;
import dev.drover.ftp.tls.TlsContext;
import dev.drover.ftp.tls.TlsLink;
import dev.drover.ftp.wire.ControlChannel;
import dev.drover.ftp.wire.ReplyLimits;
import dev.drover.testing.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A login with just enough around it to move data: what the client room does, without its rules. */
final class Login implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    final ControlChannel control;
    final @Nullable TlsContext tls;
    final Link link;
    private final DataPath path;

    private Login(ControlChannel control, @Nullable TlsContext tls, DataPath path) {
        this.control = control;
        this.tls = tls;
        this.link = control.link();
        this.path = path;
    }

    /** How to log in; the rest is as usual. */
    record How(
            TlsPolicy tls,
            DataMode mode,
            PassiveAddress passive,
            ActiveSettings active,
            @Nullable FtpProxy proxy,
            Duration dataLimit) {
        static final How PLAIN = new How(
                TlsPolicy.none(), DataMode.PASSIVE, PassiveAddress.CONTROL_PEER, ActiveSettings.ANY, null, PATIENCE);

        How tls(TlsPolicy value) {
            return new How(value, mode, passive, active, proxy, dataLimit);
        }

        How mode(DataMode value) {
            return new How(tls, value, passive, active, proxy, dataLimit);
        }

        How passive(PassiveAddress value) {
            return new How(tls, mode, value, active, proxy, dataLimit);
        }

        How active(ActiveSettings value) {
            return new How(tls, mode, passive, value, proxy, dataLimit);
        }

        How proxy(FtpProxy value) {
            return new How(tls, mode, passive, active, value, dataLimit);
        }

        How dataLimit(Duration value) {
            return new How(tls, mode, passive, active, proxy, value);
        }
    }

    /** Explicit TLS, trusting the authority of the tests. */
    static How secure() {
        return How.PLAIN.tls(TlsPolicy.explicit()
                .context(TestCertificates.shared().clientContext())
                .build());
    }

    static Login plain(FtpAddress address) throws IOException {
        return to(address, How.PLAIN);
    }

    static Login to(FtpAddress address, How how) throws IOException {
        Dialer dialer = new Dialer(null, how.proxy());
        TcpLink tcp = dialer.dial(address, PATIENCE);
        try {
            return logIn(address, how, dialer, tcp);
        } catch (IOException | RuntimeException | Error e) {
            tcp.close();
            throw e;
        }
    }

    private static Login logIn(FtpAddress address, How how, Dialer dialer, TcpLink tcp) throws IOException {
        ControlChannel control = new ControlChannel(
                address.toString(),
                tcp,
                Watch.over(tcp),
                StandardCharsets.UTF_8,
                PATIENCE,
                ReplyLimits.DEFAULT,
                1,
                FtpListener.NONE);
        control.receive("the greeting");
        TlsContext tls = null;
        if (how.tls().isOn()) {
            require(control, "AUTH TLS");
            tls = TlsContext.of(how.tls(), address.host());
            control.switchTo(tls.secure(tcp, false));
        }
        require(control, "USER drover");
        require(control, "PASS drover");
        if (tls != null) {
            require(control, "PBSZ 0");
            require(control, "PROT P");
        }
        require(control, "TYPE I");
        DataPath path = DataPath.of(how.mode(), control, address, dialer, how.dataLimit(), how.passive(), how.active());
        return new Login(control, tls, path);
    }

    private static void require(ControlChannel control, String line) throws IOException {
        assertThat(control.exchange(FtpCommand.parse(line)).code()).as(line).isLessThan(400);
    }

    TlsLink tlsLink() {
        return (TlsLink) control.link();
    }

    FtpReply command(String line) throws IOException {
        return control.exchange(FtpCommand.parse(line));
    }

    FtpReply finalReply() throws IOException {
        return control.receive("the final reply");
    }

    PreparedData open() throws IOException {
        return path.open();
    }

    IncomingData retrieve(String name, DataSettings settings) throws IOException {
        return begin("RETR " + name).receive(tls, settings);
    }

    OutgoingData store(String name, DataSettings settings) throws IOException {
        return begin("STOR " + name).send(tls, settings);
    }

    private PreparedData begin(String line) throws IOException {
        PreparedData prepared = open();
        assertThat(command(line).code()).as(line).isBetween(100, 199);
        return prepared;
    }

    /** A whole download, with its final reply. */
    byte[] download(String name) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (IncomingData data = retrieve(name, DataSettings.DEFAULT)) {
            data.transferTo(Channels.newChannel(file));
            data.complete();
        }
        assertThat(finalReply().code()).isEqualTo(226);
        return file.toByteArray();
    }

    /** A whole upload, with its final reply. */
    FtpReply upload(String name, byte[] bytes) throws IOException {
        try (OutgoingData data = store(name, DataSettings.DEFAULT)) {
            data.write(ByteBuffer.wrap(bytes));
            data.complete();
        }
        return finalReply();
    }

    @Override
    public void close() {
        control.close();
        if (tls != null) {
            tls.close();
        }
    }
}
