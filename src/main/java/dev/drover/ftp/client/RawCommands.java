package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import java.util.Locale;
import java.util.Set;

/** Commands typed by hand, and what they may do to a session. */
final class RawCommands {
    private static final Set<String> DATA = Set.of("RETR", "STOR", "APPE", "STOU", "LIST", "NLST", "MLSD");
    private static final Set<String> TLS = Set.of("AUTH", "CCC");
    private static final Set<String> MOVING =
            Set.of("CWD", "CDUP", "XCWD", "XCUP", "SMNT", "REIN", "USER", "PASS", "ACCT");
    private static final Set<String> ALTERING = Set.of(
            "USER", "PASS", "ACCT", "REIN", "SMNT", "HOST", "LANG", "STRU", "MODE", "PROT", "PBSZ", "QUIT", "ABOR");
    private static final Set<String> ALTERING_WORDS = Set.of("SITE UMASK", "SITE IDLE", "OPTS MLST", "OPTS MODE");

    private RawCommands() {}

    static FtpReply answer(FtpCommand command, PooledConnection pooled) throws FtpException {
        requireSendable(command);
        if (mayMove(command)) {
            pooled.forgetDirectory();
        }
        if (alters(command)) {
            pooled.markAltered();
        }
        return pooled.connection().answer(command);
    }

    private static void requireSendable(FtpCommand command) {
        if (DATA.contains(command.verb())) {
            throw new IllegalArgumentException(
                    command + " needs a data connection: use the methods for downloads, uploads and listings");
        }
        if (TLS.contains(command.verb())) {
            throw new IllegalArgumentException(command + " changes TLS: that is set with the client's TlsPolicy");
        }
    }

    /** Whether the session may stand in another directory afterwards. */
    private static boolean mayMove(FtpCommand command) {
        return MOVING.contains(command.verb());
    }

    /** Whether the session is not what the next borrower expects afterwards. */
    private static boolean alters(FtpCommand command) {
        String line = command.toString().toUpperCase(Locale.ROOT);
        return ALTERING.contains(command.verb()) || ALTERING_WORDS.stream().anyMatch(line::startsWith);
    }
}
