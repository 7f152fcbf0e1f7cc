package dev.drover.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.mirror.Selection;
import dev.drover.transfer.FoundFile;
import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.TimeSpan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks whether a file has come that somebody waits for. */
public final class ExpectationJob extends Job {
    private static final int MOST = 100_000;

    private String place = "";
    private String include = "";
    private boolean recursive;
    private Duration within = Duration.ofDays(1);
    private long minSize = 1;
    private int count = 1;
    private ExpectedDays days = ExpectedDays.ALL;
    private ZoneId zone = ZoneOffset.UTC;
    private volatile @Nullable Boolean lastTime;

    @Override
    String kind() {
        return "file";
    }

    @Override
    String subject() {
        return place;
    }

    @Override
    public void check() throws IOException {
        tools().place(place);
        days.check();
    }

    @Override
    boolean rests(Tools tools) {
        return !today(tools).isExpected();
    }

    private ExpectedDays.Verdict today(Tools tools) {
        return days.on(LocalDate.ofInstant(tools.clock().instant(), zone));
    }

    @Override
    JobEvent run(Tools tools, String route) throws IOException {
        Selection selection = new Selection(Words.list(include), List.of());
        Instant since = tools.clock().instant().minus(within);
        List<FoundFile> found = Housekeeping.list(
                tools.place(place).location(), recursive, file -> isExpected(file, selection, since), MOST);
        boolean isThere = found.size() >= count;
        Optional<String> trouble = today(tools).trouble();
        if (isThere && trouble.isPresent()) {
            throw new IOException(summary(found, true) + "; but the days off are not known. " + trouble.get());
        }
        boolean isNews = !Boolean.valueOf(isThere).equals(lastTime);
        lastTime = isThere;
        ObjectNode data = JobEvent.noData()
                .put("place", place)
                .put("include", include)
                .put("found", found.size())
                .put("expected", count);
        String summary = summary(found, isThere)
                + trouble.map(reason -> "; whether it is a day off is not known. " + reason)
                        .orElse("");
        return new JobEvent(isThere ? "file.arrived" : "file.missing", isThere, isNews, place, summary, data);
    }

    private boolean isExpected(FoundFile file, Selection selection, Instant since) {
        return !file.isDirectory()
                && !file.isPartial()
                && selection.takesFile(file.path().toString())
                && file.size().orElse(Long.MAX_VALUE) >= minSize
                // A place that tells no times can only say that the file is there.
                && file.modified().map(time -> !time.isBefore(since)).orElse(true);
    }

    private String summary(List<FoundFile> found, boolean isThere) {
        String wanted = (count == 1 ? "" : count + " ") + (include.isEmpty() ? "any file" : include) + " in " + place;
        return isThere
                ? wanted + " has come: " + found.get(0).path()
                : wanted + " has not come within " + Quantities.time(within) + "; there are " + found.size();
    }

    public void setPlace(String place) {
        this.place = place;
    }

    public void setInclude(String include) {
        this.include = include;
    }

    public void setRecursive(boolean recursive) {
        this.recursive = recursive;
    }

    public void setWithin(String within) {
        this.within = TimeSpan.positive("within", within);
    }

    public void setMinSize(long minSize) {
        this.minSize = minSize;
    }

    /** Days of the week on which it is expected. */
    public void setDays(String days) {
        this.days = this.days.withWeekdays(days);
    }

    /** A file with days on which it is not. */
    public void setCalendar(String calendar) {
        this.days = this.days.withCalendar(calendar);
    }

    /** Where a day begins and ends. */
    public void setTimezone(String timezone) {
        this.zone = TimeOfDay.zone(timezone);
    }

    public void setCount(int count) {
        this.count = count;
    }
}
