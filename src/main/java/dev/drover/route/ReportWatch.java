package dev.drover.route;

import dev.drover.journal.Journal;
import dev.drover.journal.JournalException;
import dev.drover.journal.LedgerClaim;
import dev.drover.journal.LedgerEntry;
import dev.drover.journal.TransferLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises an alarm when no report of a day was sent by a time of that day. It looks at the clock by itself, on every node, for a
 * run that hangs or fails tells nothing; the journal knows on all nodes, and after a restart, what was sent and what was told.
 * Thread-safe.
 */
final class ReportWatch extends ServiceSupport {
    private static final Logger log = LoggerFactory.getLogger(ReportWatch.class);
    private static final String SCOPE = "reports";
    // A node that dies between the claim of an alarm and the alarm itself leaves it to the others after this.
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final CamelContext camel;
    private final Expectation expectation;
    private final TransferLedger ledger;
    private volatile @Nullable LocalDate done;
    private volatile @Nullable LocalDate unnoted;
    private @Nullable ScheduledExecutorService clock;

    ReportWatch(CamelContext camel, Expectation expectation) {
        this.camel = camel;
        this.expectation = expectation;
        Journal journal = CamelContextHelper.findSingleByType(camel, Journal.class);
        if (journal == null) {
            throw new IllegalStateException("The journal knows which reports were sent, and there is none");
        }
        this.ledger = journal.ledger(SCOPE, LEASE);
    }

    /**
     * What is expected.
     *
     * @param target where reports go
     * @param events where an alarm goes
     */
    record Expectation(String route, String target, TimeOfDay by, ExpectedDays days, String events) {}

    /** The report of today is sent, or left out on purpose. Tells by when it was expected, when that is past. */
    Optional<String> settled() {
        Instant now = now();
        LocalDate today = expectation.by().day(now);
        boolean isLate =
                expectation.by().isPast(now) && expectation.days().on(today).isExpected();
        unnoted = today;
        note(today);
        return isLate ? Optional.of(expectation.by().toString()) : Optional.empty();
    }

    // The clock tries again what the journal did not take.
    private void note(LocalDate day) {
        try {
            ledger.addDone(key("sent", day));
            unnoted = null;
        } catch (JournalException e) {
            log.warn("The journal does not know yet that {} sent its report of {}: {}", route(), day, e.getMessage());
        }
    }

    /** Looks whether it is time for an alarm, and raises it once. */
    void look() {
        LocalDate open = unnoted;
        if (open != null) {
            note(open);
        }
        Instant now = now();
        LocalDate today = expectation.by().day(now);
        if (today.equals(done) || today.equals(open) || !expectation.by().isPast(now)) {
            return;
        }
        ExpectedDays.Verdict verdict = expectation.days().on(today);
        try {
            boolean isSent = ledger.contains(key("sent", today));
            boolean isWell = isSent && verdict.trouble().isEmpty();
            if (isWell || !verdict.isExpected() || alarm(today, isSent, verdict.trouble())) {
                done = today;
            }
        } catch (JournalException | CamelExecutionException e) {
            log.warn("Whether {} is late could not be told, and is tried again: {}", route(), reason(e));
        }
    }

    /** False while another node is at it. */
    private boolean alarm(LocalDate day, boolean isSent, Optional<String> trouble) throws JournalException {
        String key = key("told", day);
        Optional<LedgerClaim> claim = ledger.add(key);
        if (claim.isEmpty()) {
            return isTold(key);
        }
        try {
            send(event(day, isSent, trouble));
        } catch (CamelExecutionException e) {
            ledger.remove(claim.get());
            throw e;
        }
        ledger.confirm(claim.get());
        return true;
    }

    private boolean isTold(String key) throws JournalException {
        return ledger.find(key).filter(LedgerEntry::done).isPresent();
    }

    private JobEvent event(LocalDate day, boolean isSent, Optional<String> trouble) {
        String unknown = trouble.map(reason -> "whether it is a day off is not known. " + reason)
                .orElse("");
        String late = "no report of " + day + " was sent to " + expectation.target() + " by " + expectation.by();
        String summary = isSent ? "The report of " + day + " was sent; " + unknown : late;
        return new JobEvent(
                isSent ? "report.failed" : "report.late",
                false,
                true,
                expectation.target(),
                isSent || trouble.isEmpty() ? summary : late + "; " + unknown,
                JobEvent.noData()
                        .put("day", day.toString())
                        .put("expectedBy", expectation.by().toString()));
    }

    private void send(JobEvent event) {
        log.warn("{}: {}", route(), Quantities.printable(event.summary()));
        try (ProducerTemplate producer = camel.createProducerTemplate()) {
            Exchange sent = producer.send(
                    expectation.events(),
                    ExchangePattern.InOnly,
                    exchange -> event.write(exchange.getMessage(), Tools.of(camel), route()));
            if (sent.getException() != null) {
                throw new CamelExecutionException("The event was not sent", sent, sent.getException());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reason(Exception e) {
        return Failure.of(e).reason();
    }

    private Instant now() {
        return Tools.of(camel).clock().instant();
    }

    private String route() {
        return expectation.route();
    }

    private String key(String what, LocalDate day) {
        return what + " " + route() + " " + expectation.target() + " " + day;
    }

    @Override
    protected void doStart() {
        ScheduledExecutorService fresh =
                camel.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "report-watch-" + route());
        fresh.scheduleWithFixedDelay(this::lookOrSay, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        clock = fresh;
    }

    // A timer that met an exception would never look again.
    private void lookOrSay() {
        try {
            look();
        } catch (RuntimeException e) {
            log.warn("Whether {} is late could not be told, and is tried again", route(), e);
        }
    }

    @Override
    protected void doStop() {
        if (clock != null) {
            camel.getExecutorServiceManager().shutdownNow(clock);
        }
    }
}
