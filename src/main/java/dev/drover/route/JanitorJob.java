package dev.drover.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.mirror.Selection;
import dev.drover.transfer.FoundFile;
import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.TimeSpan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Deletes old files: partial ones that nobody came back for, or what a pattern names. */
public final class JanitorJob extends Job {
    private static final int MOST_SEEN = 1_000_000;

    private String places = "";
    private String include = "";
    private Duration olderThan = Duration.ofDays(1);
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
        Instant before = tools.clock().instant().minus(olderThan);
        List<String> gone = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String text : Words.list(places)) {
            try {
                tidy(tools.place(text), file -> isOld(file, selection, before), gone);
            } catch (IOException e) {
                problems.add(text + ": " + e.getMessage());
            }
        }
        return event(gone, problems);
    }

    private void tidy(Place place, java.util.function.Predicate<FoundFile> old, List<String> gone) throws IOException {
        List<FoundFile> found = Housekeeping.list(place.location(), recursive, old, MOST_SEEN);
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
        boolean isMeant = include.isEmpty()
                ? file.isPartial()
                : selection.takesFile(file.path().toString());
        return !file.isDirectory()
                && isMeant
                && file.modified().map(time -> time.isBefore(before)).orElse(false);
    }

    private JobEvent event(List<String> gone, List<String> problems) {
        ObjectNode data = JobEvent.noData().put("places", places).put("dryRun", dryRun);
        ArrayNode deleted = data.putArray("deleted");
        gone.forEach(deleted::add);
        ArrayNode told = data.putArray("problems");
        problems.forEach(told::add);
        boolean isGood = problems.isEmpty();
        String trouble = isGood ? "" : "; " + String.join("; ", problems);
        return new JobEvent(
                isGood ? "janitor.completed" : "janitor.partial",
                isGood,
                !isGood || !gone.isEmpty(),
                places,
                gone.size()
                        + (dryRun ? " old files would be deleted in " : " old files deleted in ")
                        + places
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
