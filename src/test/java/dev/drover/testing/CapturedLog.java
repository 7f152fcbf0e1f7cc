package dev.drover.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What a logger writes, from now until it is closed. Thread-safe. */
public final class CapturedLog implements AutoCloseable {
    private final Logger logger;
    private final Level before;
    private final Lines lines = new Lines();

    private CapturedLog(Logger logger, Level level) {
        this.logger = logger;
        before = logger.getLevel();
        lines.start();
        logger.addAppender(lines);
        // After the appender: adding one resets the level.
        logger.setLevel(level);
        logger.setAdditive(false);
    }

    /** All that the logger of this class writes, down to debug. */
    public static CapturedLog of(Class<?> source) {
        return new CapturedLog((Logger) LogManager.getLogger(source), Level.DEBUG);
    }

    /** All that any logger writes, from information upwards. */
    public static CapturedLog ofEverything() {
        return new CapturedLog((Logger) LogManager.getRootLogger(), Level.INFO);
    }

    /** Each event: level, message, and the stack of what was thrown. */
    public List<String> lines() {
        return List.copyOf(lines.written);
    }

    @Override
    public void close() {
        logger.removeAppender(lines);
        logger.setLevel(before);
        logger.setAdditive(true);
        lines.stop();
    }

    private static final class Lines extends AbstractAppender {
        private final List<String> written = new CopyOnWriteArrayList<>();

        Lines() {
            super("captured", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            String thrown = event.getThrown() == null
                    ? ""
                    : " " + event.getThrown() + " " + List.of(event.getThrown().getStackTrace());
            written.add(event.getLevel() + " " + event.getMessage().getFormattedMessage() + thrown);
        }
    }
}
