package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TransferType;
import dev.drover.ftp.net.Buffers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;

/** Downloads and uploads of one session, and the copy loops between them and files, streams and memory. */
final class Transfers {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final PooledConnection pooled;
    private final FtpSession session;

    Transfers(PooledConnection pooled, FtpSession session) {
        this.pooled = pooled;
        this.session = session;
    }

    /** Whether a transfer or listing is open. */
    boolean isBusy() {
        return pooled.starts().isBusy();
    }

    Download download(RemotePath file, TransferOptions options) throws FtpException {
        FtpCommand command = FtpCommand.of(FtpVerb.RETR, file);
        return new Download(
                pooled.retryingResumption(() -> pooled.starts().openDownload(command, file, options)), session);
    }

    Upload upload(RemotePath file, FtpVerb verb, TransferOptions options) throws FtpException {
        if (verb != FtpVerb.STOR && options.offset() > 0) {
            throw new IllegalArgumentException(verb + " takes no offset: servers disagree what it would mean");
        }
        FtpCommand command = FtpCommand.of(verb, file);
        return new Upload(pooled.retryingResumption(() -> pooled.starts().openUpload(command, file, options)), session);
    }

    long download(RemotePath file, Path target) throws IOException {
        return new WholeFile(target).write(local -> download(file, local));
    }

    long download(RemotePath file, OutputStream target) throws IOException {
        return download(file, Channels.newChannel(target));
    }

    long download(RemotePath file, WritableByteChannel target) throws IOException {
        try (Download download = download(file, TransferOptions.BINARY)) {
            return copyAll(download, target);
        }
    }

    byte[] downloadBytes(RemotePath file, int limit) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.min(limit, BUFFER_BYTES));
        byte[] buffer = new byte[BUFFER_BYTES];
        try (Download download = download(file, TransferOptions.BINARY);
                InputStream stream = download.stream()) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                if (count > limit - bytes.size()) {
                    long moved = download.bytes();
                    download.abort();
                    throw FtpTransferException.broken(
                            file + " is larger than the " + limit
                                    + " bytes that were allowed in memory; download it to a file.",
                            new IOException("too large"),
                            file,
                            moved,
                            pooled.connection().isUsable());
                }
                bytes.write(buffer, 0, count);
            }
            download.finish();
        }
        return bytes.toByteArray();
    }

    long upload(Path source, FtpVerb verb, RemotePath file) throws IOException {
        try (FileChannel local = FileChannel.open(source, StandardOpenOption.READ);
                Upload upload = upload(file, verb, TransferOptions.BINARY)) {
            upload.transferFrom(local, 0);
            return stored(upload, verb, file);
        }
    }

    long upload(ReadableByteChannel source, FtpVerb verb, RemotePath file) throws IOException {
        try (Upload upload = upload(file, verb, TransferOptions.BINARY)) {
            copy(source, upload.channel());
            return stored(upload, verb, file);
        }
    }

    /** Where the server was content before it could have seen the end, its SIZE tells whether it has everything. */
    private long stored(Upload upload, FtpVerb verb, RemotePath file) throws FtpException {
        upload.finish();
        if (verb == FtpVerb.STOR && upload.isDoubtful()) {
            FtpReply reply = pooled.connection().exchange(FtpCommand.of(FtpVerb.SIZE, file));
            OptionalLong size = reply.isCompletion() ? Replies.size(reply) : OptionalLong.empty();
            if (size.orElse(upload.bytes()) != upload.bytes()) {
                throw FtpTransferException.incomplete(
                        pooled.connection().server() + " confirmed " + upload.bytes() + " bytes of " + file
                                + " before it could have them all, and has " + size.getAsLong() + "; upload it again.",
                        file,
                        upload.bytes());
            }
        }
        return upload.bytes();
    }

    Optional<RemotePath> uploadUnique(InputStream source) throws IOException {
        try (Upload upload = upload(RemotePath.WORKING_DIRECTORY, FtpVerb.STOU, TransferOptions.BINARY)) {
            copy(Channels.newChannel(source), upload.channel());
            upload.finish();
            return upload.uniqueName();
        }
    }

    private static long copyAll(Download download, WritableByteChannel target) throws IOException {
        copy(download.channel(), target);
        download.finish();
        return download.bytes();
    }

    private static void copy(ReadableByteChannel source, WritableByteChannel target) throws IOException {
        ByteBuffer buffer = Buffers.borrow();
        try {
            while (source.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    target.write(buffer);
                }
            }
        } finally {
            Buffers.giveBack(buffer);
        }
    }

    /** The expected bytes of a transfer that begins at an offset. */
    static OptionalLong remaining(TransferOptions options) {
        boolean countable =
                options.type() != TransferType.ASCII && options.expectedSize().isPresent();
        return countable
                ? OptionalLong.of(options.expectedSize().getAsLong() - options.offset())
                : OptionalLong.empty();
    }

    /** Something that opens a transfer. */
    @FunctionalInterface
    interface Opening<T extends RunningTransfer> {
        T open() throws FtpException;
    }
}
