package dev.drover.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How far a command is, on standard error: a bar with rate and remaining time on a terminal, a line every few seconds
 * elsewhere. Thread-safe. Close it to leave the last state of the bar standing.
 */
final class Progress implements AutoCloseable {
    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration REPORT = Duration.ofSeconds(5);
    // What the first moments promise is far from what comes.
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final int CELLS = 24;
    private static final int NAME = 28;

    private final Style style;
    private final PrintWriter err;
    private final LongSupplier nanoTime;
    private final long start;
    private final int columns;
    private final Map<String, Long> moving = new HashMap<>();
    private final Map<String, Long> resumed = new HashMap<>();
    private long skipped;
    private boolean closed;
    private long expected;
    private long done;
    private long drawn;
    private int width;
    private String last = "";
    private final Thread hook = new Thread(this::breakOff, "drover-progress");

    Progress(Style style, PrintWriter err, LongSupplier nanoTime) {
        this(style, err, nanoTime, Terminal.UNKNOWN_WIDTH);
    }

    /** For a terminal of so many columns. */
    Progress(Style style, PrintWriter err, LongSupplier nanoTime, int columns) {
        this.columns = columns;
        this.style = style == Style.AUTO ? Terminal.isThere() ? Style.BAR : Style.LINES : style;
        this.err = err;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        drawn = this.style == Style.BAR ? start - REDRAW.toNanos() : start;
        if (this.style == Style.BAR) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    /** What {@code --progress} may say. */
    enum Style {
        /** A bar on a terminal, lines elsewhere. */
        AUTO,
        BAR,
        LINES,
        NONE
    }

    /** So many bytes more will move. */
    synchronized void expect(long bytes) {
        expected += bytes;
    }

    /** So much of a file is there, and so much of that has been there from before. */
    synchronized void moved(String file, long bytes, long before) {
        skipped += before - resumed.getOrDefault(file, 0L);
        resumed.put(file, before);
        moved(file, bytes);
    }

    /** So much of a file has arrived. */
    synchronized void moved(String file, long bytes) {
        moving.put(file, bytes);
        last = file;
        draw(false);
    }

    /** A file is there. */
    synchronized void arrived(String file, long bytes) {
        moving.remove(file);
        done += bytes;
        last = file;
        draw(false);
    }

    /** A file will not come. */
    synchronized void gaveUp(String file) {
        moving.remove(file);
    }

    @Override
    public void close() {
        end(true);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The hook runs already, and finds nothing to do.
            return;
        }
    }

    /** Ctrl-C: what the shell writes next does not begin behind the bar. */
    void breakOff() {
        end(false);
    }

    private synchronized void end(boolean whole) {
        if (style == Style.BAR && !last.isEmpty() && !closed) {
            closed = true;
            if (whole) {
                draw(true);
            }
            err.println();
            err.flush();
        }
    }

    private void draw(boolean now) {
        long time = nanoTime.getAsLong();
        Duration interval = style == Style.BAR ? REDRAW : REPORT;
        if (style == Style.NONE || !now && (closed || time - drawn < interval.toNanos())) {
            return;
        }
        drawn = time;
        if (style == Style.BAR) {
            String text = fitting(time);
            // Blanks wipe what a longer text before this one has left.
            err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
            width = text.length();
        } else {
            err.println(text(time, false));
        }
        err.flush();
    }

    /** A line that is longer than the terminal is wide would be left standing, and another one begun. */
    private String fitting(long time) {
        String text = text(time, true);
        if (text.length() >= columns) {
            text = text(time, false);
        }
        return text.substring(0, Math.min(text.length(), columns - 1));
    }

    private String text(long time, boolean withBar) {
        long bytes = done + moving.values().stream().mapToLong(Long::longValue).sum();
        double seconds = Math.max(1, time - start) / 1e9;
        double rate = Math.max(0, bytes - skipped) / seconds;
        StringBuilder text = new StringBuilder(shortened(Texts.printable(last)));
        if (expected > 0) {
            double share = Math.min(1, (double) bytes / expected);
            text.append(String.format(Locale.ROOT, " %3d %%", (int) (share * 100)));
            if (withBar) {
                int full = (int) (share * CELLS);
                text.append(" [")
                        .append("#".repeat(full))
                        .append(".".repeat(CELLS - full))
                        .append(']');
            }
        }
        text.append("  ").append(Texts.bytes(bytes));
        if (expected > 0) {
            text.append(" of ").append(Texts.bytes(expected));
        }
        text.append("  ").append(Texts.bytes(rate)).append("/s");
        if (expected > bytes && rate > 0 && seconds >= SETTLED.toSeconds()) {
            long left = (long) Math.ceil((expected - bytes) / rate);
            text.append("  ETA ").append(Texts.clock(Duration.ofSeconds(left)));
        }
        return text.toString();
    }

    private static String shortened(String name) {
        return name.length() <= NAME ? name : "..." + name.substring(name.length() - NAME + 3);
    }
}
