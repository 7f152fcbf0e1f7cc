package dev.drover.ftp.data;

import dev.drover.ftp.ActiveSettings;
import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.net.Dialer;
import dev.drover.ftp.wire.ControlChannel;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The server connects to us. We listen before we say where, on the address of the control connection, since another may
 * not be reachable. PORT (RFC 959) where that is IPv4, EPRT (RFC 2428) where it is IPv6 or the mode says so.
 */
final class ActivePath implements DataPath {
    private final ControlChannel control;
    private final FtpAddress server;
    private final Dialer dialer;
    private final Duration limit;
    private final ActiveSettings settings;
    private final boolean alwaysExtended;

    ActivePath(
            DataMode mode,
            ControlChannel control,
            FtpAddress server,
            Dialer dialer,
            Duration limit,
            ActiveSettings settings) {
        this.control = control;
        this.server = server;
        this.dialer = dialer;
        this.limit = limit;
        this.settings = settings;
        this.alwaysExtended = mode == DataMode.EPRT;
    }

    @Override
    public Optional<FtpCommand> request() {
        return Optional.empty();
    }

    @Override
    public PreparedData answered(FtpCommand request, FtpReply reply) {
        throw new IllegalStateException("the server connects: there is nothing to send ahead");
    }

    @Override
    public PreparedData open() throws FtpException {
        if (dialer.isProxied()) {
            throw new FtpConnectException("Active mode does not work through a proxy, since " + server
                    + " cannot connect to us; use passive mode.");
        }
        ServerSocketChannel listener = listen();
        Listening listening = new Listening(listener, control, server, dialer, limit);
        try {
            FtpCommand command = announcement((InetSocketAddress) listener.getLocalAddress());
            FtpReply reply = control.exchange(command);
            if (!reply.isCompletion()) {
                throw Refusal.of(command, control.shown(reply), server, "try data mode PASSIVE");
            }
            return new PreparedData(listening, limit);
        } catch (IOException e) {
            listening.closeAfter(e);
            throw e instanceof FtpException ours ? ours : cannotListen(e);
        }
    }

    private FtpCommand announcement(InetSocketAddress bound) throws FtpException {
        InetAddress address = settings.externalAddress().orElse(bound.getAddress());
        boolean extended = alwaysExtended || address instanceof Inet6Address;
        return extended
                ? FtpCommand.of(FtpVerb.EPRT, PortArgument.extended(address, bound.getPort()))
                : FtpCommand.of(FtpVerb.PORT, PortArgument.sixNumbers(address, bound.getPort()));
    }

    /** Tries the whole range once, from a random place: a busy port may be busy again. */
    private ServerSocketChannel listen() throws FtpConnectException {
        InetAddress local = control.link().local().getAddress();
        int first = settings.firstPort();
        int count = settings.lastPort() - first + 1;
        int start = ThreadLocalRandom.current().nextInt(count);
        IOException last = new IOException("no port in the range");
        for (int i = 0; i < count; i++) {
            int port = first + (start + i) % count;
            try {
                return dialer.listen(new InetSocketAddress(local, port));
            } catch (IOException e) {
                last = e;
            }
        }
        throw cannotListen(last);
    }

    private FtpConnectException cannotListen(IOException cause) {
        String ports = settings.lastPort() == 0
                ? "any port"
                : "the ports " + settings.firstPort() + " to " + settings.lastPort();
        return new FtpConnectException(
                "Cannot listen on " + ports + " of " + control.link().local().getAddress()
                        + " for the data connection from " + server + ": " + cause.getMessage()
                        + "; widen the range or use passive mode.",
                cause);
    }
}
