package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpUnsupportedException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TransferType;
import dev.drover.ftp.tls.TlsContext;
import dev.drover.ftp.wire.ControlChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A control connection with what is known of its state: the type in force, a REST that waits, the features. Turns
 * refusals into exceptions. Not thread-safe.
 */
final class Connection {
    private static final int CURRENT_DIRECTORY = 257;
    private static final int SERVICE_CLOSING = 421;

    /** Data connections opened, closed, refused, and broken (RFC 959 section 4.2.2). */
    private static final Set<Integer> OF_TRANSFERS = Set.of(225, 226, 425, 426);

    private static final int RESYNC_REPLIES = 8;
    private static final String CHOOSE_DIGEST = "OPTS HASH ";
    private static final Duration QUIT_LIMIT = Duration.ofSeconds(1);

    private final Settings settings;
    private final ControlChannel channel;
    private final long number;
    private final @Nullable TlsContext tls;
    private final KeepAlive keepAlive;
    private FtpReply greeting = FtpReply.of(220, "");
    private FtpReply lastReply = greeting;
    private Features features = Features.NONE;
    private @Nullable TransferType type;
    private @Nullable String digest;
    private boolean compressed;
    private boolean restPending;
    private boolean loggedIn;
    private boolean ended;

    Connection(Settings settings, ControlChannel channel, long number, @Nullable TlsContext tls) {
        this.settings = settings;
        this.channel = channel;
        this.number = number;
        this.tls = tls;
        this.keepAlive = new KeepAlive(this);
    }

    Settings settings() {
        return settings;
    }

    ControlChannel channel() {
        return channel;
    }

    /** The number of the session in events. */
    long number() {
        return number;
    }

    /** The TLS state that data connections resume, null in clear text. */
    @Nullable
    TlsContext tls() {
        return tls;
    }

    String server() {
        return settings.server();
    }

    boolean isUsable() {
        return channel.isUsable();
    }

    /** A short wait of our own, shorter still where the client's are. */
    Duration atMost(Duration limit) {
        Duration reply = settings.timeouts().reply();
        return limit.compareTo(reply) < 0 ? limit : reply;
    }

    FtpReply greeting() {
        return greeting;
    }

    void greeting(FtpReply reply) {
        greeting = reply;
        lastReply = reply;
    }

    FtpReply lastReply() {
        return lastReply;
    }

    Features features() {
        return features;
    }

    void features(Features value) {
        features = value;
    }

    /**
     * Sends a command and reads its final reply, whatever it says about the command. 421 says nothing about it: the
     * session is over then, which must not be taken for an answer such as "no such file".
     */
    FtpReply exchange(FtpCommand command) throws FtpException {
        FtpReply reply = answer(command);
        if (reply.code() == SERVICE_CLOSING) {
            throw refused("go on", command, reply);
        }
        return reply;
    }

    /** Sends a command and reads its final reply, also where that is 421. */
    FtpReply answer(FtpCommand command) throws FtpException {
        settle(command);
        lastReply = channel.exchange(command);
        for (int i = 0; lastReply.isPreliminary(); i++) {
            if (i == RESYNC_REPLIES) {
                close();
                throw new FtpProtocolException(server() + " answered " + command
                        + " with preliminary replies without end, last \"" + channel.shown(lastReply)
                        + "\"; the connection was closed.");
            }
            lastReply = channel.receive("the final reply to " + command);
        }
        if (loggedIn && OF_TRANSFERS.contains(lastReply.code()) && !command.is(FtpVerb.ABOR)) {
            lastReply = ofCommand(command, lastReply);
        }
        noteState(command, lastReply);
        return lastReply;
    }

    /**
     * What tells of a transfer is no answer to another command: it is a second word on the transfer before, come late, with
     * the answer behind it. Should the server have meant the command all the same, no other reply comes before that to PWD.
     */
    private FtpReply ofCommand(FtpCommand command, FtpReply told) throws FtpException {
        if (command.is(FtpVerb.PWD) || command.is(FtpVerb.MKD)) {
            // Their answers look like that to PWD, and are never like this one.
            return channel.receive("the reply to " + command);
        }
        FtpReply behind = repliesUpToDirectory(channel.replyLimit());
        return behind == null ? told : behind;
    }

    /** The same, with 2xx as the only good answer. */
    FtpReply require(FtpCommand command, String action) throws FtpException {
        FtpReply reply = exchange(command);
        if (!reply.isCompletion()) {
            throw refused(action, command, reply);
        }
        return reply;
    }

    /**
     * A path that a line of the last reply told, counted from 0; one that is not in the charset keeps its bytes, so that it
     * can be sent back.
     */
    RemotePath asTold(RemotePath path, int line) {
        return channel.isUndecodable(line)
                ? RemotePath.ofRaw(path.toString(), path.toString().getBytes(StandardCharsets.ISO_8859_1))
                : path;
    }

    /** Reads one more reply to a command that was sent. */
    FtpReply receive(String waitingFor, Duration limit) throws FtpException {
        lastReply = channel.receive(limit, waitingFor);
        return lastReply;
    }

    /** Puts the type in force that a transfer needs; most times it is already. */
    void ensureType(TransferType wanted) throws FtpException {
        if (type == wanted) {
            return;
        }
        FtpCommand command = FtpCommand.of(FtpVerb.TYPE, wanted.argument());
        FtpReply reply = exchange(command);
        // A server that does not know TYPE at all has one type only, bytes as they are; the count will tell.
        boolean oneTypeOnly = wanted == TransferType.BINARY && (reply.code() == 500 || reply.code() == 502);
        if (!reply.isCompletion() && !oneTypeOnly) {
            throw refused("set the transfer type", command, reply);
        }
        type = wanted;
    }

    /**
     * Puts the transmission mode in force that a transfer wants: MODE Z where the server offers it and takes it, else
     * MODE S. Mode Z belongs to the session as the type does.
     */
    void ensureCompression(boolean wanted) throws FtpException {
        if (compressed == (wanted && features.has("MODE", "Z"))) {
            return;
        }
        FtpCommand command = FtpCommand.of(FtpVerb.MODE, compressed ? "S" : "Z");
        FtpReply reply = exchange(command);
        if (!reply.isCompletion() && compressed) {
            throw refused("send data as they are", command, reply);
        }
    }

    boolean isCompressed() {
        return compressed;
    }

    /** Makes HASH tell this digest (draft-bryan-ftpext-hash); the choice belongs to the session as the type does. */
    void ensureDigest(String algorithm) throws FtpException {
        if (!algorithm.equals(digest)) {
            require(FtpCommand.of(FtpVerb.OPTS, "HASH " + algorithm), "choose " + algorithm);
        }
    }

    KeepAlive keepAlive() {
        return keepAlive;
    }

    /** To be called when TYPE was sent and answered otherwise. */
    void typeIsSet(TransferType value) {
        type = value;
    }

    /** PRET (drftpd): the server learns what is coming before it says where it listens. */
    void announce(FtpCommand command) throws FtpException {
        if (!settings.announcesTransfers()) {
            return;
        }
        RemotePath path = command.path().orElse(RemotePath.WORKING_DIRECTORY);
        FtpCommand announcement = path.isEmpty()
                ? FtpCommand.of(FtpVerb.PRET, command.verb())
                : FtpCommand.of(FtpVerb.PRET, command.verb(), path);
        require(announcement, "hear of " + command);
    }

    /** REST holds for the very next transfer only (RFC 3659 section 5). */
    void restart(long offset) throws FtpException {
        FtpCommand rest = FtpCommand.of(FtpVerb.REST, Long.toString(offset));
        FtpReply reply = exchange(rest);
        if (!reply.isIntermediate() && !reply.isCompletion()) {
            throw refused("start at byte " + offset, rest, reply);
        }
    }

    /** To be called when the transfer that REST was meant for has begun. */
    void restUsed() {
        restPending = false;
    }

    /**
     * Some servers keep a REST after the transfer was refused, and apply it to the next: it is taken back. Where that
     * cannot be done, the connection is closed, since the next file would lose its beginning.
     */
    void cancelRestart() {
        if (!restPending || !isUsable()) {
            return;
        }
        try {
            restart(0);
        } catch (FtpException e) {
            close();
        }
    }

    /** The login is done: from now on PWD can bring the connection back in step. */
    void loggedIn() {
        loggedIn = true;
    }

    /** The exception for a refusal: one sentence with what was tried, where, and what the server said. */
    FtpReplyException refused(String action, FtpCommand command, FtpReply answer) {
        FtpReply reply = channel.shown(answer);
        String message = server() + " refused to " + action + ": it answered \"" + reply + "\" to " + command
                + Replies.advice(reply) + ".";
        return switch (reply.code()) {
            case 500, 501, 502, 504 -> new FtpUnsupportedException(message, command, reply);
            default -> new FtpReplyException(message, command, reply);
        };
    }

    /**
     * Makes sure that the next reply read is the answer to the next command sent. Anything that has arrived unasked is
     * read; after that PWD is asked until its 257, which is no other command's code, comes back.
     */
    void settle(FtpCommand next) throws FtpException {
        if (!channel.isReadable()) {
            return;
        }
        List<FtpReply> unasked;
        try {
            unasked = channel.unsolicited();
        } catch (FtpConnectionLostException e) {
            throw new FtpConnectionLostException(
                    server() + " had closed the connection before " + next + " was sent; open a new session.",
                    e,
                    e.timedOut());
        }
        if (!channel.isUsable()) {
            throw new FtpConnectionLostException(
                    server() + " had closed the connection before " + next + " was sent, saying \""
                            + unasked.get(unasked.size() - 1) + "\"; open a new session.",
                    null);
        }
        // Before the login PWD is refused like everything else; a second greeting is all that was ever seen there.
        if (loggedIn) {
            resynchronise(channel.replyLimit());
        }
    }

    /** Asks for the working directory and reads replies until its answer; else closes the connection. */
    void resynchronise(Duration limit) throws FtpException {
        repliesUpToDirectory(limit);
    }

    /** Does that, and gives the last reply before the answer; null where there was none. */
    private @Nullable FtpReply repliesUpToDirectory(Duration limit) throws FtpException {
        channel.send(FtpCommand.of(FtpVerb.PWD));
        FtpReply before = null;
        for (int i = 0; i < RESYNC_REPLIES; i++) {
            FtpReply reply = channel.receive(limit, "the reply to PWD, to be in step again");
            if (reply.code() == CURRENT_DIRECTORY) {
                channel.backInStep();
                return before;
            }
            before = reply;
        }
        close();
        throw new FtpProtocolException(
                server() + " answered out of step and could not be brought back; the connection was closed.");
    }

    /** A short farewell that never blocks for long, and the end of the connection. */
    void quit() {
        boolean orderly = false;
        try {
            if (channel.isUsable() && channel.outstanding() == 0) {
                channel.send(FtpCommand.of(FtpVerb.QUIT));
                channel.receive(atMost(QUIT_LIMIT), "the reply to QUIT");
                orderly = true;
            }
        } catch (FtpException ignored) {
            // The connection is closed either way, and QUIT is a courtesy (RFC 959 section 4.1.1).
        }
        end(orderly);
    }

    /** Ends the connection without a word. */
    void close() {
        end(false);
    }

    private void end(boolean orderly) {
        channel.close();
        if (!ended) {
            ended = true;
            if (tls != null) {
                tls.close();
            }
            settings.listener().on(new FtpEvent.SessionClosed(number, settings.address(), orderly));
        }
    }

    private void noteState(FtpCommand command, FtpReply reply) {
        String line = command.toString();
        if (command.is(FtpVerb.TYPE) && reply.isCompletion()) {
            type = null;
        }
        if (command.is(FtpVerb.MODE) && reply.isCompletion()) {
            compressed = line.equalsIgnoreCase("MODE Z");
        }
        if (reply.isCompletion() && line.regionMatches(true, 0, CHOOSE_DIGEST, 0, CHOOSE_DIGEST.length())) {
            digest = line.substring(CHOOSE_DIGEST.length());
        }
        if (command.is(FtpVerb.REST) && (reply.isIntermediate() || reply.isCompletion())) {
            restPending = !command.toString().equals("REST 0");
        }
        if (command.is(FtpVerb.FEAT) && reply.isCompletion()) {
            features = Features.of(reply);
        }
        if (command.is(FtpVerb.REIN) && reply.isCompletion()) {
            features = Features.NONE;
            type = null;
            digest = null;
            compressed = false;
            loggedIn = false;
        }
    }
}
