package dev.drover.ftp.client;

import dev.drover.ftp.ActiveSettings;
import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpListener;
import dev.drover.ftp.FtpProxy;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTimeouts;
import dev.drover.ftp.PassiveAddress;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.SocketBuffers;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.data.RateLimit;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One server and one user, and a bounded pool of sessions with it. Nothing is connected before the first session is
 * asked for. Thread-safe; whoever built it closes it.
 */
public final class FtpClient implements AutoCloseable {
    private final Settings settings;
    private final ServerMemory memory = new ServerMemory();
    private final PoolLimits limits;
    private final SessionBudget budget;
    private final SessionPool pool;

    private FtpClient(Settings settings, PoolLimits limits, SessionBudget budget) {
        this.settings = settings;
        this.limits = limits;
        this.budget = budget;
        this.pool = new SessionPool(limits, () -> new PooledConnection(settings, memory), settings.server());
        budget.join(pool, limits.maxSessions());
    }

    /** Starts a client of a server; nothing is connected before {@link #open}. */
    public static Builder builder(FtpAddress address) {
        return new Builder(address);
    }

    /**
     * Borrows a session: a ready one, or a new login, or one that another thread gives back. Close it to give it back.
     *
     * @throws FtpException when the server cannot be reached, refuses the login, or no session comes free in time
     */
    public FtpSession open() throws FtpException {
        return open(false, limits.maxWait());
    }

    /** The same, with another limit for the wait for a free session. */
    public FtpSession open(Duration maxWait) throws FtpException {
        return open(false, maxWait);
    }

    /**
     * The same for a session that is held for long, while others are needed to go on: a download that is read bit by bit
     * into uploads to the same server. All such sessions together leave one place to the others, unless there is one only.
     */
    public FtpSession openForLong() throws FtpException {
        return open(true, limits.maxWait());
    }

    private FtpSession open(boolean lasting, Duration maxWait) throws FtpException {
        long deadline = System.nanoTime() + SessionPool.nanos(maxWait);
        while (true) {
            SessionBudget.Place place = place(lasting, deadline, maxWait);
            boolean used = false;
            try {
                FtpSession session = new FtpSession((PooledConnection) pool.borrow(deadline), pool, place);
                used = true;
                return session;
            } catch (FtpReplyException e) {
                if (!budget.shrink(pool, e)) {
                    throw e;
                }
            } finally {
                if (!used) {
                    place.close();
                }
            }
        }
    }

    private SessionBudget.Place place(boolean lasting, long deadline, Duration maxWait) throws FtpException {
        try {
            return budget.enter(pool, lasting, deadline).orElseThrow(() -> pool.noneFree(budget.limit(), maxWait));
        } catch (InterruptedException e) {
            throw pool.interrupted(e);
        }
    }

    /** Does the work on a session of its own and gives the session back. Nothing is tried twice. */
    public <T extends @Nullable Object> T call(Work<T> work) throws IOException {
        try (FtpSession session = open()) {
            return work.with(session);
        }
    }

    /** The same on a thread of the executor. Cancelling the future does not end work that has begun. */
    public <T extends @Nullable Object> CompletableFuture<T> callAsync(Work<T> work, Executor executor) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call(work);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                executor);
    }

    /**
     * A large file in parts, over several sessions at once, for links on which one connection is slow. Small files, and
     * those of servers without REST STREAM, come in one part. The local file appears or is replaced at the end only.
     *
     * @param most parts, each of 1 MiB at least
     * @return its bytes
     * @throws FtpException also when the file's size or time changed meanwhile
     */
    public long downloadInParts(RemotePath file, Path target, int most) throws IOException {
        return new SegmentedDownload(this, file).to(target, most);
    }

    /** The server. */
    public FtpAddress address() {
        return settings.address();
    }

    /** The pool at this moment. */
    public PoolSnapshot pool() {
        PoolSnapshot state = pool.snapshot();
        return new PoolSnapshot(
                state.limit(),
                state.lent(),
                state.idle(),
                state.waiting() + budget.waiting(pool),
                state.opened(),
                state.discarded());
    }

    /** Says goodbye on idle sessions; sessions in use are closed when they come back. */
    @Override
    public void close() {
        pool.close();
        budget.part(pool);
    }

    /** The server as messages name it, without the password. */
    @Override
    public String toString() {
        return settings.server();
    }

    /** Something done with a session. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /** Works with a session that is the caller's until this returns. */
        T with(FtpSession session) throws IOException;
    }

    /** Collects the settings of a client. Every one has a safe default. Not thread-safe. */
    public static final class Builder {
        private final FtpAddress address;
        private FtpCredentials credentials = FtpCredentials.anonymous();
        private TlsPolicy tls = TlsPolicy.none();
        private FtpTimeouts timeouts = FtpTimeouts.DEFAULT;
        private DataMode dataMode = DataMode.PASSIVE;
        private PassiveAddress passiveAddress = PassiveAddress.CONTROL_PEER;
        private ActiveSettings active = ActiveSettings.ANY;
        private Charset charset = StandardCharsets.UTF_8;
        private boolean telnetEscaping;
        private @Nullable FtpProxy proxy;
        private @Nullable InetAddress localAddress;
        private SocketBuffers buffers = SocketBuffers.OF_SYSTEM;
        private @Nullable String virtualHost;
        private @Nullable String clientName;
        private @Nullable String language;
        private boolean featuresBeforeLogin;
        private boolean useMlsd = true;
        private ZoneId serverZone = ZoneOffset.UTC;
        private @Nullable RateLimit rate;
        private List<String> siteCommands = List.of();
        private boolean compression;
        private boolean announcesTransfers;
        private @Nullable Duration keepAlive;
        private FtpListener listener = FtpListener.NONE;
        private PoolLimits limits = PoolLimits.DEFAULT;
        private SessionBudget budget = new SessionBudget();

        private Builder(FtpAddress address) {
            this.address = Objects.requireNonNull(address, "address");
        }

        /** Anonymous by default. */
        public Builder credentials(FtpCredentials value) {
            credentials = Objects.requireNonNull(value, "credentials");
            return this;
        }

        /** Clear text by default. */
        public Builder tls(TlsPolicy value) {
            tls = Objects.requireNonNull(value, "tls");
            return this;
        }

        /** How long each kind of wait may take. */
        public Builder timeouts(FtpTimeouts value) {
            timeouts = value;
            return this;
        }

        /** Who connects for data, and by which commands; passive by default, EPSV first. */
        public Builder dataMode(DataMode value) {
            dataMode = value;
            return this;
        }

        /** Whether the address in a reply to PASV is believed; by default it is not. */
        public Builder passiveAddress(PassiveAddress value) {
            passiveAddress = value;
            return this;
        }

        /** Ports and address to listen on in active mode. */
        public Builder activeSettings(ActiveSettings value) {
            active = value;
            return this;
        }

        /** Of names and replies; UTF-8 by default. Names that are not in it are kept as bytes and sent back so. */
        public Builder charset(Charset value) {
            charset = value;
            return this;
        }

        /**
         * Whether byte 255 of a command is doubled and a doubled one in a reply is one, as Telnet has it (RFC 959 section
         * 4.1). Off by default: most servers take names as they come, and in UTF-8 there is no such byte. ProFTPD and the BSD
         * daemons follow Telnet, which matters for names in single-byte charsets.
         */
        public Builder telnetEscaping(boolean value) {
            telnetEscaping = value;
            return this;
        }

        /** Connects through a proxy, control and passive data. */
        public Builder proxy(FtpProxy value) {
            proxy = value;
            return this;
        }

        /** The local address that control and data connections are bound to. */
        public Builder localAddress(InetAddress value) {
            localAddress = value;
            return this;
        }

        /** Sizes of the system's buffers for control and passive data connections; by default the system picks them. */
        public Builder socketBuffers(SocketBuffers value) {
            buffers = value;
            return this;
        }

        /** The virtual host to ask for before login (HOST, RFC 7151). */
        public Builder virtualHost(String value) {
            virtualHost = value;
            return this;
        }

        /**
         * What the client calls itself (CLNT), where FEAT lists that; not sent by default. Some servers write it to their
         * logs, and a few take OPTS UTF8 from known clients only.
         */
        public Builder clientName(String value) {
            clientName = Objects.requireNonNull(value, "clientName");
            return this;
        }

        /**
         * The language of the server's texts (LANG, RFC 2640 section 4), such as {@code en} or {@code fr-CA}, where FEAT lists
         * that; by default the server picks it. A server that does not have the language goes on in its own. English has a
         * use beyond reading: a few refusals can be told apart by their words only.
         */
        public Builder language(String tag) {
            language = Objects.requireNonNull(tag, "language");
            return this;
        }

        /**
         * Whether FEAT is asked before the login too: after the greeting, and again once TLS stands. For servers that take
         * a user name in UTF-8 only after OPTS UTF8. Off by default, since it costs round trips; the answer after the login
         * is the one that counts, see {@link FtpSession#features}.
         */
        public Builder featuresBeforeLogin(boolean value) {
            featuresBeforeLogin = value;
            return this;
        }

        /** Whether MLSD and MLST are used where the server offers them; on by default. */
        public Builder useMlsd(boolean value) {
            useMlsd = value;
            return this;
        }

        /** The zone of the times in LIST; UTC by default. MLSD and MDTM tell UTC and do not need it. */
        public Builder serverZone(ZoneId value) {
            serverZone = value;
            return this;
        }

        /** A limit for all transfers of the client together; none by default. */
        public Builder bytesPerSecond(long limit) {
            rate = RateLimit.bytesPerSecond(limit);
            return this;
        }

        /** Command lines to run after each login, such as {@code SITE UMASK 022}; a refusal fails the login. */
        public Builder siteCommands(List<String> lines) {
            siteCommands = List.copyOf(lines);
            return this;
        }

        /**
         * MODE Z where the server offers it: data are deflated on the wire. Pays on slow links; off by default. Files with
         * names of compressed formats, and transfers from an offset, go as they are.
         */
        public Builder compression(boolean value) {
            compression = value;
            return this;
        }

        /**
         * PRET before each transfer, which tells a server of several machines (drftpd) what is coming before it picks the one
         * that listens. Off by default; costs a round trip a file.
         */
        public Builder announcesTransfers(boolean value) {
            announcesTransfers = value;
            return this;
        }

        /**
         * NOOP while a transfer is longer than this, for firewalls that forget an idle control connection. Off by default:
         * TCP keep-alive is on anyway, and some servers answer only after the transfer.
         */
        public Builder keepAlive(Duration interval) {
            keepAlive = interval;
            return this;
        }

        /** Is told of every command, reply and transfer; from the threads that work. */
        public Builder listener(FtpListener value) {
            listener = value;
            return this;
        }

        /** How many sessions at a time, and how long they are kept. */
        public Builder pool(PoolLimits value) {
            limits = value;
            return this;
        }

        /**
         * Counts the sessions together with those of other clients, which have the same server and user and differ in other
         * settings. By default each client counts its own.
         */
        public Builder sharing(SessionBudget value) {
            budget = Objects.requireNonNull(value, "budget");
            return this;
        }

        /** The client; it connects when it is first used, and has to be closed. */
        public FtpClient build() {
            Settings settings = new Settings(
                    address,
                    credentials,
                    tls,
                    timeouts,
                    dataMode,
                    passiveAddress,
                    active,
                    charset,
                    telnetEscaping,
                    proxy,
                    localAddress,
                    buffers,
                    virtualHost,
                    clientName,
                    language,
                    featuresBeforeLogin,
                    useMlsd,
                    serverZone,
                    rate,
                    siteCommands,
                    compression,
                    announcesTransfers,
                    keepAlive,
                    new GuardedListener(listener));
            return new FtpClient(settings, limits, budget);
        }
    }
}
