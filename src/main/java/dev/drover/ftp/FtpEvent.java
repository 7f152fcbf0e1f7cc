package dev.drover.ftp;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What happens in a session, as it happens. Opening and closing events come in pairs: for every {@code …Started} or
 * {@code …Opened} there is one {@code …Ended} or {@code …Closed} of the same session, also after a failure. No event holds
 * a secret.
 */
public sealed interface FtpEvent {
    /** The session, numbered from 1 in this JVM. */
    long session();

    /** A connection to the server is about to be made. */
    record ConnectStarted(long session, FtpAddress address) implements FtpEvent {}

    /** The connection stands and the login is done, or it failed. */
    record ConnectEnded(long session, FtpAddress address, Duration took, Optional<FtpException> failure)
            implements FtpEvent {}

    /** A TLS handshake is done, on the control connection or a data connection. */
    record TlsEstablished(long session, boolean data, String protocol, String cipherSuite, boolean resumed)
            implements FtpEvent {}

    /** A command went out; a password in it is masked. */
    record CommandSent(long session, FtpCommand command) implements FtpEvent {}

    /** A reply came in. */
    record ReplyReceived(long session, FtpReply reply) implements FtpEvent {}

    /** A listing, download or upload began: its data connection is being opened. */
    record TransferStarted(long session, FtpCommand command, OptionalLong total) implements FtpEvent {}

    /**
     * Bytes are moving; at most once an interval.
     *
     * @param bytes of this transfer so far, a resumed part not counted
     * @param total of the whole file, where known
     * @param bytesPerSecond since the start of the transfer
     */
    record TransferProgress(long session, FtpCommand command, long bytes, OptionalLong total, double bytesPerSecond)
            implements FtpEvent {}

    /** The transfer is done, with its final reply read, or it failed. */
    record TransferEnded(long session, FtpCommand command, long bytes, Duration took, Optional<FtpException> failure)
            implements FtpEvent {}

    /** The session is closed; nothing more comes from it. */
    record SessionClosed(long session, FtpAddress address, boolean orderly) implements FtpEvent {}
}
