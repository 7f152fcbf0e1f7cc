package dev.drover.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, closed in the opposite order. What fails to close is logged and keeps nothing else open. */
final class OpenResources implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OpenResources.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Takes care of it from now on. */
    <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable next = open.pop();
            try {
                next.close();
            } catch (Exception e) {
                log.warn("{} did not close cleanly: {}", next.getClass().getSimpleName(), e.getMessage(), e);
            }
        }
    }
}
