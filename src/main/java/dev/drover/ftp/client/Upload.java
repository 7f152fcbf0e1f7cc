package dev.drover.ftp.client;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.RemotePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/**
 * A file on its way to the server. Write all of it, then {@link #finish}: only when that returns did the server take it.
 * Closing without finishing is an abort, which leaves a part on the server. Belongs to the thread of its session.
 */
public final class Upload implements AutoCloseable {
    private final OutgoingTransfer transfer;

    /** Held, so that a session does not count as forgotten while its upload is in use. */
    private final FtpSession session;

    Upload(OutgoingTransfer transfer, FtpSession session) {
        this.transfer = transfer;
        this.session = session;
    }

    /** The session it belongs to. */
    FtpSession session() {
        return session;
    }

    /** Takes the bytes unbuffered; closing the stream does nothing, the upload is finished or closed on its own. */
    public OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] source, int from, int length) throws IOException {
                transfer.write(ByteBuffer.wrap(source, from, length));
            }
        };
    }

    /** Takes the bytes; direct buffers of 64 KiB and more are the fastest. Closing the channel does nothing. */
    public WritableByteChannel channel() {
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) throws IOException {
                return transfer.write(source);
            }

            @Override
            public boolean isOpen() {
                return transfer.isOpen();
            }

            @Override
            public void close() {}
        };
    }

    /**
     * Sends a file from a position to its end.
     *
     * @return the bytes sent
     */
    public long transferFrom(FileChannel source, long position) throws IOException {
        return transfer.transferFrom(source, position);
    }

    /** Sent so far, in bytes. */
    public long bytes() {
        return transfer.bytes();
    }

    /** The name the server picked for STOU, where it told one. */
    public Optional<RemotePath> uniqueName() {
        return transfer.uniqueName();
    }

    /**
     * Ends the data and reads the completion reply.
     *
     * @throws FtpException when the server does not confirm the file
     */
    public FtpReply finish() throws FtpException {
        return transfer.finish();
    }

    /**
     * Whether the server confirmed the file, or ended its side of the data connection, before it was sent the end. It may
     * have taken everything all the same; to compare sizes is the way to know. Asked after {@link #finish}.
     */
    public boolean isDoubtful() {
        return transfer.isDoubtful();
    }

    /** Breaks it off; what was sent may stay on the server. */
    public void abort() {
        transfer.abort();
    }

    /** An abort, unless it was finished. */
    @Override
    public void close() {
        transfer.abort();
    }
}
