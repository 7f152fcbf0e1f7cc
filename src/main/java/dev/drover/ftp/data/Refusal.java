package dev.drover.ftp.data;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpUnsupportedException;
import java.util.Set;

/** A data connection that the server would not give. */
final class Refusal {
    private static final Set<Integer> UNSUPPORTED = Set.of(500, 501, 502, 504, 522);

    private Refusal() {}

    static FtpException of(FtpCommand command, FtpReply reply, FtpAddress server, String advice) {
        String message =
                "No data connection to " + server + ": " + command + " was answered \"" + reply + "\"; " + advice + ".";
        if (!reply.isFailure()) {
            return new FtpProtocolException(message);
        }
        return UNSUPPORTED.contains(reply.code())
                ? new FtpUnsupportedException(message, command, reply)
                : new FtpReplyException(message, command, reply);
    }
}
