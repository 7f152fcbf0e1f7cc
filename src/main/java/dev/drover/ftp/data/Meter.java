package dev.drover.ftp.data;

import dev.drover.ftp.FtpProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Counts the bytes of a transfer, holds them to their bounds and rate, and reports progress. */
final class Meter {
    /** So that a caller who writes a whole file at once hears of its progress, too. */
    private static final int LARGEST_STEP = 256 * 1024;

    private final DataSettings settings;
    private final long interval;
    private volatile long bytes;
    private long reportedAt = System.nanoTime();

    Meter(DataSettings settings) {
        this.settings = settings;
        this.interval = settings.progressInterval().toNanos();
    }

    /** Of the file as the server sees it: before line ends are converted, outside of compression. */
    long bytes() {
        return bytes;
    }

    /** The most that should be moved at once. */
    int step() {
        RateLimit rate = settings.rate();
        return rate == null ? LARGEST_STEP : rate.step();
    }

    ByteSource count(ByteSource inner) {
        return target -> {
            int limit = target.limit();
            target.limit(target.position() + Math.min(target.remaining(), step()));
            int count;
            try {
                count = inner.read(target);
            } finally {
                target.limit(limit);
            }
            if (count > 0) {
                moved(count);
                requireWithinBounds();
            }
            return count;
        };
    }

    ByteSink count(ByteSink inner) {
        return new ByteSink() {
            @Override
            public void write(ByteBuffer source) throws IOException {
                int limit = source.limit();
                while (source.position() < limit) {
                    int count = Math.min(limit - source.position(), step());
                    source.limit(source.position() + count);
                    try {
                        inner.write(source);
                    } finally {
                        source.limit(limit);
                    }
                    moved(count);
                }
            }

            @Override
            public void finish() throws IOException {
                inner.finish();
            }
        };
    }

    private void moved(long count) throws IOException {
        // One thread writes it, any may read it.
        long total = bytes + count;
        bytes = total;
        RateLimit rate = settings.rate();
        if (rate != null) {
            rate.moved(count);
        }
        long now = System.nanoTime();
        if (now - reportedAt >= interval) {
            reportedAt = now;
            settings.progress().accept(total);
        }
    }

    private void requireWithinBounds() throws FtpProtocolException {
        if (bytes > settings.maxBytes()) {
            throw new FtpProtocolException("The server sent more than the " + settings.maxBytes()
                    + " bytes expected; the transfer was broken off.");
        }
    }
}
