package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.FtpUnsupportedException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TransferType;
import dev.drover.ftp.data.AnnouncedAddress;
import dev.drover.ftp.data.PassiveReply;
import dev.drover.ftp.data.PortArgument;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A file from one server to another without passing through us (FXP, RFC 959 section 5.2): the source listens, the target
 * connects to it. Both must allow a data connection with a host that is not the client, which public servers seldom do.
 * Over TLS one of them must offer CPSV or SSCN. Between servers that we reach by IPv6, EPSV and EPRT (RFC 2428) are used,
 * and over TLS SSCN, since CPSV is for IPv4.
 */
public final class FxpTransfer {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int ENTERING_PASSIVE = 227;
    private static final int ENTERING_EXTENDED_PASSIVE = 229;

    private final FtpSession source;
    private final RemotePath from;
    private final FtpSession target;
    private final RemotePath to;

    private FxpTransfer(FtpSession source, RemotePath from, FtpSession target, RemotePath to) {
        this.source = source;
        this.from = from;
        this.target = target;
        this.to = to;
    }

    /**
     * Copies a file between two servers, and holds the size of the copy against the size of the source.
     *
     * @param limit for the whole copy, of which we see nothing meanwhile
     * @throws FtpTransferException when either server fails it, or the copy has another size; a part may be left at the
     *     target
     */
    public static void copy(FtpSession source, RemotePath from, FtpSession target, RemotePath to, Duration limit)
            throws FtpException {
        new FxpTransfer(source, from, target, to).copy(limit);
    }

    private void copy(Duration limit) throws FtpException {
        OptionalLong size = source.size(from);
        FtpCommand store = FtpCommand.of(FtpVerb.STOR, to);
        FtpCommand retrieve = FtpCommand.of(FtpVerb.RETR, from);
        prepare(source.connection());
        prepare(target.connection());
        boolean done = false;
        try {
            source.connection().announce(retrieve);
            target.require(invitation());
            begin(target, store);
            begin(source, retrieve);
            awaitBoth(retrieve, store, System.nanoTime() + bounded(limit).toNanos(), limit);
            done = true;
        } finally {
            if (!done) {
                // One of them may wait for the other: neither can be brought back in step with certainty.
                source.connection().close();
                target.connection().close();
            }
        }
        OptionalLong copied = target.size(to);
        if (size.isPresent() && copied.isPresent() && size.getAsLong() != copied.getAsLong()) {
            throw FtpTransferException.incomplete(
                    to + " has " + copied.getAsLong() + " bytes on " + target + ", but " + from + " has "
                            + size.getAsLong() + " on " + source + "; the copy is not whole.",
                    to,
                    copied.getAsLong());
        }
    }

    /** What the two do not agree on between themselves, neither may have from an earlier transfer. */
    private static void prepare(Connection connection) throws FtpException {
        connection.cancelRestart();
        connection.ensureType(TransferType.BINARY);
        connection.ensureCompression(false);
    }

    /** Makes the source listen; gives the command that sends the target there. */
    private FtpCommand invitation() throws FtpException {
        boolean six = source.connection().channel().link().remote().getAddress() instanceof Inet6Address
                && source.connection().settings().proxy() == null;
        boolean secured = protectsData(source);
        if (secured != protectsData(target)) {
            throw new FtpProtocolException(source + " and " + target
                    + " cannot share a data connection: one protects it and the other does not.");
        }
        boolean cpsv = secured && !six && source.features().has("CPSV");
        if (secured && !cpsv) {
            serveAsTlsClient(source.features().has("SSCN") ? source : target);
        }
        return six
                ? FtpCommand.of(FtpVerb.EPRT, extended())
                : FtpCommand.of(FtpVerb.PORT, passive(cpsv ? FtpCommand.parse("CPSV") : FtpCommand.of(FtpVerb.PASV)));
    }

    /** The address of the source as PORT has it. */
    private String passive(FtpCommand command) throws FtpException {
        FtpReply reply = source.require(command);
        if (reply.code() != ENTERING_PASSIVE) {
            throw saidNothing(command, reply);
        }
        try {
            InetSocketAddress told = PassiveReply.parse227(reply);
            return PortArgument.sixNumbers(hostOf(told.getAddress()), told.getPort());
        } catch (FtpProtocolException unreadable) {
            throw saidNothing(command, reply);
        }
    }

    private InetAddress hostOf(InetAddress told) {
        Settings settings = source.connection().settings();
        // Behind a proxy the peer that we see is the proxy.
        boolean follow =
                settings.proxy() != null || AnnouncedAddress.isFollowed(told, settings.passiveAddress(), peer());
        return follow ? told : peer();
    }

    /** The address of the source as EPRT has it. */
    private String extended() throws FtpException {
        FtpCommand command = FtpCommand.of(FtpVerb.EPSV);
        FtpReply reply = source.require(command);
        if (reply.code() != ENTERING_EXTENDED_PASSIVE) {
            throw saidNothing(command, reply);
        }
        try {
            return PortArgument.extended(peer(), PassiveReply.parse229(reply));
        } catch (FtpProtocolException unreadable) {
            throw saidNothing(command, reply);
        }
    }

    private InetAddress peer() {
        return source.connection().channel().link().remote().getAddress();
    }

    private FtpProtocolException saidNothing(FtpCommand command, FtpReply reply) {
        return new FtpProtocolException(source + " did not say where it listens: it answered \""
                + source.connection().channel().shown(reply) + "\" to " + command + ".");
    }

    private static Duration bounded(Duration limit) {
        return limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
    }

    private static boolean protectsData(FtpSession session) {
        Connection connection = session.connection();
        return connection.tls() != null && connection.settings().tls().protectsData();
    }

    /** Of two servers one has to play the client of TLS. */
    private void serveAsTlsClient(FtpSession one) throws FtpException {
        FtpCommand sscn = FtpCommand.parse("SSCN ON");
        FtpReply reply = one.send(sscn);
        one.discard();
        if (!reply.isCompletion()) {
            throw new FtpUnsupportedException(
                    "A protected copy from " + source + " to " + target + " needs CPSV or SSCN: " + one + " answered \""
                            + reply + "\" to " + sscn + ".",
                    sscn,
                    reply);
        }
    }

    private static void begin(FtpSession session, FtpCommand command) throws FtpException {
        Connection connection = session.connection();
        connection.settle(command);
        connection.channel().send(command);
        FtpReply reply = connection.receive(
                "the reply to " + command, connection.settings().timeouts().reply());
        if (!reply.isPreliminary()) {
            throw connection.refused("start " + command, command, reply);
        }
    }

    private void awaitBoth(FtpCommand retrieve, FtpCommand store, long deadline, Duration limit) throws FtpException {
        @Nullable FtpReply sent = null;
        @Nullable FtpReply stored = null;
        while (sent == null || stored == null) {
            if (System.nanoTime() - deadline > 0) {
                throw FtpTransferException.broken(
                        "The copy of " + from + " from " + source + " to " + target + " was not done within " + limit
                                + "; both sessions were closed.",
                        new IOException("it took longer than " + limit),
                        to,
                        0,
                        false);
            }
            sent = sent != null ? sent : ended(source, retrieve);
            stored = stored != null ? stored : ended(target, store);
        }
    }

    private @Nullable FtpReply ended(FtpSession session, FtpCommand command) throws FtpException {
        Connection connection = session.connection();
        if (!connection.channel().awaitReadable(POLL)) {
            return null;
        }
        FtpReply reply = connection.receive(
                "the confirmation of " + command,
                connection.settings().timeouts().reply());
        if (reply.isFailure()) {
            throw FtpTransferException.refused(
                    session + " failed " + command + ": it answered \"" + reply + "\".", to, 0, reply, false);
        }
        return reply.isCompletion() ? reply : null;
    }
}
