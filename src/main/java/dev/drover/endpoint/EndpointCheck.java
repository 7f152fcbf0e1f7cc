package dev.drover.endpoint;

import dev.drover.endpoint.EndpointReport.Step;
import dev.drover.endpoint.EndpointReport.Verdict;
import dev.drover.ftp.client.Features;
import dev.drover.ftp.client.FtpSession;
import dev.drover.ftp.client.Listing;
import dev.drover.ftp.client.TlsDetails;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tries an endpoint out: connects, logs in, looks at the protection, asks for the features, lists the root. Writes
 * nothing unless it is asked to. Thread-safe.
 */
public final class EndpointCheck {
    /** Certificates are renewed in good time, or somebody forgot. */
    private static final Duration SOON = Duration.ofDays(30);

    private static final List<String> TELLING_FEATURES =
            List.of("MLST", "SIZE", "MDTM", "MFMT", "REST", "UTF8", "HASH", "XSHA256", "XCRC", "XMD5", "MODE", "EPSV");

    private static final String CONNECT = "connect";
    private static final String LOG_IN = "log in";

    private final Clock clock;

    public EndpointCheck(Clock clock) {
        this.clock = clock;
    }

    /** Tries it; a failure stands in the report. */
    public EndpointReport check(Endpoint endpoint) {
        return check(endpoint, Optional.empty());
    }

    /**
     * The same, and then a small file goes there and back and is deleted again.
     *
     * @param directory where it goes, below the root of the endpoint; made when it is missing, and removed again unless
     *     somebody used it meanwhile
     */
    public EndpointReport checkWriting(Endpoint endpoint, RelativePath directory) {
        return check(endpoint, Optional.of(directory));
    }

    private EndpointReport check(Endpoint endpoint, Optional<RelativePath> directory) {
        Steps steps = new Steps();
        if (endpoint instanceof FtpEndpoint ftp) {
            check(ftp, steps);
        } else if (endpoint instanceof LocalEndpoint local) {
            check(local, steps);
        }
        boolean isGood = steps.done.stream().noneMatch(step -> step.verdict() == Verdict.BAD);
        if (isGood && directory.isPresent()) {
            steps.step("transfer", () -> new RoundTrip(endpoint, directory.get()).run());
        }
        return new EndpointReport(endpoint.name(), steps.done, steps.failure);
    }

    private void check(LocalEndpoint endpoint, Steps steps) {
        boolean found = steps.step("list", () -> {
            int count = Housekeeping.list(endpoint.locate(RelativePath.ROOT), false, file -> true, Integer.MAX_VALUE)
                    .size();
            return good(count + " entries in " + endpoint.root());
        });
        if (found && endpoint.access().isGiven(Action.PUT)) {
            steps.step(
                    "write",
                    () -> Files.isWritable(endpoint.root())
                            ? good("allowed")
                            : new Finding(Verdict.BAD, "this process may not write to " + endpoint.root()));
        }
    }

    private void check(FtpEndpoint endpoint, Steps steps) {
        List<FtpSession> opened = new ArrayList<>();
        try {
            long begin = System.nanoTime();
            boolean in = steps.step(LOG_IN, () -> {
                opened.add(endpoint.client().open());
                return good(opened.get(0).greeting().toString());
            });
            Optional<Duration> connected = endpoint.connects().since(begin);
            if (connected.isPresent()) {
                String server = endpoint.client().address().toString();
                steps.divide(CONNECT, server, connected.get());
            } else if (!in) {
                steps.rename(CONNECT);
            }
            if (in) {
                check(endpoint, opened.get(0), steps);
            }
        } finally {
            opened.forEach(FtpSession::close);
        }
    }

    private void check(FtpEndpoint endpoint, FtpSession session, Steps steps) {
        session.tls().ifPresent(tls -> {
            steps.step("protection", () -> good(tls.protocol() + ", " + tls.cipherSuite()));
            steps.step("certificate", () -> certificate(tls));
        });
        steps.step("features", () -> features(session.features()));
        steps.step("list", () -> list(endpoint, session));
    }

    private Finding certificate(TlsDetails tls) {
        Optional<X509Certificate> own = tls.certificates().stream().findFirst();
        if (own.isEmpty()) {
            return new Finding(Verdict.WARNING, "the server shows none");
        }
        String name = own.get().getSubjectX500Principal().getName();
        Instant end = own.get().getNotAfter().toInstant();
        long days = Duration.between(clock.instant(), end).toDays();
        String detail = name + ", valid until " + end + " (" + days + " days)";
        if (end.isBefore(clock.instant())) {
            return new Finding(Verdict.WARNING, name + ", expired on " + end);
        }
        return new Finding(end.isBefore(clock.instant().plus(SOON)) ? Verdict.WARNING : Verdict.GOOD, detail);
    }

    private static Finding features(Features features) {
        String known = TELLING_FEATURES.stream().filter(features::has).collect(Collectors.joining(" "));
        Stream<String> lacking = Stream.of(
                        features.has("REST", "STREAM") ? "" : "broken transfers cannot be resumed",
                        features.has("SIZE") ? "" : "sizes cannot be verified",
                        features.has("UTF8") ? "" : "names are in the configured charset")
                .filter(text -> !text.isEmpty());
        String warnings = lacking.collect(Collectors.joining("; "));
        return warnings.isEmpty() ? good(known) : new Finding(Verdict.WARNING, known + " (" + warnings + ")");
    }

    private static Finding list(FtpEndpoint endpoint, FtpSession session) throws IOException {
        long count = 0;
        try (Listing entries = session.openListing(endpoint.root())) {
            while (entries.hasNext()) {
                entries.next();
                count++;
            }
        }
        String where = endpoint.root().isEmpty()
                ? "the login's directory"
                : endpoint.root().toString();
        return good(count + " entries in " + where);
    }

    static Finding good(String detail) {
        return new Finding(Verdict.GOOD, detail);
    }

    /** What a step found. */
    record Finding(Verdict verdict, String detail) {}

    /** Something to try. */
    @FunctionalInterface
    private interface Trial {
        Finding run() throws IOException;
    }

    /** The steps that have been done. */
    private static final class Steps {
        private final List<Step> done = new ArrayList<>();
        private Optional<ErrorClass> failure = Optional.empty();

        /** The last step was another one. */
        void rename(String what) {
            Step last = done.remove(done.size() - 1);
            done.add(new Step(what, last.verdict(), last.detail(), last.took()));
        }

        /** The first part of the last step was one of its own. */
        void divide(String what, String detail, Duration took) {
            Step whole = done.remove(done.size() - 1);
            Duration rest = whole.took().minus(took);
            done.add(new Step(what, Verdict.GOOD, detail, took));
            done.add(new Step(whole.what(), whole.verdict(), whole.detail(), rest.isNegative() ? Duration.ZERO : rest));
        }

        /** Does one more; false when it went wrong. */
        boolean step(String what, Trial trial) {
            long start = System.nanoTime();
            Finding finding;
            try {
                finding = trial.run();
            } catch (IOException e) {
                finding = new Finding(Verdict.BAD, String.valueOf(e.getMessage()));
                failure = Optional.of(ErrorClass.of(e));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            done.add(new Step(what, finding.verdict(), finding.detail(), took));
            return finding.verdict() != Verdict.BAD;
        }
    }
}
