package dev.drover.ftp.data;

import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.net.Link;
import dev.drover.ftp.net.TcpLink;
import dev.drover.ftp.net.Watch;
import dev.drover.ftp.net.Why;
import dev.drover.ftp.tls.TlsContext;
import dev.drover.ftp.tls.TlsLink;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A data connection that is agreed on: we are connected, or we listen. The command that moves data is sent next; after
 * its 1xx reply {@link #receive} or {@link #send} gives the connection, after any other {@link #close} gives it up.
 */
public final class PreparedData implements Closeable {
    /** Where the connection comes from. */
    interface Origin extends Closeable {
        /** Waits for the connection, once. The origin is closed with it or by {@link #close}. */
        TcpLink link() throws FtpException;

        /** Whether the other side makes itself felt within that time: it connects, sends or ends. */
        boolean awaitOther(Duration limit) throws IOException;
    }

    private final Origin origin;
    private final Duration limit;

    /** @param limit for the TLS handshake */
    PreparedData(Origin origin, Duration limit) {
        this.origin = origin;
        this.limit = limit;
    }

    static PreparedData connected(TcpLink link, Duration limit) {
        return new PreparedData(
                new Origin() {
                    @Override
                    public TcpLink link() {
                        return link;
                    }

                    @Override
                    public boolean awaitOther(Duration wait) throws IOException {
                        return link.awaitReadable(wait);
                    }

                    @Override
                    public void close() throws IOException {
                        link.close();
                    }
                },
                limit);
    }

    /** Whether the server makes itself felt on the data connection within that time, though it has not said that it will. */
    public boolean awaitOther(Duration wait) throws FtpConnectionLostException {
        try {
            return origin.awaitOther(wait);
        } catch (IOException e) {
            throw new FtpConnectionLostException("The data connection broke: " + Why.of(e) + ".", e);
        }
    }

    /** As {@link #send}, for data that the server sends. */
    public IncomingData receive(@Nullable TlsContext tls, DataSettings settings) throws FtpException {
        return new IncomingData(stand(tls), settings);
    }

    /**
     * Waits for the server to connect where it does, and does the TLS handshake. Comes after the 1xx reply.
     *
     * @param tls of the control connection; null for data in clear text (PROT C, or no TLS)
     * @throws FtpException when there is no connection or no TLS in time; what the server says about it is on the control
     *     connection
     */
    public OutgoingData send(@Nullable TlsContext tls, DataSettings settings) throws FtpException {
        return new OutgoingData(stand(tls), settings);
    }

    private DataConnection.Opened stand(@Nullable TlsContext tls) throws FtpException {
        TcpLink link = origin.link();
        Watch watch = Watch.over(link::reset);
        return new DataConnection.Opened(link, tls == null ? null : handshake(tls, link, watch), watch);
    }

    private TlsLink handshake(TlsContext tls, Link link, Watch watch) throws FtpException {
        try {
            watch.arm(limit, "the TLS handshake");
            TlsLink secured = tls.secure(link, true);
            watch.disarm();
            return secured;
        } catch (IOException e) {
            watch.stop();
            closeAfter(link, e);
            if (e instanceof FtpException ours) {
                throw ours;
            }
            String why = watch.fired() ? "it took longer than " + limit : Why.of(e);
            throw new FtpConnectionLostException(
                    "The TLS handshake on the data connection with " + link.remote() + " failed: " + why + ".",
                    e,
                    watch.fired());
        }
    }

    private static void closeAfter(Link link, IOException failure) {
        try {
            link.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Gives the data connection up. */
    @Override
    public void close() throws IOException {
        origin.close();
    }
}
