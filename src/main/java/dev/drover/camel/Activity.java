package dev.drover.camel;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpListener;
import dev.drover.ftp.FtpVerb;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.spi.CamelLogger;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one consumer or producer does on the wire, as its endpoint wants it logged, and the last of it for JMX. Sessions
 * are shared, so each thread says on whose behalf it uses one. Thread-safe.
 */
final class Activity {
    /** Hears the events of every client and hands them to whom the thread works for. */
    static final FtpListener BY_THREAD = event -> {
        Activity current = Activity.CURRENT.get();
        if (current != null) {
            current.on(event);
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(Activity.class);
    private static final ThreadLocal<@Nullable Activity> CURRENT = new ThreadLocal<>();

    private final FtpEndpoint endpoint;
    private volatile Noted lastTransfer = Noted.NOTHING;
    private volatile Noted last = Noted.NOTHING;
    private volatile long lastProgress;

    private record Noted(String text, long at) {
        static final Noted NOTHING = new Noted("", 0);

        @Nullable
        String shown() {
            return at == 0 ? null : text + " " + TimeUtils.printSince(at) + " ago";
        }
    }

    Activity(FtpEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** From now on the thread works for this one, until what is returned is closed. */
    Scope enter() {
        Activity before = CURRENT.get();
        CURRENT.set(this);
        return () -> {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        };
    }

    /** The last upload or download, in words; null before the first. */
    @Nullable
    String lastTransfer() {
        return lastTransfer.shown();
    }

    /** The last thing of any kind. */
    @Nullable
    String last() {
        return last.shown();
    }

    private void on(FtpEvent event) {
        if (event instanceof FtpEvent.TransferStarted begun) {
            note(begun.command(), describe(begun.command()) + " began" + size(begun.total()));
        } else if (event instanceof FtpEvent.TransferProgress progress) {
            noteProgress(progress);
        } else if (event instanceof FtpEvent.TransferEnded ended) {
            note(ended.command(), describe(ended.command()) + outcome(ended));
        } else if (event instanceof FtpEvent.ConnectStarted) {
            noteAside("Connecting");
        } else if (event instanceof FtpEvent.ConnectEnded ended) {
            noteAside(ended.failure()
                    .map(failure -> "Connecting failed: " + failure.getMessage())
                    .orElse("Connected and logged in within " + ended.took().toMillis() + " ms"));
        } else if (event instanceof FtpEvent.SessionClosed) {
            noteAside("Disconnected");
        }
    }

    private void noteProgress(FtpEvent.TransferProgress progress) {
        long now = System.nanoTime();
        long interval =
                Duration.ofSeconds(endpoint.getTransferLoggingIntervalSeconds()).toNanos();
        if (now - lastProgress >= interval) {
            lastProgress = now;
            note(
                    progress.command(),
                    describe(progress.command()) + ": " + progress.bytes() + " bytes" + of(progress.total()) + ", "
                            + Math.round(progress.bytesPerSecond()) + " bytes/s");
        }
    }

    private static String outcome(FtpEvent.TransferEnded ended) {
        Optional<String> failure = ended.failure().map(Throwable::getMessage);
        return failure.map(message -> " failed after " + ended.bytes() + " bytes: " + message)
                .orElseGet(() -> " is done: " + ended.bytes() + " bytes in "
                        + ended.took().toMillis() + " ms");
    }

    private void note(FtpCommand command, String text) {
        if (isFile(command)) {
            Noted noted = log(text, true);
            lastTransfer = noted;
            last = noted;
        } else {
            noteAside(text);
        }
    }

    private void noteAside(String text) {
        last = log(text, endpoint.isTransferLoggingVerbose());
    }

    private Noted log(String text, boolean shown) {
        if (shown) {
            String server = endpoint.getConfiguration().remoteServerInformation();
            CamelLogger.log(LOG, endpoint.getTransferLoggingLevel(), server + " " + text);
        }
        return new Noted(text, System.currentTimeMillis());
    }

    private static boolean isFile(FtpCommand command) {
        return command.is(FtpVerb.RETR)
                || command.is(FtpVerb.STOR)
                || command.is(FtpVerb.APPE)
                || command.is(FtpVerb.STOU);
    }

    private static String describe(FtpCommand command) {
        String what = command.is(FtpVerb.RETR) ? "Download of " : isFile(command) ? "Upload of " : "Listing of ";
        return what + command.path().map(Object::toString).orElse(".");
    }

    private static String size(OptionalLong total) {
        return total.isPresent() ? " (" + total.getAsLong() + " bytes)" : "";
    }

    private static String of(OptionalLong total) {
        return total.isPresent() ? " of " + total.getAsLong() : "";
    }

    /** The time that a thread works for an activity. */
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
