package dev.drover.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.mirror.Selection;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.FoundFile;
import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.Sought;
import dev.drover.transfer.TimeSpan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.camel.support.CamelContextHelper;

/** Deletes old files: partial ones that nobody came back for, or what a pattern names. */
public final class JanitorJob extends Job {
    private static final int MOST_SEEN = 1_000_000;

    private String places = "";
    private String include = "";
    private Duration olderThan = Duration.ofDays(1);
    private Duration archiveRetention = Duration.ZERO;
    private Duration ledgerRetention = Duration.ZERO;
    private boolean recursive = true;
    private int maxDelete = 1_000;
    private boolean dryRun;

    @Override
    String kind() {
        return "janitor";
    }

    @Override
    String subject() {
        return places;
    }

    @Override
    public void check() throws IOException {
        for (String place : Words.list(places)) {
            tools().place(place);
        }
    }

    @Override
    JobEvent run(Tools tools, String route) throws IOException {
        Selection selection = new Selection(Words.list(include), List.of());
        Instant now = tools.clock().instant();
        List<String> gone = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String text : Words.list(places)) {
            try {
                tidy(tools.place(text), selection, now, gone);
            } catch (IOException e) {
                problems.add(text + ": " + e.getMessage());
            }
        }
        return event(gone, ledgerRetention.isZero() ? 0 : forget(problems), problems);
    }

    private void tidy(Place place, Selection selection, Instant now, List<String> gone) throws IOException {
        Instant before = now.minus(archiveRetention);
        AtomicBoolean showsArchive = new AtomicBoolean(archiveRetention.isZero());
        Predicate<FoundFile> goes = file -> {
            showsArchive.compareAndSet(false, DoneArchives.holds(file.path()));
            return isOld(file, selection, now.minus(olderThan)) || isOverdue(place, file, before);
        };
        tidy(place, goes, gone);
        // Many servers leave names with a dot out of listings.
        Place archive = new Place(place.endpoint(), place.directory().resolve(DoneArchives.NAME));
        if (!showsArchive.get() && isDirectory(archive)) {
            tidy(archive, file -> isOverdue(archive, file, before), gone);
        }
    }

    private int forget(List<String> problems) {
        Journal journal = CamelContextHelper.findSingleByType(camel(), Journal.class);
        if (journal == null) {
            problems.add("ledgerRetention needs the journal of a deployment, and there is none");
            return 0;
        }
        try {
            return dryRun ? 0 : journal.purgeLedger(ledgerRetention);
        } catch (JournalException e) {
            problems.add("The journal could not forget old files: " + e.getMessage());
            return 0;
        }
    }

    private void tidy(Place place, Predicate<FoundFile> goes, List<String> gone) throws IOException {
        Predicate<RelativePath> enters = below -> recursive
                || (!archiveRetention.isZero()
                        && DoneArchives.holds(place.directory().resolve(below)));
        List<FoundFile> found = Housekeeping.list(
                place.location(), new Sought(goes, enters, MOST_SEEN, Integer.MAX_VALUE, new Cancellation()));
        if (found.size() + gone.size() > maxDelete) {
            throw new IOException(found.size() + " files are old enough to be deleted, more than maxDelete=" + maxDelete
                    + " allows; none was");
        }
        for (FoundFile file : found) {
            if (dryRun || Housekeeping.remove(place.file(file.path()))) {
                gone.add(place + "/" + file.path());
            }
        }
    }

    // A file without a time is never old: better one too many than one too few.
    private boolean isOld(FoundFile file, Selection selection, Instant before) {
        boolean isBelow = file.path().toString().contains("/");
        boolean isMeant = include.isEmpty()
                ? file.isPartial()
                : selection.takesFile(file.path().toString());
        return !file.isDirectory()
                && isMeant
                && (recursive || !isBelow)
                && file.modified().map(time -> time.isBefore(before)).orElse(false);
    }

    private static boolean isDirectory(Place place) throws IOException {
        return Housekeeping.look(place.location()).map(FoundFile::isDirectory).orElse(false);
    }

    private boolean isOverdue(Place place, FoundFile file, Instant before) {
        return !archiveRetention.isZero()
                && DoneArchives.since(place.directory(), file)
                        .map(time -> time.isBefore(before))
                        .orElse(false);
    }

    private JobEvent event(List<String> gone, int forgotten, List<String> problems) {
        ObjectNode data =
                JobEvent.noData().put("places", places).put("dryRun", dryRun).put("forgotten", forgotten);
        ArrayNode deleted = data.putArray("deleted");
        gone.forEach(deleted::add);
        ArrayNode told = data.putArray("problems");
        problems.forEach(told::add);
        boolean isGood = problems.isEmpty();
        String trouble = isGood ? "" : "; " + String.join("; ", problems);
        return new JobEvent(
                isGood ? "janitor.completed" : "janitor.partial",
                isGood,
                !isGood || !gone.isEmpty() || forgotten > 0,
                places,
                gone.size()
                        + (dryRun ? " old files would be deleted in " : " old files deleted in ")
                        + places
                        + (forgotten == 0 ? "" : ", " + forgotten + " taken files forgotten")
                        + trouble,
                data);
    }

    public void setPlaces(String places) {
        this.places = places;
    }

    public void setInclude(String include) {
        this.include = include;
    }

    public void setOlderThan(String olderThan) {
        this.olderThan = TimeSpan.positive("olderThan", olderThan);
    }

    public void setArchiveRetention(String archiveRetention) {
        this.archiveRetention = TimeSpan.orZero("archiveRetention", archiveRetention);
    }

    public void setLedgerRetention(String ledgerRetention) {
        this.ledgerRetention = TimeSpan.orZero("ledgerRetention", ledgerRetention);
    }

    public void setRecursive(boolean recursive) {
        this.recursive = recursive;
    }

    public void setMaxDelete(int maxDelete) {
        this.maxDelete = maxDelete;
    }

    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }
}
