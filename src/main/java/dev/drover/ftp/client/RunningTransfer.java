package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.data.DataConnection;
import dev.drover.ftp.net.Why;
import dev.drover.ftp.tls.TlsLink;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transfer from its 1xx reply to its final one. It is complete only when the end of the data and the final reply were
 * both read, whichever came first, and the count is right. Afterwards the session is in step or closed.
 */
abstract sealed class RunningTransfer implements AutoCloseable permits IncomingTransfer, OutgoingTransfer {
    private static final Duration ABORT_LIMIT = Duration.ofSeconds(5);
    private static final Duration SECOND_REPLY_LIMIT = Duration.ofSeconds(1);
    private static final int EXTRA_PRELIMINARIES = 8;

    private final Connection connection;
    private final ServerMemory memory;
    private final FtpCommand command;
    private final RemotePath file;
    private final TransferOptions options;
    private final @Nullable DataConnection data;
    private final FtpReply first;
    private final TransferLog log;
    private final KeepAlive keepAlive;
    private @Nullable FtpReply last;
    private boolean open = true;
    private @Nullable RemotePath picked;
    private boolean early;

    /**
     * @param data null when the server answered that there is nothing to send
     * @param first the reply that began it; a completion is the final one too
     */
    RunningTransfer(
            Connection connection,
            ServerMemory memory,
            FtpCommand command,
            RemotePath file,
            TransferOptions options,
            @Nullable DataConnection data,
            FtpReply first,
            TransferLog log) {
        this.connection = connection;
        this.memory = memory;
        this.command = command;
        this.file = file;
        this.options = options;
        this.data = data;
        this.first = first;
        this.log = log;
        this.keepAlive = connection.keepAlive();
        if (first.isCompletion()) {
            last = first;
        }
        notePicked(first);
    }

    final FtpCommand command() {
        return command;
    }

    final RemotePath file() {
        return file;
    }

    final TransferOptions options() {
        return options;
    }

    final String server() {
        return connection.server();
    }

    final boolean sessionIsUsable() {
        return connection.isUsable();
    }

    final FtpReply first() {
        return first;
    }

    final void succeeded() {
        log.succeeded(bytes());
    }

    final void breakOff() throws IOException {
        if (data != null) {
            data.close();
        }
    }

    final boolean isOpen() {
        return open;
    }

    final boolean hasData() {
        return data != null;
    }

    final long bytes() {
        return data == null ? 0 : data.bytes();
    }

    final Optional<RemotePath> uniqueName() {
        return Optional.ofNullable(picked);
    }

    /** The name out of the reply that was just received: its bytes are known no longer than that. */
    private void notePicked(FtpReply reply) {
        if (!command.is(FtpVerb.STOU)) {
            return;
        }
        for (int i = 0; picked == null && i < reply.lines().size(); i++) {
            RemotePath name = Replies.uniqueName(reply.lines().get(i)).orElse(null);
            picked = name == null ? null : connection.asTold(name, i);
        }
    }

    /** The final reply came before the end of the data, as it may. */
    final void finalReply(FtpReply reply) {
        last = reply;
        early = true;
        notePicked(reply);
    }

    /** Whether the final reply came before the end of the data. */
    final boolean confirmedEarly() {
        return early;
    }

    /** What a TLS data connection shows without waiting. */
    enum Sight {
        NOTHING,
        DATA,
        END
    }

    /** Looks at a TLS data connection without waiting. */
    final Sight look() {
        if (data == null || data.tls().isEmpty()) {
            return Sight.NOTHING;
        }
        try {
            TlsLink link = data.tls().get();
            if (!link.isReadable()) {
                return Sight.NOTHING;
            }
            return link.hasEnded() ? Sight.END : Sight.DATA;
        } catch (IOException e) {
            // A reset says as much as an end.
            return Sight.END;
        }
    }

    /** The server has ended the data connection: we end it too. */
    abstract void acknowledgeEnd();

    /** Reads the final reply, unless it is there already, and takes nothing but 2xx. */
    final FtpReply settle() throws FtpException {
        FtpReply reply = last;
        try {
            Duration limit = connection.settings().timeouts().completion();
            for (int i = 0; (reply == null || reply.isPreliminary()) && i < EXTRA_PRELIMINARIES; i++) {
                reply = keepAlive.receive("the confirmation of " + command, limit);
                notePicked(reply);
            }
        } catch (FtpException e) {
            throw end(FtpTransferException.broken(
                    connection.server() + " did not confirm " + command + " after " + bytes() + " bytes: "
                            + e.getMessage(),
                    e,
                    file,
                    bytes(),
                    false));
        }
        last = reply;
        keepAlive.settle();
        if (reply == null || !reply.isCompletion()) {
            throw end(refused(reply));
        }
        open = false;
        if (data != null && data.tls().filter(tls -> !tls.resumed()).isPresent()) {
            memory.acceptUnresumedData();
        }
        return reply;
    }

    /** One more question, once the transfer is over and the session in step. */
    final FtpReply ask(FtpCommand question) throws FtpException {
        return connection.exchange(question);
    }

    final @Nullable FtpReply shown(@Nullable FtpReply reply) {
        return reply == null ? null : connection.channel().shown(reply);
    }

    private FtpTransferException refused(@Nullable FtpReply reply) {
        if (reply == null || !reply.isFailure()) {
            connection.close();
            return FtpTransferException.broken(
                    connection.server() + " ended " + command + " with \"" + shown(reply) + "\", which is no ending.",
                    new IOException("unexpected reply " + shown(reply)),
                    file,
                    bytes(),
                    false);
        }
        String message = connection.server() + " failed " + command + " after " + bytes() + " bytes: it answered \""
                + reply + "\".";
        return FtpTransferException.refused(message, file, bytes(), reply, isBackInStep());
    }

    /**
     * After a failure: a server may have more to say about it, which must not be taken for the answer to what comes next.
     * Else the session is closed.
     */
    final boolean isBackInStep() {
        try {
            if (connection.isUsable()) {
                connection.resynchronise(connection.atMost(ABORT_LIMIT));
            }
        } catch (FtpException e) {
            connection.close();
        }
        return connection.isUsable();
    }

    /**
     * A failed read or write. If the server gives a reason on the control connection, that is the better message; but not
     * when it was we who broke off (a deadline, more bytes than announced), and it merely says that we did.
     */
    final FtpException broken(IOException cause) {
        boolean ours = cause instanceof FtpException && !hasReason();
        closeData();
        open = false;
        FtpReply reason = last != null ? last : reason();
        FtpException failure;
        if (reason != null && reason.isFailure() && !ours) {
            keepAlive.settle();
            failure = refused(reason);
            failure.addSuppressed(cause);
        } else {
            keepAlive.settle();
            boolean inStep = reason != null && isBackInStep();
            if (!inStep) {
                connection.close();
            }
            failure = FtpTransferException.broken(
                    command + " with " + connection.server() + " broke off after " + bytes() + " bytes: "
                            + Why.of(cause),
                    cause,
                    file,
                    bytes(),
                    inStep);
        }
        log.failed(bytes(), failure);
        return failure;
    }

    private boolean hasReason() {
        try {
            return last != null || connection.channel().isReadable();
        } catch (FtpException e) {
            // The control connection is gone as well: there is no better reason than the one at hand.
            return false;
        }
    }

    private @Nullable FtpReply reason() {
        try {
            FtpReply reply = keepAlive.receive("the reason why the data broke off", connection.atMost(ABORT_LIMIT));
            for (int i = 0; reply.isPreliminary() && i < EXTRA_PRELIMINARIES; i++) {
                reply = keepAlive.receive("the reason why the data broke off", connection.atMost(ABORT_LIMIT));
            }
            return reply;
        } catch (FtpException e) {
            // No reason was given; the failure of the data is reported without one.
            return null;
        }
    }

    /** Breaks off, and brings the session back in step, or closes it. Does nothing when the transfer is over. */
    final void abort() {
        if (!open) {
            return;
        }
        open = false;
        closeData();
        log.failed(bytes(), FtpTransferException.incomplete(command + " was broken off by us.", file, bytes()));
        if (last != null) {
            return;
        }
        try {
            // ABOR in the stream, not as urgent data: that loses its last byte on some servers. A server that looks at
            // the control connection only after the transfer sees the closed data connection first.
            connection.channel().send(FtpCommand.of(FtpVerb.ABOR));
            connection.receive("the end of the aborted transfer", connection.atMost(ABORT_LIMIT));
            if (connection.channel().awaitReadable(connection.atMost(SECOND_REPLY_LIMIT))) {
                connection.receive("the reply to ABOR", connection.atMost(ABORT_LIMIT));
            }
            connection.resynchronise(connection.atMost(ABORT_LIMIT));
        } catch (FtpException e) {
            // It could not be brought back in step, so it must not be used again.
            connection.close();
        }
    }

    /** Breaks off without a word to the server: the connection is to be closed anyway. */
    final void abandon() {
        if (open) {
            end(FtpTransferException.broken(
                    command + " was left open when its session was closed; it was broken off.",
                    new IOException("left open"),
                    file,
                    bytes(),
                    false));
        }
    }

    /** A refusal that arrived before any data: nothing is left to wait for. */
    final void failedEarly(FtpException refusal) {
        open = false;
        closeData();
        log.failed(bytes(), refusal);
    }

    @Override
    public final void close() {
        abort();
    }

    final FtpTransferException end(FtpTransferException failure) {
        open = false;
        closeData();
        log.failed(bytes(), failure);
        return failure;
    }

    final void closeData() {
        try {
            if (data != null) {
                data.close();
            }
        } catch (IOException ignored) {
            // The outcome is settled by what was read and by the control connection.
        }
    }

    final void requireOpen() throws FtpConnectionLostException {
        if (!open) {
            throw new FtpConnectionLostException(command + " is over; nothing more can be read or written.", null);
        }
    }
}
