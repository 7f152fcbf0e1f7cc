package dev.drover.ftp.data;

import dev.drover.ftp.TransferType;
import dev.drover.ftp.net.Buffers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Objects;

/** What the server sends: a file or a listing. It is over where {@link #read} gives -1. */
public final class IncomingData extends DataConnection {
    private final ByteSource source;
    private volatile boolean ended;

    IncomingData(Opened opened, DataSettings settings) {
        super(opened, settings);
        ByteSource wire = wire();
        ByteSource file = meter().count(
                        settings.compressed() ? new InflatingSource(wire, settings.maxBytes() < Long.MAX_VALUE) : wire);
        source = settings.type() == TransferType.ASCII ? new AsciiSource(file) : file;
    }

    /** Reads at least one byte into the target; -1 at the end of the data, as often as asked. */
    public int read(ByteBuffer target) throws IOException {
        if (!target.hasRemaining() || ended) {
            return ended ? -1 : 0;
        }
        int count = source.read(target);
        ended = count < 0;
        return count;
    }

    /** Closing it does nothing. */
    public ReadableByteChannel channel() {
        return new Channel(this);
    }

    /** Buffered for small reads. Closing it does nothing. */
    public InputStream stream() {
        return new Stream(this);
    }

    /** Copies the rest. The target is not closed. */
    public void transferTo(WritableByteChannel target) throws IOException {
        ByteBuffer buffer = Buffers.borrow();
        try {
            while (read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    target.write(buffer);
                }
            }
        } finally {
            Buffers.giveBack(buffer);
        }
    }

    /** Whether the end has been read. */
    @Override
    public boolean isAtEnd() {
        return ended;
    }

    /** Whether the end came without close_notify, where the settings take that for an end. */
    public boolean wasTruncated() {
        return wire().truncated();
    }

    /** Closes in order. To be called at the end of the data; before it, this is {@link #close}. */
    public void complete() throws IOException {
        if (!ended) {
            close();
            return;
        }
        tls().ifPresent(tls -> farewell(tls::shutdownOutput));
        closeForGood();
    }

    private record Channel(IncomingData data) implements ReadableByteChannel {
        @Override
        public int read(ByteBuffer target) throws IOException {
            return data.read(target);
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

    /** Large reads go to the connection; small ones share a buffer. */
    private static final class Stream extends InputStream {
        private final IncomingData data;
        private final ByteBuffer buffer = ByteBuffer.allocate(STREAM_BYTES).flip();

        Stream(IncomingData data) {
            this.data = data;
        }

        @Override
        public int read() throws IOException {
            return fill() ? buffer.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            if (!buffer.hasRemaining() && length >= buffer.capacity()) {
                return data.read(ByteBuffer.wrap(target, offset, length));
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(target, offset, count);
            return count;
        }

        @Override
        public int available() {
            return buffer.remaining();
        }

        private boolean fill() throws IOException {
            if (buffer.hasRemaining()) {
                return true;
            }
            buffer.clear();
            try {
                return data.read(buffer) >= 0;
            } finally {
                buffer.flip();
            }
        }
    }
}
