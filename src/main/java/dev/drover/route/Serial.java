package dev.drover.route;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Property function {@code serial}: {@code {{serial:mirror}}} is another name each time. Timers and triggers need names of
 * their own, and one template makes many.
 */
public final class Serial implements PropertiesFunction {
    private static final AtomicLong LAST = new AtomicLong();

    @Override
    public String getName() {
        return "serial";
    }

    @Override
    public String apply(String remainder) {
        return remainder + "-" + LAST.incrementAndGet();
    }
}
