package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.endpoint.EndpointCatalog;
import dev.drover.journal.Journal;
import dev.drover.journal.JournalConfig;
import dev.drover.testing.StoppedClock;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A report that does not come is told, and one that came, or is not wanted, is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportWatchTest {
    private static final Instant BEFORE = Instant.parse("2026-11-20T05:59:59Z");
    private static final Instant AFTER = Instant.parse("2026-11-20T06:00:00Z");

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final CamelContext camel = new DefaultCamelContext();
    private final StoppedClock clock = new StoppedClock(BEFORE);
    private volatile boolean isAway;
    private Journal journal;
    private int count;

    @TempDir
    private Path directory;

    @BeforeAll
    void prepare() throws Exception {
        journal = Journal.open(JournalConfig.of("node", "jdbc:h2:mem:watch", "drover", ""));
        camel.getRegistry().bind("journal", journal);
        camel.getRegistry()
                .bind("tools", new Tools(EndpointCatalog.of(Map.of()), new TransferEngine(), List.of(), clock, "node"));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:events").process(exchange -> {
                    if (isAway) {
                        throw new IOException("The broker is away");
                    }
                    events.add(exchange.getMessage().getHeader(JobEvent.TYPE) + ": "
                            + exchange.getMessage().getHeader(JobEvent.SUMMARY));
                });
            }
        });
        camel.start();
    }

    // A report of its own for each test, of which the journal knows nothing.
    @BeforeEach
    void begin() {
        count++;
        clock.set(BEFORE);
        isAway = false;
        events.clear();
    }

    @AfterAll
    void stop() {
        camel.stop();
        journal.close();
    }

    @Test
    void aReportThatDoesNotComeIsToldOnceByAllNodesAndAfterARestart() {
        ReportWatch one = watch(ExpectedDays.ALL);
        ReportWatch other = watch(ExpectedDays.ALL);
        look(one, other);
        assertThat(events).isEmpty();

        clock.set(AFTER);
        look(one, other, one, watch(ExpectedDays.ALL));

        assertThat(events)
                .containsExactly(
                        "report.late: no report of 2026-11-20 was sent to partner/daily by 07:00 Europe/Berlin");
        clock.set(AFTER.plus(Duration.ofDays(1)));
        look(one, other);
        assertThat(events).hasSize(2);
    }

    @Test
    void aReportThatWasSentByWhateverNodeIsNoAlarmAndALateOneSaysSo() {
        ReportWatch one = watch(ExpectedDays.ALL);
        assertThat(one.settled()).isEmpty();
        clock.set(AFTER);
        look(one, watch(ExpectedDays.ALL));
        assertThat(events).isEmpty();

        clock.set(AFTER.plus(Duration.ofDays(1)));
        look(one);
        assertThat(events).hasSize(1);
        assertThat(one.settled()).contains("07:00 Europe/Berlin");
    }

    @Test
    void daysOffAreNoAlarmAndACalendarThatCannotBeReadIsOne() throws Exception {
        Path calendar = Files.writeString(directory.resolve("holidays.txt"), "2026-11-20\n");
        ExpectedDays days = ExpectedDays.ALL.withCalendar(calendar.toString());
        clock.set(AFTER);
        look(watch(days), watch(ExpectedDays.ALL.withWeekdays("SAT-THU")));
        assertThat(events).isEmpty();

        ReportWatch watch = watch(days);
        Files.writeString(calendar, "holiday\n");
        look(watch, watch);
        assertThat(events)
                .singleElement()
                .asString()
                .startsWith("report.late: no report of 2026-11-20 was sent")
                .contains("Line 1 of the calendar");

        clock.set(AFTER.plus(Duration.ofDays(1)));
        assertThat(watch.settled()).isPresent();
        look(watch, watch);
        assertThat(events).hasSize(2).last().asString().startsWith("report.failed: The report of 2026-11-21 was sent");
    }

    @Test
    void anAlarmThatCannotBeSentIsTriedAgain() {
        ReportWatch watch = watch(ExpectedDays.ALL);
        clock.set(AFTER);
        isAway = true;
        look(watch);
        isAway = false;
        look(watch, watch);
        assertThat(events).hasSize(1);
    }

    @Test
    void aReportThatIsLeftOutOnPurposeIsNoAlarm() throws Exception {
        ReportBody body = new ReportBody();
        body.setCamelContext(camel);
        body.setRoute("stock" + count);
        body.setTarget("partner/daily");
        body.setTimezone("Europe/Berlin");
        body.setExpectBy("07:00");
        body.setEvents("direct:events");
        body.check();
        Exchange nothing = new DefaultExchange(camel);
        nothing.getMessage().setBody(List.of());
        body.process(nothing);
        clock.set(AFTER);
        look(watch(ExpectedDays.ALL));
        assertThat(events).isEmpty();
    }

    private static void look(ReportWatch... watches) {
        for (ReportWatch watch : watches) {
            watch.look();
        }
    }

    private ReportWatch watch(ExpectedDays days) {
        TimeOfDay by = TimeOfDay.parse("07:00", "Europe/Berlin").orElseThrow();
        return new ReportWatch(
                camel, new ReportWatch.Expectation("stock" + count, "partner/daily", by, days, "direct:events"));
    }
}
