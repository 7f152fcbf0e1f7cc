package dev.drover.camel;

import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemotePath;
import java.io.IOException;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body that is added to the end of a file, once. The size of the file before tells how much of it has arrived when the
 * connection breaks; only the rest is sent then, now or when the exchange is redelivered. Where that cannot be told the
 * exchange fails, and says that a part may be there: to append all of it again would double it.
 */
final class ContinuedAppend {
    private static final Logger LOG = LoggerFactory.getLogger(ContinuedAppend.class);

    /** The exchange property that tells a redelivery what an earlier attempt has begun. */
    private static final String BEGUN = "DroverAppendBegun";

    private final RemoteOperations operations;
    private final Exchange exchange;
    private final Delivery delivery;
    private final RemotePath path;
    private final String place;
    private final boolean binary;
    private final int attempts;

    /**
     * @param before size of the file in bytes, where the server told it
     * @param done the reply that confirmed all of it, if it was only something after it that failed
     */
    private record Begun(String place, OptionalLong before, long sent, @Nullable FtpReply done) {
        Begun withSent(long bytes) {
            return new Begun(place, before, Math.max(sent, bytes), null);
        }
    }

    ContinuedAppend(
            FtpEndpoint endpoint, RemoteOperations operations, Exchange exchange, Delivery delivery, String name) {
        this.operations = operations;
        this.exchange = exchange;
        this.delivery = delivery;
        this.path = RemotePath.of(name);
        this.place = endpoint.getConfiguration().place(name);
        this.binary = endpoint.getConfiguration().isBinary();
        this.attempts = Math.max(1, endpoint.getMaximumReconnectAttempts());
    }

    /** To be called when nothing can fail any more: the next append of the exchange is another one. */
    static void forget(Exchange exchange) {
        exchange.removeProperty(BEGUN);
    }

    /** Adds the body, or what is missing of it. */
    FtpReply send(OutgoingBody body) throws IOException {
        Begun begun = exchange.getProperty(BEGUN, Begun.class);
        boolean continued = begun != null && begun.place().equals(place);
        if (begun == null || !continued) {
            begun = new Begun(place, size(), 0, null);
        }
        FtpReply known = begun.done();
        if (known != null) {
            return known;
        }
        long offset = continued ? arrived(begun, null) : 0;
        for (int attempt = 1; ; attempt++) {
            try {
                FtpReply done = delivery.send(path.toString(), offset, body);
                if (continued) {
                    verify(begun);
                }
                exchange.setProperty(BEGUN, new Begun(place, begun.before(), delivery.sent(), done));
                return done;
            } catch (IOException e) {
                if (delivery.sent() == offset && !Failures.isIndefinite(e)) {
                    throw e;
                }
                begun = begun.withSent(delivery.sent());
                exchange.setProperty(BEGUN, begun);
                boolean again = attempt < attempts && ContinuedUpload.isBroken(e) && body.isRepeatable();
                // The server may still be writing what it has: its size would grow after we have asked.
                if (!again || !operations.server().pause()) {
                    throw halfDone(begun, e);
                }
                offset = arrived(begun, e);
                continued = true;
                LOG.info(
                        "Appending to {} broke off; it goes on at byte {} of the body: {}",
                        path,
                        offset,
                        e.getMessage());
            }
        }
    }

    /** Before anything is sent, so that it is known what was there. */
    private OptionalLong size() throws IOException {
        return operations.server().repeatable(session -> {
            if (!binary) {
                return OptionalLong.empty();
            }
            try {
                return session.size(path);
            } catch (FtpReplyException e) {
                if (!e.sessionUsable()) {
                    throw e;
                }
                return session.exists(path) ? OptionalLong.empty() : OptionalLong.of(0);
            }
        });
    }

    /** How many bytes of the body the server has. */
    private long arrived(Begun begun, @Nullable IOException failure) throws IOException {
        OptionalLong now;
        try {
            now = size();
        } catch (IOException e) {
            if (failure == null) {
                throw e;
            }
            failure.addSuppressed(e);
            throw failure;
        }
        long bytes = begun.before().isPresent() && now.isPresent()
                ? now.getAsLong() - begun.before().getAsLong()
                : -1;
        if (bytes < 0 || bytes > begun.sent()) {
            throw halfDone(begun, failure);
        }
        return bytes;
    }

    private void verify(Begun begun) throws IOException {
        OptionalLong now = size();
        if (now.isPresent()
                && begun.before().isPresent()
                && now.getAsLong() - begun.before().getAsLong() != delivery.sent()) {
            throw halfDone(begun, null);
        }
    }

    private FtpTransferException halfDone(Begun begun, @Nullable IOException failure) {
        String from = begun.before().isPresent() ? "from byte " + begun.before().getAsLong() + " on" : "at its end";
        String message = "An attempt to append to " + place + " broke off after " + begun.sent()
                + " bytes: a part may be there, " + from + (failure == null ? "." : ": " + failure.getMessage());
        if (failure == null) {
            return FtpTransferException.incomplete(message, path, begun.sent());
        }
        return Failures.replyOf(failure)
                .map(reply -> FtpTransferException.refused(message, path, begun.sent(), reply))
                .orElseGet(() -> FtpTransferException.broken(message, failure, path, begun.sent(), false));
    }
}
