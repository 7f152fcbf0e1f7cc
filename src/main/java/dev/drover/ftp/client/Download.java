package dev.drover.ftp.client;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.OptionalLong;

/**
 * A file on its way to us. Read to the end, then {@link #finish}: only when that returns is the file whole. Closing
 * without finishing is an abort. Belongs to the thread of its session.
 */
public final class Download implements AutoCloseable {
    private final IncomingTransfer transfer;

    /** Held, so that a session does not count as forgotten while its download is in use. */
    private final FtpSession session;

    Download(IncomingTransfer transfer, FtpSession session) {
        this.transfer = transfer;
        this.session = session;
    }

    /** The session it belongs to. */
    FtpSession session() {
        return session;
    }

    /** The bytes; closing the stream does nothing, the download is closed on its own. */
    public InputStream stream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                return length == 0 ? 0 : transfer.read(ByteBuffer.wrap(target, from, length));
            }
        };
    }

    /** The bytes; direct buffers of 128 KiB and more are the fastest. Closing the channel does nothing. */
    public ReadableByteChannel channel() {
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer target) throws IOException {
                return transfer.read(target);
            }

            @Override
            public boolean isOpen() {
                return transfer.isOpen();
            }

            @Override
            public void close() {}
        };
    }

    /** The size of the whole file in bytes, where the caller or the server told it. */
    public OptionalLong expectedSize() {
        return transfer.wholeSize();
    }

    /** Read so far, in bytes; a skipped offset is not counted. */
    public long bytes() {
        return transfer.bytes();
    }

    /**
     * Reads the completion reply and checks the count. To be called after the end of the data was read.
     *
     * @throws FtpException when data is left, the server reports a failure, or the count is not what was announced
     */
    public FtpReply finish() throws FtpException {
        return transfer.finish();
    }

    /** Breaks it off, and brings the session back in step where the server allows; else the session is closed. */
    public void abort() {
        transfer.abort();
    }

    /** An abort, unless it was finished. */
    @Override
    public void close() {
        transfer.abort();
    }
}
