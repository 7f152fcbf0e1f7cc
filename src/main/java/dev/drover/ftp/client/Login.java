package dev.drover.ftp.client;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpLoginException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpTlsException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.TransferType;
import dev.drover.ftp.net.Dialer;
import dev.drover.ftp.net.Link;
import dev.drover.ftp.net.TcpLink;
import dev.drover.ftp.net.Watch;
import dev.drover.ftp.net.Why;
import dev.drover.ftp.tls.TlsContext;
import dev.drover.ftp.tls.TlsLink;
import dev.drover.ftp.wire.ControlChannel;
import dev.drover.ftp.wire.ReplyLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From nothing to a logged-in connection: TCP, TLS, greeting, USER, PASS, ACCT, FEAT, UTF8, PBSZ, PROT, TYPE I. */
final class Login {
    private static final AtomicLong SESSIONS = new AtomicLong();
    private static final int SECURITY_ACCEPTED = 234;
    private static final Pattern WANTS_TLS = Pattern.compile("(?i)\\b(encrypt\\w*|tls|ssl|ftps)\\b");
    private static final int NEED_PASSWORD = 331;
    private static final int NEED_ACCOUNT = 332;
    private static final int NOT_FOR_THIS_ARGUMENT = 504;
    private static final int EXTRA_GREETINGS = 8;
    private static final Duration SECOND_REPLY_LIMIT = Duration.ofSeconds(3);

    private final Settings settings;
    private final ServerMemory memory;
    private final TlsPolicy policy;
    private final Dialer dialer;
    private final FtpCredentials who;

    /**
     * @param memory what is known of the server; it may narrow the TLS policy
     */
    Login(Settings settings, ServerMemory memory, Dialer dialer, FtpCredentials who) {
        this.settings = settings;
        this.memory = memory;
        this.policy = memory.effective(settings.tls());
        this.dialer = dialer;
        this.who = who;
    }

    /** A connection ready for work. Nothing is left open when it fails. */
    Connection open() throws FtpException {
        long number = SESSIONS.incrementAndGet();
        FtpAddress address = settings.address();
        long begin = System.nanoTime();
        settings.listener().on(new FtpEvent.ConnectStarted(number, address));
        try {
            Connection connection = connect(number);
            ended(number, begin, null);
            return connection;
        } catch (FtpException e) {
            ended(number, begin, e);
            throw e;
        }
    }

    /** Another login on a connection where REIN (RFC 959 section 4.1.1) has ended the one before; closed when it fails. */
    void again(Connection connection) throws FtpException {
        boolean ready = false;
        try {
            askForHost(connection);
            askEarly(connection);
            logIn(connection);
            prepare(connection);
            ready = true;
        } finally {
            if (!ready) {
                connection.close();
            }
        }
    }

    private void ended(long number, long begin, @Nullable FtpException failure) {
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        settings.listener()
                .on(new FtpEvent.ConnectEnded(number, settings.address(), took, Optional.ofNullable(failure)));
    }

    private Connection connect(long number) throws FtpException {
        TcpLink tcp = dialer.dial(settings.address(), settings.timeouts().connect());
        Watch watch = Watch.over(tcp);
        TlsContext tls =
                policy.isOn() ? TlsContext.of(policy, settings.address().host()) : null;
        Connection connection = null;
        boolean ready = false;
        try {
            Link link = policy.mode() == TlsPolicy.Mode.IMPLICIT ? handshake(tls, tcp, watch, number) : tcp;
            ControlChannel channel = new ControlChannel(
                    settings.server(),
                    link,
                    watch,
                    settings.charset(),
                    settings.timeouts().reply(),
                    ReplyLimits.DEFAULT,
                    number,
                    settings.listener());
            channel.telnetEscaping(settings.telnetEscaping());
            connection = new Connection(settings, channel, number, tls);
            greet(connection);
            askEarly(connection);
            if (policy.mode() == TlsPolicy.Mode.EXPLICIT) {
                startTls(connection, tls, tcp, watch);
            }
            logIn(connection);
            prepare(connection);
            ready = true;
            return connection;
        } finally {
            if (!ready) {
                giveUp(connection, tcp, watch);
            }
        }
    }

    private static void giveUp(@Nullable Connection connection, TcpLink tcp, Watch watch) {
        watch.stop();
        if (connection != null) {
            connection.channel().close();
        }
        try {
            tcp.close();
        } catch (IOException ignored) {
            // The failure that led here is on its way to the caller.
        }
    }

    private void greet(Connection connection) throws FtpException {
        FtpCommand connecting = FtpCommand.parse("CONNECT");
        Duration limit = settings.timeouts().connect();
        FtpReply greeting = connection.receive("the greeting", limit);
        for (int i = 0; greeting.isPreliminary() && i < EXTRA_GREETINGS; i++) {
            greeting = connection.receive("the greeting after \"" + greeting + "\"", limit);
        }
        if (!greeting.isCompletion()) {
            throw connection.refused("open a session", connecting, greeting);
        }
        connection.greeting(greeting);
        askForHost(connection);
    }

    /** RFC 7151 wants HOST before AUTH and USER. A server that does not know the command has one host only. */
    private void askForHost(Connection connection) throws FtpException {
        String host = settings.virtualHost();
        if (host == null) {
            return;
        }
        FtpCommand command = FtpCommand.of(FtpVerb.HOST, host);
        FtpReply reply = connection.exchange(command);
        if (reply.code() == NOT_FOR_THIS_ARGUMENT || reply.isTransientFailure()) {
            throw connection.refused("serve the virtual host " + host, command, reply);
        }
    }

    private void startTls(Connection connection, @Nullable TlsContext tls, TcpLink tcp, Watch watch)
            throws FtpException {
        FtpReply reply = connection.exchange(FtpCommand.of(FtpVerb.AUTH, "TLS"));
        if (reply.code() == NOT_FOR_THIS_ARGUMENT) {
            reply = connection.exchange(FtpCommand.of(FtpVerb.AUTH, "SSL"));
        }
        if (reply.code() != SECURITY_ACCEPTED) {
            throw new FtpTlsException(settings.server() + " refused TLS: it answered \"" + reply
                    + "\" to AUTH TLS; nothing was sent in clear text. Use a server that offers TLS, or configure plain"
                    + " FTP on purpose.");
        }
        connection.channel().requireNothingBuffered();
        connection.channel().switchTo(handshake(tls, tcp, watch, connection.number()));
        // What was said in clear text anybody may have said (RFC 4217 section 9): it is asked again.
        connection.features(Features.NONE);
        askEarly(connection);
    }

    /**
     * FEAT before the login, on demand: for a user name that needs UTF-8. Many servers answer otherwise to a user than to a
     * stranger, or not at all to the latter, so the question is put again after the login in any case.
     */
    private void askEarly(Connection connection) throws FtpException {
        if (settings.featuresBeforeLogin()) {
            connection.features(Features.of(connection.exchange(FtpCommand.of(FtpVerb.FEAT))));
        }
    }

    private TlsLink handshake(@Nullable TlsContext tls, TcpLink tcp, Watch watch, long number) throws FtpException {
        if (tls == null) {
            throw new IllegalStateException("no TLS context for a TLS policy");
        }
        TlsLink link;
        watch.arm(settings.timeouts().connect(), "the TLS handshake with " + settings.server());
        try {
            link = tls.secure(tcp, false);
        } catch (FtpException e) {
            throw e;
        } catch (IOException e) {
            throw handshakeFailed(watch, e);
        } finally {
            watch.disarm();
        }
        settings.listener()
                .on(new FtpEvent.TlsEstablished(number, false, link.protocol(), link.cipherSuite(), link.resumed()));
        return link;
    }

    private FtpConnectionLostException handshakeFailed(Watch watch, IOException cause) {
        String why =
                watch.fired() ? "it took longer than " + settings.timeouts().connect() : Why.of(cause);
        return new FtpConnectionLostException(
                "The TLS handshake with " + settings.server() + " broke off: " + why + ".", cause, watch.fired());
    }

    /** RFC 959 section 4.1.1: USER, then PASS when asked with 331, then ACCT when asked with 332. */
    private void logIn(Connection connection) throws FtpException {
        if (settings.featuresBeforeLogin()) {
            introduce(connection);
        }
        FtpCommand command = FtpCommand.of(FtpVerb.USER, who.user());
        FtpReply reply = connection.exchange(command);
        if (reply.code() == NEED_PASSWORD) {
            command = FtpCommand.of(FtpVerb.PASS, who.password());
            reply = connection.exchange(command);
        }
        if (reply.code() == NEED_ACCOUNT) {
            command = FtpCommand.of(
                    FtpVerb.ACCT,
                    who.account()
                            .orElseThrow(() -> new FtpLoginException(
                                    settings.server(who.user()) + " asks for an account (332) and none is configured.",
                                    FtpCommand.of(FtpVerb.ACCT),
                                    connection.lastReply())));
            reply = connection.exchange(command);
        }
        if (!reply.isCompletion()) {
            throw new FtpLoginException(
                    settings.server(who.user()) + " refused the login: it answered \"" + reply + "\" to " + command
                            + "; " + advice(reply) + ".",
                    command,
                    reply);
        }
        connection.loggedIn();
    }

    private String advice(FtpReply reply) {
        return !policy.isOn() && WANTS_TLS.matcher(reply.text()).find()
                ? "the server seems to want TLS: connect by ftps"
                : "check user, password and account";
    }

    private void prepare(Connection connection) throws FtpException {
        if (policy.isOn()) {
            connection.require(FtpCommand.of(FtpVerb.PBSZ, "0"), "set the protection buffer size");
            connection.require(
                    FtpCommand.of(FtpVerb.PROT, policy.protectsData() ? "P" : "C"), "set the protection of data");
        }
        askFeatures(connection);
        introduce(connection);
        connection.ensureType(TransferType.BINARY);
        for (String site : settings.siteCommands()) {
            connection.require(FtpCommand.parse(site), "run a configured command");
        }
        if (policy.clearsControlAfterLogin()) {
            clearControl(connection);
        }
    }

    /**
     * Courtesies, and what is refused is done without: servers that do not take OPTS UTF8 use UTF-8 all the same. CLNT goes
     * first, since some servers take OPTS UTF8 from clients with a name only.
     */
    private void introduce(Connection connection) throws FtpException {
        offer(connection, FtpVerb.CLNT, settings.clientName());
        offer(connection, FtpVerb.LANG, settings.language());
        if (connection.features().has("UTF8") && settings.charset().equals(StandardCharsets.UTF_8)) {
            connection.exchange(FtpCommand.of(FtpVerb.OPTS, "UTF8 ON"));
        }
    }

    private static void offer(Connection connection, FtpVerb verb, @Nullable String value) throws FtpException {
        if (value != null && connection.features().has(verb.name())) {
            connection.exchange(FtpCommand.of(verb, value));
        }
    }

    /**
     * FEAT, and TYPE in the same write: a server that answers both, in order, may be sent commands ahead. RFC 1123 section
     * 4.1.2.11 forbids servers to depend on how commands are cut into segments, but not all of them know.
     */
    private void askFeatures(Connection connection) throws FtpException {
        FtpCommand feat = FtpCommand.of(FtpVerb.FEAT);
        if (!memory.mayPipeline()) {
            connection.features(Features.of(connection.exchange(feat)));
            return;
        }
        connection.settle(feat);
        FtpCommand type = FtpCommand.of(FtpVerb.TYPE, TransferType.BINARY.argument());
        connection.channel().send(feat, type);
        Duration limit = settings.timeouts().reply();
        FtpReply features = connection.receive("the reply to FEAT", limit);
        if (!connection.isUsable()) {
            throw connection.refused("tell its features", feat, features);
        }
        connection.features(Features.of(features));
        if (!connection.channel().awaitReadable(SECOND_REPLY_LIMIT)) {
            memory.refusePipelining();
            connection.resynchronise(limit);
            return;
        }
        FtpReply reply = connection.receive("the reply to " + type, limit);
        if (!connection.isUsable()) {
            throw connection.refused("set the transfer type", type, reply);
        }
        if (reply.isCompletion()) {
            connection.typeIsSet(TransferType.BINARY);
        } else {
            memory.refusePipelining();
        }
    }

    /** CCC (RFC 4217 section 12.3): after 200 both sides send close_notify, then the control connection is clear text. */
    private void clearControl(Connection connection) throws FtpException {
        connection.require(FtpCommand.of(FtpVerb.CCC), "clear the control channel");
        ControlChannel channel = connection.channel();
        if (channel.link() instanceof TlsLink secured) {
            channel.requireNothingBuffered();
            channel.watch().arm(settings.timeouts().connect(), "the end of TLS after CCC");
            try {
                channel.switchTo(secured.unwrap());
            } catch (IOException e) {
                throw handshakeFailed(channel.watch(), e);
            } finally {
                channel.watch().disarm();
            }
        }
    }
}
