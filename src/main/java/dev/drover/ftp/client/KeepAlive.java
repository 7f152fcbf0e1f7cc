package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpVerb;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * NOOP during a transfer, and the account of its answers. They come at once or after the final reply, and one server has
 * 500 for it: so each is counted, and told from the reply to the transfer by its code. At most one is outstanding.
 */
final class KeepAlive {
    private static final Set<Integer> ANSWERS = Set.of(200, 500, 501, 502, 503);
    private static final Duration LATE = Duration.ofSeconds(2);

    private final Connection connection;
    private final @Nullable Duration interval;
    private long last = System.nanoTime();
    private volatile boolean due;

    KeepAlive(Connection connection) {
        this.connection = connection;
        this.interval = connection.settings().keepAlive();
    }

    /** A transfer begins. */
    void begin() {
        last = System.nanoTime();
        due = false;
    }

    /** Bytes are moving: asks when it is time to. */
    void tick() {
        Duration every = interval;
        if (every == null || due || Duration.ofNanos(System.nanoTime() - last).compareTo(every) < 0) {
            return;
        }
        last = System.nanoTime();
        try {
            // Something that has arrived already is the server's word on the transfer, and no time for a question.
            if (!connection.channel().isReadable()) {
                connection.channel().send(FtpCommand.of(FtpVerb.NOOP));
                due = true;
            }
        } catch (FtpException e) {
            // The control connection is gone, as the transfer finds out when it asks for its final reply.
            due = false;
        }
    }

    /**
     * Whether the server has failed the transfer or left, while the data stand still; from any thread. A confirmation ahead
     * of the data is none: that may come early.
     */
    boolean seesFailure() {
        return connection.channel().glance(reply -> reply.isFailure() && !mayAnswerUs(reply));
    }

    private boolean mayAnswerUs(FtpReply reply) {
        return due && ANSWERS.contains(reply.code());
    }

    /** The next reply that is not the answer to a NOOP. */
    FtpReply receive(String waitingFor, Duration limit) throws FtpException {
        FtpReply reply = connection.receive(waitingFor, limit);
        while (mayAnswerUs(reply)) {
            due = false;
            reply = connection.receive(waitingFor, limit);
        }
        return reply;
    }

    /** After the final reply: reads the answers that are still due, or brings the session back in step without them. */
    void settle() {
        try {
            while (due) {
                due = false;
                if (connection.channel().awaitReadable(connection.atMost(LATE))) {
                    connection.channel().receive(connection.atMost(LATE), "the answer to NOOP");
                } else {
                    connection.resynchronise(connection.atMost(LATE));
                }
            }
        } catch (FtpException e) {
            // What became of the transfer is known; only the session is not to be used again.
            connection.close();
        }
    }
}
