package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpUnsupportedException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemotePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.Pattern;

/** Making, removing, renaming and deleting (RFC 959 sections 4.1.1 and 4.1.3). */
final class Directories {
    private static final Pattern ABSENT = Pattern.compile(
            "no such|not found|no files? found|(?:not|n't) exist|(?:cannot|can't|could not) find|is a directory"
                    + "|not a (?:valid path|file|plain file|regular file|directory)",
            Pattern.CASE_INSENSITIVE);

    private final PooledConnection pooled;

    Directories(PooledConnection pooled) {
        this.pooled = pooled;
    }

    private Connection connection() {
        return pooled.connection();
    }

    RemotePath make(RemotePath directory) throws FtpException {
        FtpReply reply = connection().require(FtpCommand.of(FtpVerb.MKD, directory), "make directory " + directory);
        Optional<RemotePath> made = Replies.made(reply, directory);
        if (made.isPresent()) {
            return made.get().equals(directory)
                    ? directory
                    : connection().asTold(made.get(), Replies.lineOfDirectory(reply));
        }
        RemotePath told = reply.code() == 257 && reply.text().contains("\"")
                ? connection().asTold(Replies.directory(reply, connection().server()), Replies.lineOfDirectory(reply))
                : directory;
        // Some servers answer with the name alone, whatever was asked for.
        return told.isAbsolute() || !directory.isAbsolute() ? told : directory;
    }

    /**
     * Makes what is missing, top down. Asks for the whole path first, so that an existing parent costs one command, and
     * takes "exists already" for success, since others may make the same directory at the same time.
     */
    void makeAll(RemotePath directory) throws FtpException {
        Deque<RemotePath> missing = new ArrayDeque<>();
        RemotePath next = directory;
        while (!next.isEmpty() && !next.equals(RemotePath.ROOT)) {
            FtpCommand command = FtpCommand.of(FtpVerb.MKD, next);
            FtpReply reply = connection().exchange(command);
            if (reply.isCompletion() || isDirectory(next)) {
                break;
            }
            if (missing.contains(next)
                    || next.parent().isEmpty()
                    || next.parent().equals(RemotePath.ROOT)) {
                throw connection().refused("make directory " + next, command, reply);
            }
            missing.push(next);
            next = next.parent();
        }
        for (RemotePath each : missing) {
            FtpCommand command = FtpCommand.of(FtpVerb.MKD, each);
            FtpReply reply = connection().exchange(command);
            if (!reply.isCompletion() && !isDirectory(each)) {
                throw connection().refused("make directory " + each, command, reply);
            }
        }
    }

    /** Whether one can change into it; the session stands where it stood afterwards. */
    boolean isDirectory(RemotePath path) throws FtpException {
        try {
            return pooled.inside(path, "tell whether " + path + " is a directory", () -> true);
        } catch (FtpReplyException e) {
            // Anything but "no such directory" (a lost login, say) is no answer to the question.
            if (!connection().isUsable() || !e.command().is(FtpVerb.CWD) || !meansAbsent(e.reply())) {
                throw e;
            }
            return false;
        }
    }

    /** The same, with the server's refusal as the exception. A server without PWD is believed. */
    void requireDirectory(RemotePath path, String action) throws FtpException {
        try {
            pooled.workingDirectory();
        } catch (FtpUnsupportedException e) {
            return;
        }
        pooled.inside(path, action, () -> path);
    }

    void remove(RemotePath directory) throws FtpException {
        connection().require(FtpCommand.of(FtpVerb.RMD, directory), "remove directory " + directory);
    }

    void delete(RemotePath file) throws FtpException {
        connection().require(FtpCommand.of(FtpVerb.DELE, file), "delete " + file);
    }

    void rename(RemotePath from, RemotePath to) throws FtpException {
        String action = "rename " + from + " to " + to;
        FtpCommand source = FtpCommand.of(FtpVerb.RNFR, from);
        FtpCommand target = FtpCommand.of(FtpVerb.RNTO, to);
        FtpReply reply = connection().exchange(source);
        if (!reply.isIntermediate()) {
            throw connection().refused(action, source, reply);
        }
        FtpReply done = connection().exchange(target);
        if (!done.isCompletion()) {
            throw connection().refused(action, target, done);
        }
    }

    /**
     * Whether the refusal means that there is no such file or directory, as far as servers tell. 450 is for a file that is
     * busy, 501 for an argument that is not understood (RFC 959 section 4.2.2); where a server has them for a missing file,
     * its words say so.
     */
    static boolean meansAbsent(FtpReply refusal) {
        return switch (refusal.code()) {
            case 550, 553 -> true;
            case 450, 501 -> ABSENT.matcher(refusal.text()).find();
            default -> false;
        };
    }
}
