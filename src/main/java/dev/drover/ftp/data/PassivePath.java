package dev.drover.ftp.data;

import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.PassiveAddress;
import dev.drover.ftp.net.Dialer;
import dev.drover.ftp.net.TcpLink;
import dev.drover.ftp.wire.ControlChannel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * We connect. EPSV is asked first, on IPv4 too: it names no address, so none can be wrong. A server or a firewall on
 * IPv4 that cannot do it is asked by PASV, for the rest of the session.
 */
final class PassivePath implements DataPath {
    private static final int ENTERING_PASSIVE = 227;
    private static final int ENTERING_EXTENDED_PASSIVE = 229;
    private static final int SERVICE_CLOSING = 421;
    private static final int NOT_LOGGED_IN = 530;

    private final ControlChannel control;
    private final FtpAddress server;
    private final Dialer dialer;
    private final Duration limit;
    private final PassiveAddress policy;
    private final boolean mayFallBack;
    private boolean usePasv;
    private boolean hasWorked;

    PassivePath(
            DataMode mode,
            ControlChannel control,
            FtpAddress server,
            Dialer dialer,
            Duration limit,
            PassiveAddress policy) {
        this.control = control;
        this.server = server;
        this.dialer = dialer;
        this.limit = limit;
        this.policy = policy;
        this.usePasv = mode == DataMode.PASV;
        this.mayFallBack = mode == DataMode.PASSIVE && (dialer.isProxied() || !(peer() instanceof Inet6Address));
    }

    @Override
    public PreparedData open() throws FtpException {
        FtpCommand command = FtpCommand.of(usePasv ? FtpVerb.PASV : FtpVerb.EPSV);
        FtpReply reply = control.exchange(command);
        PreparedData data = usePasv ? prepared(connect(pasv(command, reply))) : epsvOrPasv(command, reply);
        hasWorked = true;
        return data;
    }

    @Override
    public Optional<FtpCommand> request() {
        return hasWorked ? Optional.of(FtpCommand.of(usePasv ? FtpVerb.PASV : FtpVerb.EPSV)) : Optional.empty();
    }

    @Override
    public PreparedData answered(FtpCommand request, FtpReply reply) throws FtpException {
        if (request.is(FtpVerb.PASV)) {
            return prepared(connect(pasv(request, reply)));
        }
        if (reply.code() != ENTERING_EXTENDED_PASSIVE) {
            throw refusal(request, reply, "open a new session");
        }
        return prepared(connect(port(reply)));
    }

    private PreparedData epsvOrPasv(FtpCommand epsv, FtpReply reply) throws FtpException {
        if (reply.code() != ENTERING_EXTENDED_PASSIVE) {
            if (!mayFallBack || !reply.isFailure() || isAboutTheSession(reply)) {
                throw refusal(epsv, reply, "try data mode PASV or ACTIVE");
            }
            return prepared(pasvFromNowOn());
        }
        int port = port(reply);
        try {
            return prepared(connect(port));
        } catch (FtpConnectException e) {
            if (!mayFallBack) {
                throw e;
            }
            return prepared(pasvAfter(e));
        }
    }

    private PreparedData prepared(TcpLink link) {
        return PreparedData.connected(link, limit);
    }

    /** Some firewalls let EPSV pass without opening the port it names, since they read PASV only. */
    private TcpLink pasvAfter(FtpConnectException failure) throws FtpException {
        try {
            return pasvFromNowOn();
        } catch (FtpException e) {
            e.addSuppressed(failure);
            throw e;
        }
    }

    private TcpLink pasvFromNowOn() throws FtpException {
        TcpLink link = pasv();
        usePasv = true;
        return link;
    }

    private TcpLink pasv() throws FtpException {
        FtpCommand command = FtpCommand.of(FtpVerb.PASV);
        return connect(pasv(command, control.exchange(command)));
    }

    private InetSocketAddress pasv(FtpCommand command, FtpReply reply) throws FtpException {
        return switch (reply.code()) {
            case ENTERING_PASSIVE -> address(reply);
            // Some servers behind IPv6 translation answer PASV as if it were EPSV.
            case ENTERING_EXTENDED_PASSIVE -> new InetSocketAddress(peer(), port(reply));
            default -> throw refusal(command, reply, "try data mode ACTIVE");
        };
    }

    private FtpException refusal(FtpCommand command, FtpReply reply, String advice) {
        return Refusal.of(command, control.shown(reply), server, advice);
    }

    private InetSocketAddress address(FtpReply reply) throws FtpProtocolException {
        try {
            return PassiveReply.parse227(reply);
        } catch (FtpProtocolException e) {
            throw shown(e);
        }
    }

    private int port(FtpReply reply) throws FtpProtocolException {
        try {
            return PassiveReply.parse229(reply);
        } catch (FtpProtocolException e) {
            throw shown(e);
        }
    }

    /** The message quotes the reply, in which a server may repeat a password. */
    private FtpProtocolException shown(FtpProtocolException failure) {
        return new FtpProtocolException(control.shown(String.valueOf(failure.getMessage())));
    }

    private TcpLink connect(InetSocketAddress announced) throws FtpException {
        boolean follow = !announced.getAddress().equals(peer())
                && AnnouncedAddress.isFollowed(announced.getAddress(), policy, dialer.isProxied() ? null : peer());
        // PASV names an address; we connect to the control peer and take only the port. A NATed server lies by
        // accident, a hostile one on purpose (port scan through us).
        return follow ? dialer.dial(announced, limit) : connect(announced.getPort());
    }

    private TcpLink connect(int port) throws FtpConnectException {
        // What a proxy resolved is not known to us; without one, a name with several addresses might give another host.
        return dialer.isProxied()
                ? dialer.dial(new FtpAddress(server.host(), port), limit)
                : dialer.dial(new InetSocketAddress(peer(), port), limit);
    }

    private InetAddress peer() {
        return control.link().remote().getAddress();
    }

    private static boolean isAboutTheSession(FtpReply reply) {
        return reply.code() == SERVICE_CLOSING || reply.code() == NOT_LOGGED_IN;
    }
}
