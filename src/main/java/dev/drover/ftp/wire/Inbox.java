package dev.drover.ftp.wire;

import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.net.Link;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What has arrived on a control connection and was not received yet: bytes, and replies that were read ahead. */
final class Inbox {
    private static final int BUFFER_BYTES = 8 * 1024;

    /** Nobody says so much while a transfer is under way. */
    private static final int MOST_AHEAD = 64;

    private final ReplyParser parser;
    private final Deque<Early> ahead = new ArrayDeque<>();
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private BitSet undecodable = new BitSet();
    private @Nullable FtpProtocolException malformed;

    private record Early(FtpReply reply, BitSet undecodable) {}

    Inbox(ReplyParser parser) {
        this.parser = parser;
    }

    /** Whether something is here that has not been received. */
    boolean hasMore() {
        return !ahead.isEmpty() || malformed != null || bytes.hasRemaining();
    }

    /** The next whole reply; null when that needs more bytes. */
    @Nullable
    FtpReply next() throws FtpProtocolException {
        Early early = ahead.poll();
        if (early != null) {
            undecodable = early.undecodable();
            return early.reply();
        }
        if (malformed != null) {
            throw malformed;
        }
        FtpReply reply = parser.parse(bytes);
        undecodable = parser.undecodable();
        return reply;
    }

    /** Whether the charset did not fit a line of the reply that {@link #next} gave, counted from 0. */
    boolean isUndecodable(int line) {
        return undecodable.get(line);
    }

    /** Reads more bytes, all earlier ones being used up; false at the end of the connection. */
    boolean fill(Link link) throws IOException {
        bytes.clear();
        try {
            return link.read(bytes) >= 0;
        } finally {
            bytes.flip();
        }
    }

    /**
     * Reads replies ahead, as far as that needs no waiting.
     *
     * @return whether one of them is wanted, or the connection is at its end or makes no sense
     */
    boolean looksAhead(Link link, Predicate<FtpReply> wanted) throws IOException {
        // Behind the last reply received may lie another that came in the same packet.
        readAhead();
        while (malformed == null && ahead.size() < MOST_AHEAD && link.isReadable()) {
            if (!fill(link)) {
                return true;
            }
            readAhead();
        }
        return malformed != null
                || ahead.size() >= MOST_AHEAD
                || ahead.stream().map(Early::reply).anyMatch(wanted);
    }

    private void readAhead() {
        if (malformed != null) {
            return;
        }
        try {
            for (FtpReply reply = parser.parse(bytes); reply != null; reply = parser.parse(bytes)) {
                ahead.add(new Early(reply, parser.undecodable()));
            }
        } catch (FtpProtocolException e) {
            // Told to whoever receives the next reply.
            malformed = e;
        }
    }
}
