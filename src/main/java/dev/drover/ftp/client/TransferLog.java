package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Tells the listener of one transfer: started once, ended once. */
final class TransferLog {
    private static final double NANOS_A_SECOND = 1e9;

    private final Connection connection;
    private final FtpCommand command;
    private final OptionalLong total;
    private final long begin = System.nanoTime();
    private boolean running;

    TransferLog(Connection connection, FtpCommand command, OptionalLong total) {
        this.connection = connection;
        this.command = command;
        this.total = total;
    }

    void started() {
        running = true;
        tell(new FtpEvent.TransferStarted(connection.number(), command, total));
    }

    void progress(long bytes) {
        double seconds = Math.max(1, System.nanoTime() - begin) / NANOS_A_SECOND;
        tell(new FtpEvent.TransferProgress(connection.number(), command, bytes, total, bytes / seconds));
    }

    void succeeded(long bytes) {
        ended(bytes, null);
    }

    void failed(long bytes, FtpException failure) {
        ended(bytes, failure);
    }

    private void ended(long bytes, @Nullable FtpException failure) {
        if (running) {
            running = false;
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            tell(new FtpEvent.TransferEnded(connection.number(), command, bytes, took, Optional.ofNullable(failure)));
        }
    }

    private void tell(FtpEvent event) {
        connection.settings().listener().on(event);
    }
}
