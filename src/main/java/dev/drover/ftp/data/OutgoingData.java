package dev.drover.ftp.data;

import dev.drover.ftp.TransferType;
import dev.drover.ftp.net.Buffers;
import dev.drover.ftp.tls.TlsLink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What we send. It is over with {@link #complete}; closed without it, the server meets a reset. */
public final class OutgoingData extends DataConnection {
    private static final int DRAIN_BYTES = 1024 * 1024;

    private final ByteSink sink;
    private @Nullable Stream stream;
    private volatile boolean ended;
    private boolean endedEarly;

    OutgoingData(Opened opened, DataSettings settings) {
        super(opened, settings);
        ByteSink wire = wire();
        ByteSink file = meter().count(settings.compressed() ? new DeflatingSink(wire) : wire);
        sink = settings.type() == TransferType.ASCII ? new AsciiSink(file) : file;
    }

    /** Sends all of the source. */
    public void write(ByteBuffer source) throws IOException {
        sink.write(source);
    }

    /** Closing it does nothing. */
    public WritableByteChannel channel() {
        return new Channel(this);
    }

    /** Always the same one, buffered for small writes. Closing it does nothing. */
    public OutputStream stream() {
        Stream known = stream;
        if (known == null) {
            known = new Stream(this);
            stream = known;
        }
        return known;
    }

    private void flush() throws IOException {
        if (stream != null) {
            stream.flush();
        }
    }

    /**
     * Sends all that the channel still gives. Files go through a buffer, too: the kernel's own copying (sendfile) takes
     * half of the processor time but longer, and when its socket is closed it does not notice.
     */
    public void transferFrom(ReadableByteChannel source) throws IOException {
        flush();
        ByteBuffer buffer = Buffers.borrow();
        try {
            while (source.read(buffer.clear()) >= 0) {
                write(buffer.flip());
            }
        } finally {
            Buffers.giveBack(buffer);
        }
    }

    /**
     * Sends what is buffered and the end of the data. Over TLS it reads on to the other side's end, within bounds, and
     * closes: closing over unread session tickets is a reset, which costs the server the tail of the data. In clear text
     * the connection stays for {@link #requireTaken}.
     */
    public void complete() throws IOException {
        boolean stays = false;
        try {
            flush();
            sink.finish();
            TlsLink tls = tls().orElse(null);
            if (tls == null) {
                endedEarly = tcp().isReadable();
                wire().shutdownOutput(tcp());
                ended = true;
                stays = true;
            } else {
                wire().shutdownOutput(tls);
                ended = true;
                farewell(() -> {
                    tcp().shutdownOutput();
                    tls.drain(DRAIN_BYTES);
                });
            }
        } finally {
            if (!stays) {
                close();
            }
        }
        if (!stays) {
            closeForGood();
        }
    }

    /**
     * To be called when the server has confirmed the file: closes, unless the server had reset the connection, which says
     * that it did not read to the end, whatever it has confirmed.
     */
    public void requireTaken() throws IOException {
        try {
            if (tcp().isOpen()) {
                // A look, for the reset that it throws.
                tcp().isReadable();
            }
        } finally {
            close();
        }
    }

    /** Whether the server had ended its side before we ended ours. It may have read everything all the same. */
    public boolean endedEarly() {
        return endedEarly;
    }

    /** Whether {@link #complete} has sent the end. */
    @Override
    public boolean isAtEnd() {
        return ended;
    }

    private record Channel(OutgoingData data) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) throws IOException {
            int count = source.remaining();
            data.write(source);
            return count;
        }

        @Override
        public boolean isOpen() {
            return data.isOpen();
        }

        @Override
        public void close() {
            // The connection outlives its views.
        }
    }

    /** Small writes are collected; large ones go to the connection. */
    private static final class Stream extends OutputStream {
        private final OutgoingData data;
        private final ByteBuffer buffer = ByteBuffer.allocate(STREAM_BYTES);

        Stream(OutgoingData data) {
            this.data = data;
        }

        @Override
        public void write(int b) throws IOException {
            if (!buffer.hasRemaining()) {
                flush();
            }
            buffer.put((byte) b);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, source.length);
            if (length > buffer.remaining()) {
                flush();
            }
            if (length >= buffer.capacity()) {
                data.write(ByteBuffer.wrap(source, offset, length));
            } else {
                buffer.put(source, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            buffer.flip();
            try {
                if (buffer.hasRemaining()) {
                    data.write(buffer);
                }
            } finally {
                buffer.clear();
            }
        }
    }
}
