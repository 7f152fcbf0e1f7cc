package dev.drover.ftp.client;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.RemoteTime;
import dev.drover.ftp.net.Buffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * One large file over several sessions at once, each reading its part from an offset. For links on which one connection
 * does not use the whole bandwidth. The parts fit together only if the file stays what it is: its size and time are the
 * same before and after, or the download fails.
 */
final class SegmentedDownload {
    private static final long SMALLEST_PART = 1024L * 1024;

    private final FtpClient client;
    private final RemotePath file;

    SegmentedDownload(FtpClient client, RemotePath file) {
        this.client = client;
        this.file = file;
    }

    /** What tells one state of a file from another. */
    private record Look(OptionalLong size, Optional<RemoteTime> modified) {}

    long to(Path target, int most) throws IOException {
        WholeFile local = new WholeFile(target);
        Look before;
        try (FtpSession session = client.open()) {
            before = look(session);
            long parts = Math.min(most, before.size().orElse(0) / SMALLEST_PART);
            if (parts < 2 || !local.isRegular() || !session.features().has("REST", "STREAM")) {
                return session.download(file, target);
            }
        }
        long size = before.size().orElseThrow();
        int parts = (int)
                Math.min(Math.min(most, size / SMALLEST_PART), client.pool().limit());
        return local.write(channel -> {
            readAll(channel, size, parts);
            requireUnchanged(before);
            return size;
        });
    }

    private Look look(FtpSession session) throws FtpException {
        return new Look(session.size(file), session.modified(file));
    }

    private void readAll(FileChannel local, long size, int parts) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(parts, task -> {
            Thread thread = new Thread(task, "drover-ftp-part");
            thread.setDaemon(true);
            return thread;
        });
        try {
            ExecutorCompletionService<Long> work = new ExecutorCompletionService<>(threads);
            List<Long> starts = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                starts.add(size * i / parts);
            }
            for (int i = 0; i < parts; i++) {
                long from = starts.get(i);
                long until = i + 1 < parts ? starts.get(i + 1) : size;
                work.submit(() -> read(local, from, until, size));
            }
            for (int i = 0; i < parts; i++) {
                work.take().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The download of " + file + " was interrupted.", e);
        } finally {
            // The others are of no use when one has failed: an interruption closes what they wait for.
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    /** No part may write into the file once it is given up. */
    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private long read(FileChannel local, long from, long until, long size) throws IOException {
        TransferOptions options = TransferOptions.BINARY.withOffset(from).withExpectedSize(size);
        try (FtpSession session = client.open();
                Download download = session.openDownload(file, options)) {
            copy(download.channel(), local, from, until);
            if (until == size) {
                download.finish();
            }
            // Else the server would send on to the end of the file: closing breaks it off.
            return until - from;
        }
    }

    private void copy(ReadableByteChannel remote, FileChannel local, long from, long until) throws IOException {
        ByteBuffer buffer = Buffers.borrow();
        try {
            copy(remote, local, from, until, buffer);
        } finally {
            Buffers.giveBack(buffer);
        }
    }

    private void copy(ReadableByteChannel remote, FileChannel local, long from, long until, ByteBuffer buffer)
            throws IOException {
        long at = from;
        while (at < until) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), until - at));
            if (remote.read(buffer) < 0) {
                throw FtpTransferException.incomplete(
                        file + " ended at byte " + at + " before byte " + until + " was reached.", file, at - from);
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                at += local.write(buffer, at);
            }
        }
    }

    private void requireUnchanged(Look before) throws FtpException {
        try (FtpSession session = client.open()) {
            if (!look(session).equals(before)) {
                throw FtpTransferException.incomplete(
                        file + " changed on " + client + " while it was downloaded in parts; download it again.",
                        file,
                        before.size().orElse(0));
            }
        }
    }
}
