package dev.drover.ftp.data;

import dev.drover.ftp.ActiveSettings;
import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.PassiveAddress;
import dev.drover.ftp.net.Dialer;
import dev.drover.ftp.wire.ControlChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * How one session comes to its data connections, whichever side opens them. Remembers what the server cannot do. For the
 * thread of the session.
 */
public sealed interface DataPath permits PassivePath, ActivePath {
    /**
     * Asks the server for a data connection: connects to where it listens, or listens and says where. To be called before
     * the command that moves data; {@link PreparedData#receive} or {@link PreparedData#send} follows its 1xx reply.
     *
     * @throws FtpException when the server refuses, or cannot be reached
     */
    PreparedData open() throws FtpException;

    /**
     * The command that {@link #open} would send, when it has worked before and its reply is all that is needed: it may go
     * out in one write with the command that moves data, which saves a round trip. Its reply goes to {@link #answered}.
     */
    Optional<FtpCommand> request();

    /** What {@link #open} does with the reply to {@link #request}. */
    PreparedData answered(FtpCommand request, FtpReply reply) throws FtpException;

    /**
     * @param server the address of the control connection, as the user gave it
     * @param dialer the one that the control connection was made by: same proxy, same local address
     * @param limit for connecting, or for the server to connect
     */
    static DataPath of(
            DataMode mode,
            ControlChannel control,
            FtpAddress server,
            Dialer dialer,
            Duration limit,
            PassiveAddress passiveAddress,
            ActiveSettings activeSettings) {
        return mode.isPassive()
                ? new PassivePath(mode, control, server, dialer, limit, passiveAddress)
                : new ActivePath(mode, control, server, dialer, limit, activeSettings);
    }
}
