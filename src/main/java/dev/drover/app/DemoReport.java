package dev.drover.app;

import dev.drover.app.DemoLedger.Entry;
import dev.drover.route.Movement;
import dev.drover.route.Quantities;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the demo tells people. */
final class DemoReport {
    private static final String ROW = "%-13s %10s %12s  %-9s  %s%n";

    private final PrintWriter out;

    DemoReport(PrintWriter out) {
        this.out = out;
    }

    /** Where to find what, before anything moves. */
    void welcome(DemoFolders folders, String address) {
        out.printf("Drover moves sample files between folders, a message broker and %s%n", address);
        out.printf("Everything lies below %s%n%n", folders.root());
        out.flush();
    }

    /** How to go on. */
    void invitation(DemoFolders folders) {
        out.printf("%nDrop files of your own, and watch:%n");
        out.printf("  %-50s they go to the server, into incoming/%n", folders.outbox());
        out.printf("  %-50s they come to inbox/%n", folders.server("outgoing"));
        out.printf("  %-50s they are announced on the queue drover.files%n", folders.server("reports"));
        out.printf("Ctrl-C ends the demo.%n");
        out.flush();
    }

    /** All files, and whether they arrived as they were. */
    void table(List<Entry> entries) {
        out.println();
        out.printf(ROW, "ROUTE", "SIZE", "SPEED", "SHA-256", "FILE");
        entries.stream()
                .sorted(Comparator.comparing(entry -> entry.task().route()))
                .forEach(this::row);
        out.flush();
    }

    /** The sum of it in one line. */
    void summary(List<Entry> entries) {
        long good = entries.stream().filter(Entry::isGood).count();
        out.printf("%n%d of %d files moved, their content equal to the source's by SHA-256.%n", good, entries.size());
        out.flush();
    }

    private void row(Entry entry) {
        out.printf(
                ROW,
                entry.task().route(),
                entry.movement().map(m -> Quantities.bytes(m.bytes())).orElse("-"),
                entry.movement().map(DemoReport::speed).orElse("-"),
                entry.isGood() ? "equal" : entry.verdict().name().toLowerCase(Locale.ROOT),
                entry.task().file());
    }

    private static String speed(Movement movement) {
        return Quantities.bytes(Math.round(movement.bytesPerSecond())) + "/s";
    }
}
