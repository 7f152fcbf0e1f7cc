package dev.drover.ftp.data;

import dev.drover.ftp.net.Link;
import dev.drover.ftp.net.Lookout;
import dev.drover.ftp.net.TcpLink;
import dev.drover.ftp.net.Watch;
import dev.drover.ftp.tls.TlsLink;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A data connection with bytes under way, in one direction. That it ends in order is not success yet: the final reply on
 * the control connection decides.
 *
 * <p>For one thread; {@link #close} breaks off at once, from any thread.
 */
public abstract sealed class DataConnection implements Closeable permits IncomingData, OutgoingData {
    static final int STREAM_BYTES = 64 * 1024;

    /** How long the other side may take over the end, after all data. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final Opened opened;
    private final Lookout lookout;
    private final Wire wire;
    private final Meter meter;

    /** A connection that stands, in clear text or with its handshake done. */
    record Opened(TcpLink tcp, @Nullable TlsLink tls, Watch watch) {
        Link link() {
            return tls != null ? tls : tcp;
        }
    }

    DataConnection(Opened opened, DataSettings settings) {
        this.opened = opened;
        this.lookout = Lookout.over(opened.tcp()::reset, settings.givenUp());
        this.wire = new Wire(opened.link(), opened.watch(), lookout, settings.idle(), settings.acceptTruncation());
        this.meter = new Meter(settings);
    }

    /** Bytes of the file so far, as the server counts them. Any thread may ask. */
    public final long bytes() {
        return meter.bytes();
    }

    /** TLS on this connection; empty in clear text. */
    public final Optional<TlsLink> tls() {
        return Optional.ofNullable(opened.tls());
    }

    /** Whether it is neither at its end nor broken off. */
    public final boolean isOpen() {
        return opened.tcp().isOpen();
    }

    /**
     * Breaks off at once, whatever is under way: by a reset, since an orderly end would tell the server that an upload is
     * whole. After the end of the data it only closes.
     */
    @Override
    public final void close() throws IOException {
        opened.watch().stop();
        lookout.stop();
        if (isAtEnd()) {
            opened.tcp().close();
        } else {
            opened.tcp().reset();
        }
    }

    /** Whether all data are over. */
    public abstract boolean isAtEnd();

    /** Closes at the end of everything. No other thread may be in the middle of anything. */
    final void closeForGood() throws IOException {
        opened.watch().stop();
        lookout.stop();
        TlsLink tls = opened.tls();
        if (tls != null) {
            tls.closeForGood();
        } else {
            opened.tcp().close();
        }
    }

    final Wire wire() {
        return wire;
    }

    final Meter meter() {
        return meter;
    }

    final TcpLink tcp() {
        return opened.tcp();
    }

    /** Does the last thing on a TLS connection: what comes of it does not matter, as long as it is over soon. */
    final void farewell(Farewell last) {
        try {
            opened.watch().arm(FAREWELL, "the end of the data connection");
            last.say();
        } catch (IOException ignored) {
            // All data are over. Some servers reset the connection now, some have closed it: the final reply tells
            // whether they are content.
        }
    }

    interface Farewell {
        void say() throws IOException;
    }
}
