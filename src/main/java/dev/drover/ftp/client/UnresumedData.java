package dev.drover.ftp.client;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A data connection with a TLS session of its own. A server that wants it to resume the control session says so after the
 * handshake, which for us went well. It is given a moment, before a byte of an upload is taken from its source.
 */
final class UnresumedData {
    /** How long a server gets to refuse a session that it did not resume; paid once a server, mostly not at all. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration REPLY_LIMIT = Duration.ofSeconds(5);

    private final Connection connection;
    private final RunningTransfer transfer;

    UnresumedData(Connection connection, RunningTransfer transfer) {
        this.connection = connection;
        this.transfer = transfer;
    }

    /** @throws FtpException with the server's refusal; the transfer is over then */
    void requireNotRefused() throws FtpException {
        FtpReply early = awaitReply();
        if (early == null) {
            return;
        }
        if (early.isFailure()) {
            FtpException refusal = connection.refused("protect the data connection", transfer.command(), early);
            transfer.failedEarly(refusal);
            throw refusal;
        }
        transfer.finalReply(early);
    }

    /**
     * What the server says about the data connection before anything was moved; null when it says nothing. Some say it
     * only after both sides have ended the TLS session that they do not want.
     */
    private @Nullable FtpReply awaitReply() throws FtpException {
        long deadline = System.nanoTime() + GRACE.toNanos();
        boolean ended = false;
        while (!ended && System.nanoTime() < deadline) {
            if (connection.channel().awaitReadable(POLL)) {
                return receive();
            }
            switch (transfer.look()) {
                case DATA -> {
                    return null;
                }
                case END -> ended = true;
                case NOTHING -> {
                    // Neither side has said anything yet.
                }
            }
        }
        if (!ended) {
            return null;
        }
        transfer.acknowledgeEnd();
        return receive();
    }

    private FtpReply receive() throws FtpException {
        return connection.receive("the reply about the data connection", connection.atMost(REPLY_LIMIT));
    }
}
