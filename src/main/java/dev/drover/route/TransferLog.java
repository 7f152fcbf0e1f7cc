package dev.drover.route;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line for each movement, to the logger {@code dev.drover.transfers}. */
public final class TransferLog implements MovementListener {
    private static final Logger log = LoggerFactory.getLogger("dev.drover.transfers");

    @Override
    public void moved(Movement movement) {
        switch (movement.outcome()) {
            case MOVED, SKIPPED -> log.info("{}", line(movement));
            case WAITING, DEAD -> log.warn("{}", line(movement));
        }
    }

    static String line(Movement movement) {
        String line = String.format(
                Locale.ROOT,
                "%-14s %-7s %10s %12s  %s",
                movement.route(),
                movement.outcome().name().toLowerCase(Locale.ROOT),
                Quantities.bytes(movement.bytes()),
                movement.outcome() == Movement.Outcome.MOVED ? speed(movement) : "",
                Quantities.printable(movement.file()));
        return movement.detail().isEmpty() ? line : line + ": " + Quantities.printable(movement.detail());
    }

    private static String speed(Movement movement) {
        return Quantities.bytes(Math.round(movement.bytesPerSecond())) + "/s";
    }
}
