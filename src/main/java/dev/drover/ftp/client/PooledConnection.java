package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpUnsupportedException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.net.Dialer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A login as the pool keeps it: the connection, which may be replaced once by a fresh one when the server turns out to
 * want another TLS version, and the working directory, which is put back between two borrowers.
 */
final class PooledConnection implements SessionPool.Lent {
    private static final RemotePath PARENT = RemotePath.of("..");
    private static final Duration VALIDATION = Duration.ofSeconds(3);
    private static final Pattern RESUMPTION = Pattern.compile("reus|resum", Pattern.CASE_INSENSITIVE);

    private final Settings settings;
    private final ServerMemory memory;
    private final Dialer dialer;
    private volatile Connection connection;
    private volatile TransferStarts starts;
    private boolean tls12;
    private @Nullable RemotePath home;
    private @Nullable RemotePath current;

    /** Where to change from where a login lands, to stand where we do; null when that is not known. */
    private @Nullable List<RemotePath> way = List.of();

    private boolean lost;
    private boolean altered;

    PooledConnection(Settings settings, ServerMemory memory) throws FtpException {
        this.settings = settings;
        this.memory = memory;
        this.dialer = new Dialer(settings.localAddress(), settings.proxy(), settings.buffers());
        this.connection = login();
        this.starts = new TransferStarts(connection, memory, dialer);
    }

    Connection connection() {
        return connection;
    }

    TransferStarts starts() {
        return starts;
    }

    ServerMemory memory() {
        return memory;
    }

    /**
     * Opens a transfer. A server that wants data connections to resume the TLS session, and did not let this one, is met
     * once more on a fresh login with TLS 1.2, whose sessions can be resumed for ever; that is remembered.
     */
    <T extends RunningTransfer> T retryingResumption(Transfers.Opening<T> opening) throws FtpException {
        try {
            return opening.open();
        } catch (FtpException e) {
            if (!isForWantOfResumption(e)) {
                throw e;
            }
            memory.pinTls12(settings.tls());
            try {
                reconnect();
                return opening.open();
            } catch (FtpException again) {
                again.addSuppressed(e);
                throw again;
            }
        }
    }

    /** Whether another TLS version may help: not when it is in force already, here or by the other's will. */
    private boolean isForWantOfResumption(FtpException failure) {
        return starts.wasUnresumed()
                && !memory.unresumedDataAccepted()
                && !tls12
                && ServerMemory.mayPinTls12(settings.tls())
                && mayBeAboutTheConnection(failure);
    }

    /** A full disk or a missing right, told as late as this, is no reason to give up TLS 1.3 and to log in again. */
    private static boolean mayBeAboutTheConnection(FtpException failure) {
        return !(failure instanceof FtpReplyException refused)
                || switch (refused.reply().code()) {
                    case 421, 425, 426, 450, 521, 522 -> true;
                    default -> RESUMPTION.matcher(refused.reply().text()).find();
                };
    }

    /**
     * Logs in anew under what has been learnt about the server, and goes to where the session stood: relative paths would
     * mean other files elsewhere.
     */
    void reconnect() throws FtpException {
        List<RemotePath> back = way == null ? List.of(workingDirectory()) : way;
        connection.close();
        connection = login();
        starts = new TransferStarts(connection, memory, dialer);
        boolean there = false;
        try {
            for (RemotePath each : back) {
                enter(each, "go back to " + each);
            }
            way = back;
            there = true;
        } finally {
            if (!there) {
                connection.close();
            }
        }
    }

    /** REIN, and another user; the connection is not for others afterwards. */
    void logInAgain(FtpCredentials who) throws FtpException {
        if (settings.tls().isOn()) {
            throw new IllegalStateException(
                    "REIN is not sent to " + connection.server()
                            + " under TLS, since servers disagree whether it ends TLS too; use another client for another user");
        }
        connection.require(FtpCommand.of(FtpVerb.REIN), "end the login");
        altered = true;
        home = null;
        current = null;
        way = List.of();
        new Login(settings, memory, dialer, who).again(connection);
    }

    /** Where the session stands; asked once and remembered. */
    RemotePath workingDirectory() throws FtpException {
        RemotePath known = current;
        if (known == null) {
            FtpReply reply = connection.require(FtpCommand.of(FtpVerb.PWD), "tell the working directory");
            known = connection.asTold(Replies.directory(reply, connection.server()), Replies.lineOfDirectory(reply));
            current = known;
            if (home == null) {
                home = known;
            }
        }
        return known;
    }

    /** The path from the root of the server on, as far as that is known without asking. */
    RemotePath seenFromRoot(RemotePath path) {
        RemotePath known = current;
        return known == null ? path : known.resolve(path);
    }

    void changeDirectory(RemotePath directory) throws FtpException {
        if (directory.isEmpty()) {
            return;
        }
        RemotePath before = whereWeStand();
        if (directory.equals(before)) {
            return;
        }
        enter(directory, "change to directory " + directory);
        standsIn(directory, before);
    }

    private void enter(RemotePath directory, String action) throws FtpException {
        if (!directory.equals(PARENT) || !goUp()) {
            connection.require(FtpCommand.of(FtpVerb.CWD, directory), action);
        }
    }

    /** @param before where the session stood, null when that cannot be asked */
    private void standsIn(RemotePath directory, @Nullable RemotePath before) {
        // Only an absolute path without dots says where we are now; links and ".." may lead elsewhere.
        boolean plain = directory.isAbsolute() && !directory.toString().contains("/.");
        current = plain ? directory : null;
        if (plain) {
            way = List.of(directory);
        } else {
            way = before == null ? null : List.of(before, directory);
        }
    }

    /** CDUP, since two dots mean the parent in few file systems only; false where the server does not know it. */
    private boolean goUp() throws FtpException {
        FtpCommand up = FtpCommand.of(FtpVerb.CDUP);
        FtpReply reply = connection.exchange(up);
        if (!reply.isCompletion() && !Metadata.isUnknownCommand(reply)) {
            throw connection.refused("change to the parent directory", up, reply);
        }
        return reply.isCompletion();
    }

    /** The working directory; null on a server without PWD, whose sessions cannot be put back and are not kept. */
    private @Nullable RemotePath whereWeStand() throws FtpException {
        try {
            return workingDirectory();
        } catch (FtpUnsupportedException e) {
            lost = true;
            return null;
        }
    }

    /** Whether the session is again as it was after the login, so that another may borrow it. */
    boolean isFitForOthers() {
        if (altered || lost || !connection.isUsable()) {
            return false;
        }
        try {
            goHome();
            return connection.channel().outstanding() == 0;
        } catch (FtpException e) {
            // The work of the borrower is done; a session that cannot go home is simply not kept.
            return false;
        }
    }

    /**
     * Does something inside a directory and stands where it stood again afterwards. A session that cannot go back is
     * closed: relative paths would mean other files.
     */
    <T> T inside(RemotePath directory, String action, Work<T> work) throws FtpException {
        RemotePath before = workingDirectory();
        connection.require(FtpCommand.of(FtpVerb.CWD, directory), action);
        standsIn(directory, before);
        try {
            return work.done();
        } finally {
            goBack(before);
        }
    }

    /** Something done in a directory. */
    @FunctionalInterface
    interface Work<T> {
        T done() throws FtpException;
    }

    /** To where the session stood; it is closed when the server does not let it go there. */
    void goBack(RemotePath before) throws FtpException {
        if (!connection.isUsable()) {
            return;
        }
        boolean back = false;
        try {
            connection.require(FtpCommand.of(FtpVerb.CWD, before), "go back to " + before);
            current = before;
            way = List.of(before);
            back = true;
        } finally {
            if (!back) {
                connection.close();
            }
        }
    }

    /** The next borrower must not meet what a command typed by hand has changed. */
    void markAltered() {
        altered = true;
    }

    /** Back to where the login landed, for the next borrower. */
    private void goHome() throws FtpException {
        RemotePath start = home;
        if (start != null && !start.equals(current)) {
            goBack(start);
        }
    }

    /** To be called when a raw command may have moved the session. */
    void forgetDirectory() throws FtpException {
        whereWeStand();
        current = null;
        way = null;
    }

    @Override
    public boolean isAlive(boolean askServer) {
        try {
            if (!connection.isUsable() || connection.channel().outstanding() > 0) {
                return false;
            }
            FtpCommand noop = FtpCommand.of(FtpVerb.NOOP);
            connection.settle(noop);
            if (askServer) {
                ask(noop);
            }
            return connection.isUsable();
        } catch (FtpException e) {
            // The end of an idle session is no error: the pool opens another.
            return false;
        }
    }

    /** A server that was cut off silently must not cost the borrower the whole wait of a reply. */
    private void ask(FtpCommand question) throws FtpException {
        Duration usual = connection.channel().replyLimit();
        connection.channel().replyLimit(connection.atMost(VALIDATION));
        try {
            connection.exchange(question);
        } finally {
            connection.channel().replyLimit(usual);
        }
    }

    @Override
    public void quit() {
        connection.quit();
    }

    @Override
    public void drop() {
        connection.close();
    }

    /** Closes everything under the thread that works here, from another one. */
    void breakOff() {
        try {
            connection.channel().breakOff();
            starts.breakOff();
        } catch (IOException ignored) {
            // What is being closed is given up; whatever its closing says changes nothing.
        }
    }

    private Connection login() throws FtpException {
        tls12 = memory.isTls12Pinned();
        return new Login(settings, memory, dialer, settings.credentials()).open();
    }
}
