package dev.drover.camel;

import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTransferException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.component.file.GenericFileOperationFailedException;

/** Errors and replies of the library, as Camel and the routes of camel-ftp users know them. */
final class Failures {
    private static final int NO_SUCH_FILE = 550;
    private static final int SERVICE_ENDS = 421;

    private Failures() {}

    /** The exception of camel-file, with the code and text of the server's reply where it gave one. */
    static GenericFileOperationFailedException wrap(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return replyOf(cause)
                .map(reply -> new GenericFileOperationFailedException(reply.code(), message, cause))
                .orElseGet(() -> new GenericFileOperationFailedException(message, cause));
    }

    /** The reply that the failure is about. */
    static Optional<FtpReply> replyOf(Throwable failure) {
        if (failure instanceof FtpReplyException refused) {
            return Optional.of(refused.reply());
        }
        return failure instanceof FtpTransferException transfer ? transfer.reply() : Optional.empty();
    }

    /** Whether the server said that there is no such file or directory, or that it may not be read. */
    static boolean isNotFound(Throwable failure) {
        return failure instanceof GenericFileOperationFailedException failed
                ? failed.getCode() == NO_SUCH_FILE
                : replyOf(failure).filter(reply -> reply.code() == NO_SUCH_FILE).isPresent();
    }

    /** Whether the server may have done what it was told, or may still do it: nobody has heard its answer. */
    static boolean isIndefinite(Throwable failure) {
        return failure instanceof FtpConnectionLostException
                || replyOf(failure)
                        .filter(reply -> reply.code() == SERVICE_ENDS)
                        .isPresent();
    }

    /** Whether the server has said no, so that the session and the files are as they were. */
    static boolean isRefusal(GenericFileOperationFailedException failure) {
        return failure.getCode() != 0 && failure.getCode() != SERVICE_ENDS;
    }

    /** Sets the two headers that tell the server's last reply. */
    static void show(FtpReply reply, Message message) {
        message.setHeader(FtpConstants.FTP_REPLY_CODE, reply.code());
        message.setHeader(FtpConstants.FTP_REPLY_STRING, asSent(reply));
    }

    /** The reply with its code, lines ended by CRLF but for the last. */
    static String asSent(FtpReply reply) {
        List<String> lines = new ArrayList<>(reply.lines());
        int last = lines.size() - 1;
        if (last > 0) {
            lines.set(0, reply.code() + "-" + lines.get(0));
        }
        lines.set(last, reply.code() + " " + lines.get(last));
        return String.join("\r\n", lines);
    }
}
