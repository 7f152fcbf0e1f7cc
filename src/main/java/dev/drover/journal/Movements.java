package dev.drover.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What plain routes moved. Recording costs a route nothing but a place in a queue: rows are written by a thread of their
 * own, many at once, and again when the database was away. When it stays away until the queue is full, records are
 * dropped and counted; a killed process loses those that were not written yet. The files themselves depend on none of
 * this. Thread-safe; closing writes what is left.
 */
public final class Movements implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Movements.class);
    private static final int PLACES = 20_000;
    private static final int BATCH = 500;
    private static final Duration GATHER = Duration.ofMillis(100);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(15);

    private static final String INSERT =
            """
            INSERT INTO drover_movement (at, node, route, endpoint, path, bytes, duration_ms, outcome, error_class,
                error_message, ftp_reply)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String LATEST =
            """
            SELECT * FROM drover_movement
            WHERE at >= ? AND at < ? AND (CAST(? AS VARCHAR) IS NULL OR route = ?)
            ORDER BY at DESC, id DESC FETCH FIRST ? ROWS ONLY
            """;

    private static final String TOTALS =
            """
            SELECT route, outcome, COUNT(*) AS files, SUM(bytes) AS bytes, MAX(at) AS latest
            FROM drover_movement WHERE at >= ? GROUP BY route, outcome ORDER BY route, outcome
            """;

    private final Database database;
    private final BlockingQueue<MovementRecord> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();
    private final Thread writer;
    private final CountDownLatch closing = new CountDownLatch(1);

    Movements(Database database) {
        this(database, PLACES);
    }

    Movements(Database database, int places) {
        this.database = database;
        this.queue = new ArrayBlockingQueue<>(places);
        this.writer = new Thread(this::write, "drover-movements");
        writer.setDaemon(true);
        writer.start();
    }

    /** The movements of one route with one outcome. */
    public record Total(String route, MovementRecord.Outcome outcome, long files, long bytes, Instant latest) {}

    /** Records a movement soon; never waits. */
    public void record(MovementRecord movement) {
        waiting.incrementAndGet();
        if (isClosing() || !queue.offer(movement)) {
            waiting.decrementAndGet();
            if (dropped.getAndIncrement() == 0) {
                log.warn("Movements are not recorded any more: the journal does not take them. Files move on.");
            }
        }
    }

    /** How many were dropped since the start, because the database was away for long. */
    public long dropped() {
        return dropped.get();
    }

    /** How many are still to be written. */
    public long waiting() {
        return waiting.get();
    }

    /**
     * The latest movements.
     *
     * @param route of this route only
     * @param limit at most so many
     */
    public List<MovementRecord> list(Instant from, Instant to, Optional<String> route, int limit)
            throws JournalException {
        return database.list("list movements", LATEST, MovementRecord::read, from, to, route, route, limit);
    }

    /** What moved since then, by route and outcome. */
    public List<Total> totals(Instant from) throws JournalException {
        return database.list(
                "count movements",
                TOTALS,
                row -> new Total(
                        row.text("route"),
                        row.constant("outcome", MovementRecord.Outcome.class),
                        row.longNumber("files"),
                        row.longNumber("bytes"),
                        row.time("latest")),
                from);
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            writer.join(LAST_WORDS.toMillis());
            if (writer.isAlive()) {
                writer.interrupt();
            }
        } catch (InterruptedException e) {
            writer.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<MovementRecord> batch = new ArrayList<>(BATCH);
        try {
            while (!isClosing() || !queue.isEmpty() || !batch.isEmpty()) {
                gather(batch);
                if (!batch.isEmpty() && write(batch)) {
                    waiting.addAndGet(-batch.size());
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            log.warn("{} movements were not recorded: the journal did not take them in time", waiting.get());
        }
    }

    private void gather(List<MovementRecord> batch) throws InterruptedException {
        if (batch.isEmpty()) {
            MovementRecord first = queue.poll(GATHER.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch, BATCH - 1);
            }
        }
    }

    private boolean write(List<MovementRecord> batch) throws InterruptedException {
        try {
            List<Object[]> rows = batch.stream().map(Movements::values).toList();
            database.inTransaction("record movements", on -> on.batch(INSERT, rows));
            return true;
        } catch (RuntimeException e) {
            return givenUp(batch, e);
        } catch (JournalException e) {
            if (!e.retryable()) {
                return givenUp(batch, e);
            }
            log.warn("Movements wait to be recorded: {}", e.getMessage());
            pause();
            return false;
        }
    }

    // Trying again would fail again, and hold up everything behind it.
    private boolean givenUp(List<MovementRecord> batch, Exception why) {
        log.error("{} movements cannot be recorded: {}", batch.size(), why.getMessage(), why);
        dropped.addAndGet(batch.size());
        return true;
    }

    // The queue fills while the database is away; there is nothing to wait for but time.
    private void pause() throws InterruptedException {
        if (closing.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the journal closes while its database is away");
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private static Object[] values(MovementRecord moved) {
        Object[] about = {
            moved.at(),
            moved.node(),
            moved.route(),
            moved.endpoint(),
            moved.path(),
            moved.bytes(),
            moved.duration(),
            moved.outcome()
        };
        return RequestRows.join(about, RequestRows.failure(moved.failure()));
    }
}
