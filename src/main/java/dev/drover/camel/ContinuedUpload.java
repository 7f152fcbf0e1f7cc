package dev.drover.camel;

import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemotePath;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An upload under a name that nobody else knows. When the connection breaks, and the body can be read again, it goes on
 * where the server has got to; where that cannot be told, it starts over under another name. A server that refuses the
 * file is not asked again.
 */
final class ContinuedUpload {
    private static final Logger LOG = LoggerFactory.getLogger(ContinuedUpload.class);
    private static final int TRANSFER_ABORTED = 426;
    private static final int SERVICE_ENDS = 421;

    private final Delivery delivery;
    private final RemoteOperations operations;
    private final Temporaries names;
    private final String target;
    private final boolean binary;
    private final int attempts;
    private String temporary;
    private long offset;

    ContinuedUpload(
            FtpEndpoint endpoint, RemoteOperations operations, Delivery delivery, Temporaries names, String target) {
        this.operations = operations;
        this.delivery = delivery;
        this.names = names;
        this.target = target;
        this.binary = endpoint.getConfiguration().isBinary();
        this.attempts = Math.max(1, endpoint.getMaximumReconnectAttempts());
        this.temporary = names.begin(target);
    }

    /** The name under which the file is on the server now. */
    String temporary() {
        return temporary;
    }

    /** Sends the body until the server has confirmed all of it. */
    FtpReply send(OutgoingBody body) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return delivery.send(temporary, offset, body);
            } catch (IOException e) {
                if (attempt >= attempts || !mayGoOn(e) || !body.isRepeatable()) {
                    throw e;
                }
                prepareNext(e);
            }
        }
    }

    /** Whether another attempt may fare better: the connection broke, or what was continued came out wrong. */
    private boolean mayGoOn(IOException failure) {
        return isBroken(failure)
                || (offset > 0
                        && failure instanceof FtpTransferException transfer
                        && transfer.reply().isEmpty());
    }

    /** Whether a transfer ended because a connection did, not because the server did not want it. */
    static boolean isBroken(IOException failure) {
        if (!(failure instanceof FtpTransferException transfer)) {
            return failure instanceof FtpConnectionLostException;
        }
        return transfer.reply()
                .map(reply -> reply.code() == TRANSFER_ABORTED || reply.code() == SERVICE_ENDS)
                .orElse(transfer.getCause() != null);
    }

    private void prepareNext(IOException failure) throws IOException {
        long before = offset;
        boolean cameOutWrong = failure instanceof FtpTransferException transfer
                && transfer.getCause() == null
                && transfer.reply().isEmpty();
        offset = cameOutWrong ? 0 : arrived(failure);
        if (offset <= before && failure instanceof FtpConnectionLostException lost && lost.timedOut()) {
            throw failure;
        }
        if (offset == 0) {
            names.drop(temporary);
            temporary = names.begin(target);
        }
        LOG.info("The upload of {} broke off; it goes on at byte {}: {}", target, offset, failure.getMessage());
    }

    /** How much of what was sent the server has; 0 when that cannot be told or an upload cannot begin there. */
    private long arrived(IOException failure) throws IOException {
        RemotePath path = RemotePath.of(temporary);
        try {
            return operations.server().repeatable(session -> {
                if (!binary || !session.features().has("REST", "STREAM")) {
                    return 0L;
                }
                long size = operations.in(session, path, session::size).orElse(0);
                return size <= delivery.sent() ? size : 0;
            });
        } catch (FtpReplyException e) {
            LOG.debug("The size of {} was not told: {}", path, e.getMessage());
            return 0;
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }
}
