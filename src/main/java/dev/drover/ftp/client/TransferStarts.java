package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.data.DataConnection;
import dev.drover.ftp.data.DataPath;
import dev.drover.ftp.data.DataSettings;
import dev.drover.ftp.data.IncomingData;
import dev.drover.ftp.data.OutgoingData;
import dev.drover.ftp.data.PreparedData;
import dev.drover.ftp.net.Dialer;
import dev.drover.ftp.tls.TlsContext;
import dev.drover.ftp.tls.TlsLink;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Begins what needs a data connection: type, data path, REST, the verb, its 1xx reply, TLS on the data. At most one is
 * open at a time.
 */
final class TransferStarts {
    private static final Duration PROGRESS = Duration.ofMillis(500);

    /** How long data may be behind a confirmation that came ahead of them, which hardly any server sends. */
    private static final Duration STRAGGLERS = Duration.ofMillis(250);

    private static final Duration REASON_LIMIT = Duration.ofSeconds(5);
    private static final Pattern PACKED = Pattern.compile(
            "\\.(gz|tgz|z|zip|jar|bz2|xz|zst|7z|rar|lz4|jpe?g|png|gif|webp|mp3|mp4|mkv|mov|docx|xlsx|pptx|pgp|gpg)$",
            Pattern.CASE_INSENSITIVE);
    private static final int STRAY_REPLIES = 3;
    private static final int COMMAND_OKAY = 200;

    private final Connection connection;
    private final ServerMemory memory;
    private final DataPath path;
    private volatile @Nullable RunningTransfer open;
    private boolean unresumed;

    TransferStarts(Connection connection, ServerMemory memory, Dialer dialer) {
        this.connection = connection;
        this.memory = memory;
        Settings settings = connection.settings();
        this.path = DataPath.of(
                settings.dataMode(),
                connection.channel(),
                settings.address(),
                dialer,
                settings.timeouts().dataConnect(),
                settings.passiveAddress(),
                settings.active());
    }

    boolean isBusy() {
        RunningTransfer current = open;
        return current != null && current.isOpen();
    }

    /** Whether the last data connection had a TLS session of its own: what some servers refuse. */
    boolean wasUnresumed() {
        return unresumed;
    }

    IncomingTransfer openDownload(FtpCommand command, RemotePath file, TransferOptions options) throws FtpException {
        OptionalLong expected = Transfers.remaining(options);
        if (expected.orElse(0) < 0) {
            throw FtpTransferException.incomplete(
                    file + " is to be read from byte " + options.offset() + ", but has "
                            + options.expectedSize().orElse(0) + " bytes only; nothing was sent.",
                    file,
                    0);
        }
        DataSettings settings = settings(options).withMaxBytes(expected.orElse(Long.MAX_VALUE));
        return start(command, file, options, expected, (first, prepared, log) -> {
            IncomingData data = isOver(first, prepared)
                    ? null
                    : stand(
                            command,
                            tls -> prepared.receive(
                                    tls,
                                    settings.withCompression(connection.isCompressed())
                                            .withProgress(progress(log), PROGRESS)));
            return new IncomingTransfer(connection, memory, command, file, options, data, first, log);
        });
    }

    OutgoingTransfer openUpload(FtpCommand command, RemotePath file, TransferOptions options) throws FtpException {
        DataSettings settings = settings(options);
        return start(command, file, options, options.expectedSize(), (first, prepared, log) -> {
            OutgoingData data = first.isCompletion()
                    ? null
                    : stand(
                            command,
                            tls -> prepared.send(
                                    tls,
                                    settings.withCompression(connection.isCompressed())
                                            .withProgress(progress(log), PROGRESS)));
            return new OutgoingTransfer(connection, memory, command, file, options, data, first, log);
        });
    }

    IncomingTransfer openListing(FtpCommand command, RemotePath directory) throws FtpException {
        // Listings are ASCII by the letter of RFC 959. Every server seen sends the same in binary but for line ends,
        // which are read either way, and changing the type twice costs two round trips a listing.
        return openDownload(command, directory, TransferOptions.BINARY);
    }

    /** Breaks off what is open, for a session that is closed. */
    void abandon() {
        RunningTransfer current = open;
        if (current != null) {
            current.abandon();
        }
    }

    /** Closes the data connection under the thread that copies, from another one. */
    void breakOff() throws IOException {
        RunningTransfer current = open;
        if (current != null) {
            current.breakOff();
        }
    }

    private <T extends RunningTransfer> T start(
            FtpCommand command, RemotePath file, TransferOptions options, OptionalLong expected, Begin<T> begin)
            throws FtpException {
        unresumed = false;
        TransferLog log = new TransferLog(connection, command, expected);
        log.started();
        PreparedData prepared = null;
        try {
            // A name that cannot be written must fail before anything is agreed with the server.
            command.encode(connection.channel().charset());
            connection.cancelRestart();
            connection.settle(command);
            connection.ensureType(options.type());
            connection.ensureCompression(mayCompress(file, options));
            connection.keepAlive().begin();
            connection.announce(command);
            Asked asked = ask(command, file, options);
            prepared = asked.prepared();
            T transfer = begin(asked, command, options, begin, log);
            open = transfer;
            return transfer;
        } catch (FtpException e) {
            if (prepared != null) {
                close(prepared);
            }
            connection.cancelRestart();
            if (!e.sessionUsable()) {
                connection.close();
            }
            log.failed(0, e);
            throw e;
        }
    }

    private record Asked(PreparedData prepared, boolean commandSent) {}

    /**
     * Asks for a data connection. Once that has worked, the request goes out in one write with the command itself, on
     * servers that were seen to answer such in order: a round trip less a file.
     */
    private Asked ask(FtpCommand command, RemotePath file, TransferOptions options) throws FtpException {
        Optional<FtpCommand> request =
                memory.mayPipeline() && options.offset() == 0 ? path.request() : Optional.empty();
        if (request.isEmpty()) {
            return new Asked(agree(command, file), false);
        }
        connection.channel().send(request.get(), command);
        try {
            return new Asked(
                    path.answered(request.get(), connection.channel().receive("the reply to " + request.get())), true);
        } catch (FtpException e) {
            throw notConnected(command, e);
        }
    }

    /**
     * A server that refuses the command may close the port it was sent ahead of before we connect there: its refusal is
     * the reason then, and the session is in step. Else it is not worth a guess what becomes of the command.
     */
    private FtpException notConnected(FtpCommand command, FtpException failure) {
        try {
            FtpReply reply = connection.receive("the reply to " + command, connection.atMost(REASON_LIMIT));
            if (reply.isFailure() && failure instanceof FtpConnectException) {
                FtpException refusal = connection.refused("start " + command, command, reply);
                refusal.addSuppressed(failure);
                return refusal;
            }
        } catch (FtpException e) {
            failure.addSuppressed(e);
        }
        memory.refusePipelining();
        connection.close();
        return failure;
    }

    private <T extends RunningTransfer> T begin(
            Asked asked, FtpCommand command, TransferOptions options, Begin<T> begin, TransferLog log)
            throws FtpException {
        if (options.offset() > 0) {
            connection.restart(options.offset());
        }
        FtpReply first = firstReply(command, asked.commandSent());
        if (first.isFailure() || first.isIntermediate()) {
            throw connection.refused("start " + command, command, first);
        }
        connection.restUsed();
        T transfer = begin.begin(first, asked.prepared(), log);
        if (!transfer.hasData()) {
            close(asked.prepared());
        } else if (!first.isCompletion()) {
            requireNotRefused(transfer);
        }
        return transfer;
    }

    /**
     * Whether a reply in place of 150 means that nothing is sent. What has come all the same is not thrown away: it would
     * be an empty file that the server has confirmed. Over TLS nothing comes before a handshake, which both would await.
     */
    private boolean isOver(FtpReply first, PreparedData prepared) throws FtpException {
        boolean secured =
                connection.tls() != null && connection.settings().tls().protectsData();
        return first.isCompletion() && (secured || !prepared.awaitOther(STRAGGLERS));
    }

    private void requireNotRefused(RunningTransfer transfer) throws FtpException {
        if (!unresumed || memory.unresumedDataAccepted()) {
            return;
        }
        try {
            new UnresumedData(connection, transfer).requireNotRefused();
        } catch (FtpException e) {
            // Nobody has the transfer yet who could close it.
            transfer.closeData();
            throw e;
        }
    }

    /** A data connection that cannot be made says nothing against the control connection, which is in step. */
    private PreparedData agree(FtpCommand command, RemotePath file) throws FtpException {
        try {
            return path.open();
        } catch (FtpConnectException e) {
            if (!connection.isUsable()) {
                throw e;
            }
            throw FtpTransferException.broken(
                    "No data connection for " + command + " with " + connection.server() + ": " + e.getMessage(),
                    e,
                    file,
                    0,
                    true);
        }
    }

    /**
     * The reply that begins the transfer, or refuses it. A 200 here answers something else and is skipped; 226 or 250 in
     * place of 150 means that there is nothing to send, and that no data connection comes.
     */
    private FtpReply firstReply(FtpCommand command, boolean sent) throws FtpException {
        if (!sent) {
            connection.channel().send(command);
        }
        Duration limit = connection.settings().timeouts().reply();
        FtpReply reply = connection.receive("the reply to " + command, limit);
        for (int i = 0; reply.code() == COMMAND_OKAY && i < STRAY_REPLIES; i++) {
            reply = connection.receive("the reply to " + command, limit);
        }
        return reply;
    }

    private LongConsumer progress(TransferLog log) {
        return bytes -> {
            log.progress(bytes);
            connection.keepAlive().tick();
        };
    }

    /** An offset counts bytes of the file on some servers and bytes on the wire on others; packed files do not shrink. */
    private boolean mayCompress(RemotePath file, TransferOptions options) {
        return connection.settings().compression()
                && options.offset() == 0
                && !PACKED.matcher(file.name()).find();
    }

    private DataSettings settings(TransferOptions options) {
        Settings settings = connection.settings();
        return DataSettings.DEFAULT
                .withType(options.type())
                .withIdle(settings.timeouts().dataIdle())
                .withAcceptTruncation(settings.tls().acceptsTruncation())
                .withRate(settings.rate())
                .withGivenUp(connection.keepAlive()::seesFailure);
    }

    /** TLS on the data, after the 1xx. When it fails, what the server says on the control connection is the reason. */
    private <D extends DataConnection> D stand(FtpCommand command, Stand<D> stand) throws FtpException {
        @Nullable TlsContext tls = connection.settings().tls().protectsData() ? connection.tls() : null;
        // Told before the handshake: a handshake that fails was not resumed either.
        unresumed = tls != null;
        try {
            D data = stand.with(tls);
            Optional<TlsLink> secured = data.tls();
            unresumed = secured.isPresent() && !secured.get().resumed();
            secured.ifPresent(link -> connection
                    .settings()
                    .listener()
                    .on(new FtpEvent.TlsEstablished(
                            connection.number(), true, link.protocol(), link.cipherSuite(), link.resumed())));
            return data;
        } catch (FtpException e) {
            throw reasonFor(command, e);
        }
    }

    private FtpException reasonFor(FtpCommand command, FtpException failure) {
        try {
            FtpReply reply =
                    connection.receive("the reason why the data connection failed", connection.atMost(REASON_LIMIT));
            if (reply.isFailure()) {
                FtpException refusal = connection.refused("open the data connection for " + command, command, reply);
                refusal.addSuppressed(failure);
                return refusal;
            }
        } catch (FtpException e) {
            failure.addSuppressed(e);
        }
        // The reply to the transfer is still due, or was none: nothing more can be told apart on this connection.
        connection.close();
        return failure;
    }

    private static void close(PreparedData prepared) {
        try {
            prepared.close();
        } catch (IOException ignored) {
            // Nothing was moved over it, and nothing will be.
        }
    }

    /** Makes the transfer once the server has agreed to it. */
    @FunctionalInterface
    private interface Begin<T extends RunningTransfer> {
        T begin(FtpReply first, PreparedData prepared, TransferLog log) throws FtpException;
    }

    /** Makes the data connection stand. */
    @FunctionalInterface
    private interface Stand<D extends DataConnection> {
        D with(@Nullable TlsContext tls) throws FtpException;
    }
}
