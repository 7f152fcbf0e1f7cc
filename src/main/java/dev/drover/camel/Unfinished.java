package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that were routed and could then not be deleted or moved. They count as in progress, so that no poll takes them
 * again; each poll tries the last step once more. A file that has changed meanwhile is let go: it is another one.
 * Thread-safe.
 */
final class Unfinished {
    /** While so many are waiting no file is taken, or a directory without the right to delete would fill the memory. */
    static final int MOST = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Unfinished.class);

    private final RemoteOperations operations;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(MOST);

    /** The last step of a file, which may be taken again. */
    interface LastStep {
        void take(Exchange exchange, GenericFile<RemoteEntry> file) throws Exception;
    }

    /** What is needed to take it: no more of the exchange than the last step may ask for. */
    private record Waiting(Exchange exchange, GenericFile<RemoteEntry> file, FileKeys keys, LastStep step) {}

    Unfinished(RemoteOperations operations) {
        this.operations = operations;
    }

    /** What is on the server now under the name of a file that was routed. */
    enum Found {
        NOTHING,
        THE_SAME,
        ANOTHER
    }

    /** Looks. What the server does not tell counts as equal. */
    Found find(GenericFile<RemoteEntry> file) {
        RemoteEntry routed = file.getFile();
        return operations
                .stat(file.getAbsoluteFilePath())
                .map(now -> isSame(routed, now) ? Found.THE_SAME : Found.ANOTHER)
                .orElse(Found.NOTHING);
    }

    /** Keeps the file for later; false when there is no room, or too little is known of it to know it again. */
    boolean add(Exchange exchange, GenericFile<RemoteEntry> file, FileKeys keys, LastStep step) {
        RemoteEntry entry = file.getFile();
        if (entry == null || entry.size().isEmpty() || entry.modified().isEmpty()) {
            return false;
        }
        Exchange copy = ExchangeHelper.createCopy(exchange, true);
        copy.getIn().removeHeader(FtpConstants.FILE_LOCAL_WORK_PATH);
        copy.getIn().removeHeader(FtpConstants.REMOTE_FILE_INPUT_STREAM);
        copy.getIn().setBody(null);
        copy.removeProperty(Retrieved.PROPERTY);
        GenericFile<RemoteEntry> name = operations.newGenericFile();
        file.copyFrom(file, name);
        name.setBody(null);
        return queue.offer(new Waiting(copy, name, keys, step));
    }

    boolean isFull() {
        return queue.remainingCapacity() == 0;
    }

    /** Takes the last steps that are missing, until one fails again: the others would fail for the same reason. */
    void retry() {
        for (int left = queue.size(); left > 0; left--) {
            Waiting waiting = queue.poll();
            if (waiting == null || !isDone(waiting)) {
                return;
            }
        }
    }

    private boolean isDone(Waiting waiting) {
        try {
            waiting.step().take(waiting.exchange(), waiting.file());
            LOG.info("{} is deleted or moved now.", waiting.keys().path());
        } catch (Exception e) {
            LOG.debug("{} can still not be deleted or moved: {}", waiting.keys().path(), e.getMessage());
            if (queue.offer(waiting)) {
                return false;
            }
        }
        waiting.keys().leave();
        return true;
    }

    /** Forgets them all; the next start finds them as new files. */
    void clear() {
        if (!queue.isEmpty()) {
            LOG.warn(
                    "{} files were routed and could not be deleted or moved; unless an idempotent repository knows them"
                            + " they are taken again after the next start.",
                    queue.size());
        }
        for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            waiting.keys().leave();
        }
    }

    private static boolean isSame(@Nullable RemoteEntry routed, RemoteEntry now) {
        if (routed == null) {
            return true;
        }
        boolean size =
                routed.size().isEmpty() || now.size().isEmpty() || routed.size().equals(now.size());
        boolean time = routed.modified().isEmpty()
                || now.modified().isEmpty()
                || routed.modified().get().mayEqual(now.modified().get());
        return size && time;
    }
}
