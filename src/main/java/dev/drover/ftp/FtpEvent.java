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

    /**
     * A connection to the server is about to be made.
     *
     * @param session numbered from 1 in this JVM
     * @param address of the server
     */
    record ConnectStarted(long session, FtpAddress address) implements FtpEvent {}

    /**
     * The connection stands and the login is done, or it failed.
     *
     * @param session numbered from 1 in this JVM
     * @param address of the server
     * @param took since the opening event
     * @param failure what went wrong; empty after a success
     */
    record ConnectEnded(long session, FtpAddress address, Duration took, Optional<FtpException> failure)
            implements FtpEvent {}

    /**
     * A TLS handshake is done, on the control connection or a data connection.
     *
     * @param session numbered from 1 in this JVM
     * @param data whether on a data connection
     * @param protocol as in {@code TLSv1.3}
     * @param cipherSuite as the JDK names it
     * @param resumed whether the session of the control connection was taken up again
     */
    record TlsEstablished(long session, boolean data, String protocol, String cipherSuite, boolean resumed)
            implements FtpEvent {}

    /**
     * A command went out; a password in it is masked.
     *
     * @param session numbered from 1 in this JVM
     * @param command safe to print
     */
    record CommandSent(long session, FtpCommand command) implements FtpEvent {}

    /**
     * A reply came in.
     *
     * @param session numbered from 1 in this JVM
     * @param reply with passwords and accounts masked
     */
    record ReplyReceived(long session, FtpReply reply) implements FtpEvent {}

    /**
     * A listing, download or upload began: its data connection is being opened.
     *
     * @param session numbered from 1 in this JVM
     * @param command safe to print
     * @param total bytes of the whole file, where known
     */
    record TransferStarted(long session, FtpCommand command, OptionalLong total) implements FtpEvent {}

    /**
     * Bytes are moving; at most once an interval.
     *
     * @param session numbered from 1 in this JVM
     * @param command safe to print
     * @param bytes of this transfer so far, a resumed part not counted
     * @param total of the whole file, where known
     * @param bytesPerSecond since the start of the transfer
     */
    record TransferProgress(long session, FtpCommand command, long bytes, OptionalLong total, double bytesPerSecond)
            implements FtpEvent {}

    /**
     * The transfer is done, with its final reply read, or it failed.
     *
     * @param session numbered from 1 in this JVM
     * @param command safe to print
     * @param bytes that went over the data connection
     * @param took since the opening event
     * @param failure what went wrong; empty after a success
     */
    record TransferEnded(long session, FtpCommand command, long bytes, Duration took, Optional<FtpException> failure)
            implements FtpEvent {}

    /**
     * The session is closed; nothing more comes from it.
     *
     * @param session numbered from 1 in this JVM
     * @param address of the server
     * @param orderly whether QUIT was said and answered
     */
    record SessionClosed(long session, FtpAddress address, boolean orderly) implements FtpEvent {}
}
