package dev.drover.camel;

import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.Download;
import dev.drover.ftp.client.FtpSession;
import dev.drover.ftp.client.TransferOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A download that goes on where it broke off, on another session, as long as the server says that the file is the same
 * one, before and after. Whoever reads sees one file from its first byte to its last, or an error. For one thread;
 * closing it gives its session back.
 */
final class ContinuedDownload implements ReadableByteChannel {
    private static final Logger LOG = LoggerFactory.getLogger(ContinuedDownload.class);

    private final RemoteOperations operations;
    private final RemotePath path;
    private final TransferOptions options;
    private final int attempts;
    private Optional<RemoteVersion> version;
    private @Nullable FtpSession session;
    private @Nullable Download download;
    private @Nullable FtpReply reply;
    private RemotePath leaf;
    private long begun;
    private long position;
    private boolean continued;
    private int attempt = 1;

    /** @param listed what is known of the file, if anything; without size and exact time nothing is continued */
    ContinuedDownload(
            FtpEndpoint endpoint,
            RemoteOperations operations,
            RemotePath path,
            @Nullable RemoteEntry listed,
            TransferOptions options) {
        this.operations = operations;
        this.path = path;
        this.leaf = path;
        this.options = options;
        this.version = endpoint.getConfiguration().isBinary() ? RemoteVersion.listed(listed) : Optional.empty();
        this.attempts = Math.max(1, endpoint.getMaximumReconnectAttempts());
    }

    /** What the file is now; asked when that is not known from the listing, or when it must be certain. */
    Optional<RemoteVersion> version(boolean certain) throws IOException {
        if (certain || version.isEmpty()) {
            version = RemoteVersion.asked(session(), leaf);
        }
        return version;
    }

    /** Begins at a byte of the file whose {@link #version} is known to be that of the bytes before. */
    void open(long offset) throws IOException {
        begun = offset;
        position = offset;
        continued = offset > 0;
        download = session().openDownload(leaf, options.withOffset(offset));
    }

    /** The size of the whole file, where it is known. */
    OptionalLong expectedSize() {
        Download current = download;
        return current == null ? OptionalLong.empty() : current.expectedSize();
    }

    /** At the end of the file the server has confirmed it, too. */
    @Override
    public int read(ByteBuffer target) throws IOException {
        while (reply == null) {
            try {
                int count = current().channel().read(target);
                if (count >= 0) {
                    position += count;
                    return count;
                }
                reply = current().finish();
            } catch (FtpException e) {
                goOn(e);
            }
        }
        return -1;
    }

    /**
     * The reply that confirmed the last part.
     *
     * @throws FtpTransferException when the file is another one now than when the first part was fetched
     */
    FtpReply finish() throws IOException {
        FtpReply done = reply;
        if (done == null) {
            throw new IllegalStateException("the download of " + path + " was not read to its end");
        }
        if (continued && !RemoteVersion.asked(session(), leaf).equals(version)) {
            throw FtpTransferException.incomplete(
                    "The remote file " + path + " changed while it was fetched in parts; it is fetched anew next time.",
                    path,
                    position);
        }
        return done;
    }

    private void goOn(FtpException failure) throws IOException {
        boolean stuck = position == begun && failure instanceof FtpConnectionLostException lost && lost.timedOut();
        boolean known = version.isPresent() || position == 0;
        if (attempt++ >= attempts || stuck || !known || !ContinuedUpload.isBroken(failure)) {
            throw failure;
        }
        close();
        try {
            if (position > 0 && !RemoteVersion.asked(session(), leaf).equals(version)) {
                throw failure;
            }
            open(position);
        } catch (FtpException e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
            throw failure;
        }
        LOG.info("The download of {} broke off; it goes on at byte {}: {}", path, position, failure.getMessage());
    }

    private Download current() {
        Download current = download;
        if (current == null) {
            throw new IllegalStateException("the download of " + path + " was not opened");
        }
        return current;
    }

    private FtpSession session() throws IOException {
        FtpSession mine = session;
        if (mine == null) {
            mine = operations.server().open();
            session = mine;
            leaf = operations.in(mine, path, there -> there);
        }
        return mine;
    }

    @Override
    public boolean isOpen() {
        return session != null;
    }

    @Override
    public void close() {
        Download running = download;
        FtpSession mine = session;
        download = null;
        session = null;
        if (running != null) {
            running.close();
        }
        if (mine != null) {
            mine.close();
        }
    }
}
