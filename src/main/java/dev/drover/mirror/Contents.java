package dev.drover.mirror;

import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpLoginException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.Download;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells whether two files are the same by what is in them: by a digest where both places calculate one, else both are read
 * side by side, up to the first byte that differs. Thread-safe; memory is bounded.
 */
final class Contents {
    private static final int BLOCK = 64 * 1024;
    private static final int TRIES = 3;

    private final Mirror mirror;
    private final Digests digests;

    Contents(Mirror mirror) {
        this.mirror = mirror;
        this.digests = new Digests(mirror.left(), mirror.right());
    }

    /** Two files, each below the root of its tree. */
    record Pair(RemotePath left, RemotePath right) {}

    /**
     * What came out.
     *
     * @param bytes that came from servers for it
     * @param failure why one of the two could not be read, where that is so
     */
    record Verdict(boolean same, long bytes, Optional<String> failure) {}

    /**
     * @throws IOException when the mirror is cancelled, or a server cannot be reached any more
     */
    Verdict compare(Pair pair) throws IOException {
        AtomicLong bytes = new AtomicLong();
        Verdict verdict = compare(pair, bytes);
        mirror.tell(new MirrorEvent.Compared(pair.left(), verdict.same(), verdict.bytes()));
        return verdict;
    }

    private Verdict compare(Pair pair, AtomicLong bytes) throws IOException {
        int tries = Math.min(TRIES, mirror.retry().attempts());
        for (int attempt = 1; ; attempt++) {
            mirror.cancellation().check();
            try {
                Optional<Boolean> told = byDigest(pair);
                boolean same = told.isPresent() ? told.get() : byBytes(pair, bytes);
                return new Verdict(same, bytes.get(), Optional.empty());
            } catch (IOException e) {
                boolean again = e instanceof FtpException failure && failure.retryable() && attempt < tries;
                if (e instanceof FtpLoginException || mirror.cancellation().isCancelled()) {
                    throw e;
                }
                if (!again) {
                    requireServers(e);
                    return new Verdict(false, bytes.get(), Optional.of(Problem.sentence(e)));
                }
            }
        }
    }

    /** A data connection can fail alone. When a server is gone, the other files need not be tried. */
    private void requireServers(IOException failure) throws IOException {
        if (failure instanceof FtpConnectException) {
            for (Side side : Side.values()) {
                if (mirror.tree(side) instanceof RemoteTree remote) {
                    remote.client().call(session -> {
                        session.ping();
                        return session;
                    });
                }
            }
        }
    }

    private Optional<Boolean> byDigest(Pair pair) throws IOException {
        if (mirror.left() instanceof LocalTree && mirror.right() instanceof LocalTree) {
            return Optional.empty();
        }
        try {
            return digests.compare(pair.left(), pair.right());
        } catch (FtpReplyException refused) {
            if (!refused.sessionUsable()) {
                throw refused;
            }
            return Optional.empty();
        }
    }

    private boolean byBytes(Pair pair, AtomicLong bytes) throws IOException {
        return read(
                mirror.left(),
                pair.left(),
                bytes,
                one -> read(mirror.right(), pair.right(), bytes, other -> isSame(one, other)));
    }

    private boolean isSame(InputStream one, InputStream other) throws IOException {
        byte[] first = new byte[BLOCK];
        byte[] second = new byte[BLOCK];
        while (true) {
            mirror.cancellation().check();
            int length = one.readNBytes(first, 0, BLOCK);
            int otherLength = other.readNBytes(second, 0, BLOCK);
            if (!Arrays.equals(first, 0, length, second, 0, otherLength)) {
                return false;
            }
            if (length < BLOCK) {
                return true;
            }
        }
    }

    private static boolean read(Tree tree, RemotePath path, AtomicLong bytes, Reading reading) throws IOException {
        if (tree instanceof LocalTree local) {
            Path file = local.resolve(path);
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return reading.of(in);
            }
        }
        RemoteTree remote = (RemoteTree) tree;
        return remote.client().call(session -> {
            Download download = session.openDownload(remote.resolve(path));
            try (download) {
                boolean same = reading.of(download.stream());
                // At the end it must be the end of the file, and not of a connection that broke.
                if (download.stream().read() < 0) {
                    download.finish();
                }
                return same;
            } finally {
                bytes.addAndGet(download.bytes());
            }
        });
    }

    @FunctionalInterface
    private interface Reading {
        boolean of(InputStream in) throws IOException;
    }
}
