package dev.drover.ftp.wire;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpListener;
import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.net.Link;
import dev.drover.ftp.net.Watch;
import dev.drover.ftp.net.Why;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The control connection of one session: commands go out, replies come in, in order and counted. Whatever goes wrong on
 * it (an I/O error, a deadline, a malformed reply) breaks it for good: the link is closed and every later call throws.
 * For one thread, but for {@link #glance} and {@link #breakOff}.
 */
public final class ControlChannel {
    private static final int SERVICE_CLOSING = 421;

    private static final int MOST_UNASKED = 100;

    /** Nothing is waited for in a glance; a server that floods us or does not read must not hold it for longer. */
    private static final Duration GLANCE = Duration.ofSeconds(3);

    private static final int INTERPRET_AS_COMMAND = 0xFF;

    private final String server;
    private final long session;
    private final FtpListener listener;
    private final Watch watch;
    private final ReplyParser parser;
    private final Inbox inbox;
    private final Secrets secrets = new Secrets();

    /** Held by whoever reads or writes: the thread of the session, or one that glances. */
    private final ReentrantLock gate = new ReentrantLock();

    private volatile Link link;
    private Charset charset;
    private Duration replyLimit;
    private int outstanding;
    private boolean telnetEscaping;
    private boolean broken;

    /**
     * @param server for messages
     * @param watch over the TCP connection under {@code link}
     * @param replyLimit from a command to the last byte of its reply
     */
    public ControlChannel(
            String server,
            Link link,
            Watch watch,
            Charset charset,
            Duration replyLimit,
            ReplyLimits limits,
            long session,
            FtpListener listener) {
        this.server = server;
        this.link = link;
        this.watch = watch;
        this.charset = charset;
        this.replyLimit = replyLimit;
        this.parser = new ReplyParser(limits, charset);
        this.inbox = new Inbox(parser);
        this.session = session;
        this.listener = listener;
    }

    /** Sends a command and reads its reply. */
    public FtpReply exchange(FtpCommand command) throws FtpException {
        send(command);
        return receive(replyLimit, "the reply to " + command);
    }

    /** Sends commands in one write; their replies are to be received one by one. */
    public void send(FtpCommand... commands) throws FtpException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        for (FtpCommand command : commands) {
            append(command.encode(charset), bytes);
            bytes.write('\r');
            bytes.write('\n');
        }
        gate.lock();
        try {
            write(bytes.toByteArray(), "sending " + commands[0]);
            outstanding += commands.length;
            secrets.sent(secretOf(commands[commands.length - 1]));
        } finally {
            gate.unlock();
        }
        for (FtpCommand command : commands) {
            listener.on(new FtpEvent.CommandSent(session, command));
        }
    }

    private void write(byte[] bytes, String what) throws FtpException {
        requireOpen();
        try {
            watch.arm(replyLimit, what);
            link.write(ByteBuffer.wrap(bytes));
            watch.disarm();
        } catch (IOException e) {
            throw lost(what, e);
        }
    }

    private void append(byte[] line, ByteArrayOutputStream bytes) {
        for (byte each : line) {
            bytes.write(each);
            if (telnetEscaping && (each & 0xFF) == INTERPRET_AS_COMMAND) {
                bytes.write(each);
            }
        }
    }

    /** Reads the next reply within the usual limit. */
    public FtpReply receive(String waitingFor) throws FtpException {
        return receive(replyLimit, waitingFor);
    }

    /**
     * Reads the next reply. A final one (2xx to 5xx) settles one command; 421 breaks the channel, since the server closes
     * it.
     *
     * @param limit for the whole reply, so that one that trickles ends too
     */
    public FtpReply receive(Duration limit, String waitingFor) throws FtpException {
        gate.lock();
        try {
            return receiveHere(limit, waitingFor);
        } finally {
            gate.unlock();
        }
    }

    private FtpReply receiveHere(Duration limit, String waitingFor) throws FtpException {
        requireOpen();
        watch.arm(limit, waitingFor);
        FtpReply reply = read(waitingFor);
        watch.disarm();
        FtpReply shown = secrets.masked(reply);
        listener.on(new FtpEvent.ReplyReceived(session, shown));
        if (!reply.isPreliminary() && outstanding > 0) {
            outstanding--;
        }
        if (reply.code() == SERVICE_CLOSING) {
            close();
        } else if (outstanding > 0) {
            acknowledge();
        }
        // A good reply may hold data, such as a directory that is called like the password: it stays what it is.
        boolean mayHoldData = (reply.isPreliminary() || reply.isCompletion()) && !secrets.justSent();
        return mayHoldData ? reply : shown;
    }

    /** Whether the charset did not fit that line of the last reply, counted from 0; it was read as ISO-8859-1 then. */
    public boolean isUndecodable(int line) {
        return inbox.isUndecodable(line);
    }

    /** A text out of a reply as it may be shown: passwords and accounts that were sent are masked. */
    public String shown(String text) {
        return secrets.masked(text);
    }

    /** A reply as it may be shown. */
    public FtpReply shown(FtpReply reply) {
        return secrets.masked(reply);
    }

    private void acknowledge() throws FtpException {
        try {
            link.acknowledge();
        } catch (IOException e) {
            throw lost("the rest of a transfer", e);
        }
    }

    /** Replies that nobody asked for and that have arrived already; most often none, or a 421. */
    public List<FtpReply> unsolicited() throws FtpException {
        List<FtpReply> replies = new ArrayList<>();
        while (!broken && isReadable()) {
            replies.add(receive("the rest of an unasked reply"));
            if (replies.size() > MOST_UNASKED) {
                close();
                throw new FtpProtocolException(server + " goes on sending replies that nobody asked for, last \""
                        + shown(replies.get(replies.size() - 1)) + "\"; the connection was closed.");
            }
        }
        return replies;
    }

    /** Whether a reply, or the end of the connection, can be read without waiting. */
    public boolean isReadable() throws FtpException {
        requireOpen();
        gate.lock();
        try {
            return inbox.hasMore() || link.isReadable();
        } catch (IOException e) {
            throw lost("looking for a reply", e);
        } finally {
            gate.unlock();
        }
    }

    /** Waits until {@link #isReadable}, at most so long; false when nothing came. */
    public boolean awaitReadable(Duration limit) throws FtpException {
        requireOpen();
        gate.lock();
        try {
            return inbox.hasMore() || link.awaitReadable(limit);
        } catch (IOException e) {
            throw lost("waiting for a reply", e);
        } finally {
            gate.unlock();
        }
    }

    /**
     * Looks, from any thread and without waiting, for a reply that changes what the session's own thread is waiting for
     * elsewhere. What was read is received by that thread later on. Says nothing while that thread is using the channel.
     *
     * @return whether such a reply, or the end of the connection, has come
     */
    public boolean glance(Predicate<FtpReply> wanted) {
        if (!gate.tryLock()) {
            return false;
        }
        watch.arm(GLANCE, "a glance at the control connection");
        try {
            return broken || inbox.looksAhead(link, wanted);
        } catch (IOException e) {
            // The session's own thread meets it again, and tells what it was waiting for.
            return true;
        } finally {
            watch.disarm();
            gate.unlock();
        }
    }

    /** How many commands have no final reply yet. */
    public int outstanding() {
        return outstanding;
    }

    /** The reply just read answers the last command sent: nothing is due any more. */
    public void backInStep() {
        outstanding = 0;
    }

    /** Whether nothing has gone wrong so far. */
    public boolean isUsable() {
        return !broken && link.isOpen();
    }

    /** What it goes over now: clear text, or TLS around it. */
    public Link link() {
        return link;
    }

    /** The deadline guard of the connection. */
    public Watch watch() {
        return watch;
    }

    /** Of names and texts in both directions. */
    public Charset charset() {
        return charset;
    }

    /** Names and texts are in this charset from now on. */
    public void charset(Charset value) {
        charset = value;
        parser.charset(value);
    }

    /** Whether byte 255 goes out and comes in doubled, as Telnet has it (RFC 854, RFC 959 section 4.1). */
    public void telnetEscaping(boolean on) {
        telnetEscaping = on;
        parser.telnetEscaping(on);
    }

    /** Another limit from now on. */
    public void replyLimit(Duration value) {
        replyLimit = value;
    }

    /** From a command to the last byte of its reply. */
    public Duration replyLimit() {
        return replyLimit;
    }

    /**
     * To be called before a TLS handshake: bytes that came in clear text behind the reply to AUTH would be taken for
     * protected ones, which is an injection.
     */
    public void requireNothingBuffered() throws FtpProtocolException {
        if (inbox.hasMore() || parser.isMidReply()) {
            close();
            throw new FtpProtocolException(server
                    + " sent more than its reply before TLS was switched; the connection may be tampered with and was"
                    + " closed.");
        }
    }

    /** Goes on over another link, as AUTH and CCC do. */
    public void switchTo(Link other) throws FtpProtocolException {
        requireNothingBuffered();
        link = other;
    }

    /** Closes the connection at once. */
    public void close() {
        broken = true;
        watch.stop();
        try {
            link.close();
        } catch (IOException ignored) {
            // Nothing waits for this connection any more; whatever its closing says changes nothing.
        }
    }

    /** Closes the connection under a thread that waits on it, which then sees it as lost. From any thread. */
    public void breakOff() throws IOException {
        link.close();
    }

    private FtpReply read(String waitingFor) throws FtpException {
        while (true) {
            FtpReply reply = next(waitingFor);
            if (reply != null) {
                return reply;
            }
            boolean more;
            try {
                more = inbox.fill(link);
            } catch (IOException e) {
                throw lost(waitingFor, e);
            }
            if (!more) {
                throw lost(waitingFor, null);
            }
        }
    }

    private @Nullable FtpReply next(String waitingFor) throws FtpProtocolException {
        try {
            return inbox.next();
        } catch (FtpProtocolException e) {
            close();
            // The cause is left out: it may quote what the server echoed.
            throw new FtpProtocolException(server + ", waiting for " + waitingFor + ": "
                    + secrets.masked(String.valueOf(e.getMessage())) + " The connection was closed.");
        }
    }

    private String secretOf(FtpCommand command) throws FtpException {
        if (!command.isSecret()) {
            return "";
        }
        String line = new String(command.encode(charset), charset);
        return line.substring(Math.min(line.length(), command.verb().length() + 1));
    }

    private void requireOpen() throws FtpConnectionLostException {
        if (broken) {
            throw new FtpConnectionLostException(
                    "The connection to " + server + " is closed; open a new session.", null);
        }
    }

    private FtpConnectionLostException lost(String waitingFor, @Nullable IOException cause) {
        boolean timedOut = watch.fired();
        close();
        String why = timedOut
                ? "no answer in time"
                : Optional.ofNullable(cause).map(Why::of).orElse("the server closed it");
        return new FtpConnectionLostException(
                "The connection to " + server + " was lost while waiting for " + waitingFor + ": " + why + ".",
                cause,
                timedOut);
    }
}
