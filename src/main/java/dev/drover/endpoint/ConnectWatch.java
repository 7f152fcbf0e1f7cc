package dev.drover.endpoint;

import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpListener;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers how long it took until a server said its first word, the last time it was connected. Thread-safe. */
final class ConnectWatch implements FtpListener {
    private final Map<Long, Long> begun = new ConcurrentHashMap<>();
    private volatile @Nullable Connected last;

    @Override
    public void on(FtpEvent event) {
        if (event instanceof FtpEvent.ConnectStarted started) {
            begun.put(started.session(), System.nanoTime());
        } else if (event instanceof FtpEvent.ReplyReceived reply) {
            greeted(begun.remove(reply.session()));
        } else if (event instanceof FtpEvent.ConnectEnded ended) {
            begun.remove(ended.session());
        }
    }

    /** How long it took, if that was since then, as {@link System#nanoTime} tells it. */
    Optional<Duration> since(long nanos) {
        return Optional.ofNullable(last)
                .filter(connected -> connected.nanos - nanos >= 0)
                .map(Connected::took);
    }

    // Later replies of the session find nothing.
    private void greeted(@Nullable Long begin) {
        if (begin != null) {
            long now = System.nanoTime();
            last = new Connected(now, Duration.ofNanos(now - begin));
        }
    }

    private record Connected(long nanos, Duration took) {}
}
