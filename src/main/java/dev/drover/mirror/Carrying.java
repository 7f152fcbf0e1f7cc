package dev.drover.mirror;

import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemoteTime;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.IfExists;
import dev.drover.transfer.Transfer;
import dev.drover.transfer.TransferEngine;
import dev.drover.transfer.TransferException;
import dev.drover.transfer.TransferResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries a plan out. What fails is noted and the rest goes on; but after a failure nothing is deleted any more. */
final class Carrying {
    private static final Logger LOG = LoggerFactory.getLogger(Carrying.class);

    /** Every further file would fail in the same way, and servers lock accounts. */
    private static final Set<ErrorClass> HOPELESS =
            Set.of(ErrorClass.AUTH, ErrorClass.TLS_POLICY, ErrorClass.CANCELLED, ErrorClass.LOCAL_FULL);

    /** Longer than any zone of a listing is off. */
    private static final Duration FORGOTTEN = Duration.ofDays(2);

    private final MirrorPlan plan;
    private final Mirror mirror;
    private final TransferEngine transfers;
    private final Workers workers;
    private final Outcome outcome;
    private final Instant begin;
    private final Map<Side, TreeWriter> writers = new EnumMap<>(Side.class);
    private final Map<Side, Preserving> preserving = new EnumMap<>(Side.class);

    Carrying(MirrorPlan plan, TransferEngine transfers, Workers workers, Outcome outcome, Instant begin) {
        this.plan = plan;
        this.mirror = plan.mirror();
        this.transfers = transfers;
        this.workers = workers;
        this.outcome = outcome;
        this.begin = begin;
        for (Side side : Side.values()) {
            TreeWriter writer = TreeWriter.of(mirror.tree(side));
            writers.put(side, writer);
            preserving.put(side, new Preserving(mirror, writer));
        }
    }

    void run() throws IOException {
        steps();
        for (Preserving keeping : preserving.values()) {
            keeping.report(outcome);
        }
    }

    private void steps() throws IOException {
        Predicate<Step> keeps = namesThatAreKept();
        eachInTurn(plan.renames(), this::rename);
        eachInTurn(plan.directories().stream().filter(keeps).toList(), this::make);
        atOnce(plan.copies().stream().filter(keeps).toList());
        if (!outcome.hasFailed() || (mirror.isTwoWay() && !outcome.isGivenUp())) {
            lookForArrivals();
        }
        if (outcome.hasFailed()) {
            outcome.withhold(plan.deletes().size());
            return;
        }
        emptyOfLeftovers();
        deletions();
        eachInTurn(plan.lateDirectories(), this::make);
        atOnce(plan.lateCopies());
        if (!outcome.hasFailed()) {
            plan.leftovers().stream().filter(this::isForgotten).forEach(this::removeLeftover);
        }
    }

    /** Two-way: which steps are not to be done, because the server would give what they make another name, is told here. */
    private Predicate<Step> namesThatAreKept() {
        Predicate<Step> keeps = step -> true;
        for (Side side : Side.values()) {
            if (mirror.isTwoWay() && mirror.tree(side) instanceof RemoteTree remote) {
                keeps = keeps.and(new KeptNames(remote, side, plan, outcome)::accept);
            }
        }
        return keeps;
    }

    private void lookForArrivals() throws IOException {
        for (Side side : Side.values()) {
            Arrivals arrivals = new Arrivals(plan, side, writer(side));
            workers.map(arrivals.inDoubt(outcome).values(), steps -> {
                requireArrived(arrivals, steps);
                return steps;
            });
        }
    }

    private void requireArrived(Arrivals arrivals, List<Step> steps) {
        try {
            arrivals.unseen(steps).forEach(step -> outcome.undone(step, Arrivals.missing(step)));
        } catch (IOException e) {
            outcome.failed(steps.get(0), e);
        }
    }

    private void deletions() throws IOException {
        atOnce(
                plan.deletes().stream().filter(step -> !step.directory()).toList(),
                step -> carryOut(step, () -> delete(step)));
        // Directories come after what is in them, so in the order of the plan; a failure above leaves them full.
        eachInTurn(plan.deletes().stream().filter(Step.Delete::directory).toList(), this::delete);
    }

    private <S extends Step> void eachInTurn(List<S> steps, Doing<S> doing) {
        for (S step : steps) {
            carryOut(step, () -> doing.on(step));
        }
    }

    private void atOnce(Collection<Step.Copy> copies) throws IOException {
        atOnce(copies, step -> carryOut(step, () -> copy(step)));
    }

    private <S extends Step> void atOnce(Collection<S> steps, Consumer<S> doing) throws IOException {
        workers.map(steps, step -> {
            doing.accept(step);
            return step;
        });
    }

    private void carryOut(Step step, Deed deed) {
        if (mirror.cancellation().isCancelled()) {
            outcome.giveUp("the mirror was cancelled");
        }
        if (outcome.isGivenUp()) {
            outcome.notBegun(step);
            return;
        }
        try {
            deed.run();
            outcome.done(step);
        } catch (IOException e) {
            LOG.debug("A step of the mirror {} failed: {}", mirror, step, e);
            boolean isFull = ErrorClass.of(e) == ErrorClass.LOCAL_FULL;
            if (isFull || (e instanceof TransferException failure && HOPELESS.contains(failure.errorClass()))) {
                outcome.giveUp(Problem.sentence(e));
            } else if (cannotConnect(e)) {
                goneServer().ifPresent(outcome::giveUp);
            }
            outcome.failed(step, e);
        }
    }

    private static boolean cannotConnect(Throwable failure) {
        Throwable at = failure;
        while (at != null && !(at instanceof FtpConnectException)) {
            at = at.getCause();
        }
        return at != null;
    }

    /** A data connection can fail alone. When a server is gone, to try each other file for half a minute helps nobody. */
    private Optional<String> goneServer() {
        for (Side side : Side.values()) {
            if (mirror.tree(side) instanceof RemoteTree remote) {
                try {
                    remote.client().call(session -> {
                        session.ping();
                        return session;
                    });
                } catch (FtpConnectException gone) {
                    return Optional.of(Problem.sentence(gone));
                } catch (IOException other) {
                    LOG.debug("The server of {} answers, and not well: {}", remote, other.toString());
                }
            }
        }
        return Optional.empty();
    }

    private void rename(Step.Rename step) throws IOException {
        writer(step.side()).rename(step.from(), step.path());
    }

    private void make(Step.MakeDirectory step) throws IOException {
        writer(step.side()).makeDirectory(step.path());
        if (Arrivals.isAtRisk(step.path().name())) {
            Arrivals.requireThere(step, writer(step.side()));
        }
        outcome.hasDirectory(step);
    }

    private void copy(Step.Copy step) throws IOException {
        TreeWriter to = writer(step.side());
        if (mirror.isTwoWay() && step.replaced().isPresent()) {
            requireStill(step, step.replaced().get());
        }
        boolean mayReplace = !mirror.isTwoWay() || step.replaced().isPresent();
        // Asked before the file is read: what changes after that is newer than what is remembered of it.
        Optional<RemoteTime> time = exactTime(step);
        Transfer transfer = Transfer.builder(
                        writer(step.side().other()).location(step.from()), to.location(step.path()))
                .ifExists(mayReplace ? IfExists.OVERWRITE : IfExists.FAIL)
                .token(Selection.TOKEN)
                .verification(mirror.verification())
                .retry(mirror.retry())
                .waitsForSpace(false)
                .publishing(name -> requireStillUnlessBusy(step))
                .cancellation(mirror.cancellation())
                .listener(event -> mirror.tell(new MirrorEvent.Moving(step, event)))
                .build();
        TransferResult result = transfers.transfer(transfer);
        outcome.moved(result.bytesMoved());
        Preserving keeping = Objects.requireNonNull(preserving.get(step.side()));
        keeping.mode(step);
        boolean kept = time.isPresent() && keeping.time(step, time.get());
        if (!kept && Arrivals.isAtRisk(step.path().name())) {
            Arrivals.requireThere(step, to);
        }
        if (mirror.isTwoWay()) {
            Version there = kept ? new Version(step.version().size(), time.map(Preserving::inSeconds)) : look(step);
            outcome.agree(step, new Version(step.version().size(), time), there);
        }
    }

    /** A listing by LIST tells minutes at best; the copy shall have the seconds too. */
    private Optional<RemoteTime> exactTime(Step.Copy step) throws IOException {
        Optional<RemoteTime> told = step.version().modified();
        boolean worthAsking =
                (mirror.preservesTimes() || mirror.isTwoWay()) && (told.isEmpty() || Windows.isCoarse(told.get()));
        if (!worthAsking) {
            return told;
        }
        try {
            Optional<RemoteTime> exact = writer(step.side().other()).exactTime(step.from());
            return exact.isPresent() ? exact : told;
        } catch (FtpReplyException refused) {
            if (!refused.sessionUsable()) {
                throw refused;
            }
            return told;
        }
    }

    private Version look(Step.Copy step) throws IOException {
        TreeWriter to = writer(step.side());
        Version seen = to.look(step.path())
                .orElseThrow(() -> new IOException("The copy of \"" + step.path() + "\" is gone already"));
        return seen.modified().filter(Windows::isCoarse).isEmpty()
                ? seen
                : new Version(seen.size(), to.exactTime(step.path()));
    }

    private void delete(Step.Delete step) throws IOException {
        if (mirror.isTwoWay() && !step.directory()) {
            requireStill(step, step.version());
        }
        writer(step.side()).delete(step.path(), step.directory());
    }

    /**
     * Once more when the copy is whole, which may be hours later. Not where each session is taken by a transfer: they would
     * wait for each other.
     */
    private void requireStillUnlessBusy(Step.Copy step) throws IOException {
        Tree there = mirror.tree(step.side());
        int held = mirror.tree(step.side().other()) instanceof RemoteTree ? 2 * mirror.parallel() : mirror.parallel();
        boolean isFree =
                !(there instanceof RemoteTree remote) || remote.client().pool().limit() > held;
        if (mirror.isTwoWay() && step.replaced().isPresent() && isFree) {
            requireStill(step, step.replaced().get());
        }
    }

    /** Two-way: what changed since the plan was made is somebody's work, and stays. */
    private void requireStill(Step step, Version planned) throws IOException {
        Optional<Version> now = writer(step.side()).look(step.path());
        if (now.isPresent() && !isSame(now.get(), planned)) {
            throw new IOException("The file \"" + step.path() + "\" in " + mirror.tree(step.side())
                    + " changed meanwhile; it was left alone");
        }
    }

    private static boolean isSame(Version now, Version planned) {
        boolean sameSize = now.size().isEmpty()
                || planned.size().isEmpty()
                || now.size().getAsLong() == planned.size().getAsLong();
        if (!sameSize || now.modified().isEmpty() || planned.modified().isEmpty()) {
            return sameSize;
        }
        RemoteTime before = planned.modified().get();
        RemoteTime after = now.modified().get();
        return Windows.agree(after, before) || (Windows.isCoarse(before) && Windows.differByZone(before, after));
    }

    /** A directory that is to go must be empty then. */
    private void emptyOfLeftovers() {
        for (MirrorPlan.Leftover leftover : plan.leftovers()) {
            boolean liesInOne = plan.deletes().stream()
                    .anyMatch(step -> step.directory()
                            && step.side() == leftover.side()
                            && leftover.path().toString().startsWith(step.path() + "/"));
            if (liesInOne) {
                removeLeftover(leftover);
            }
        }
    }

    /** Two machines that meet in one tree of a server write there at the same time: theirs is not forgotten yet. */
    private boolean isForgotten(MirrorPlan.Leftover leftover) {
        if (!mirror.isTwoWay()) {
            return true;
        }
        try {
            return writer(leftover.side())
                    .look(leftover.path())
                    .flatMap(Version::modified)
                    .filter(time -> Windows.end(time).isBefore(begin.minus(FORGOTTEN)))
                    .isPresent();
        } catch (IOException e) {
            LOG.warn("A partial file of an interrupted mirror stays: {}: {}", leftover.path(), e.toString());
            return false;
        }
    }

    private void removeLeftover(MirrorPlan.Leftover leftover) {
        try {
            writer(leftover.side()).delete(leftover.path(), false);
        } catch (IOException e) {
            LOG.warn(
                    "A partial file of an interrupted mirror could not be removed: {}: {}",
                    leftover.path(),
                    e.toString());
        }
    }

    private TreeWriter writer(Side side) {
        return Objects.requireNonNull(writers.get(side));
    }

    @FunctionalInterface
    private interface Deed {
        void run() throws IOException;
    }

    @FunctionalInterface
    private interface Doing<S extends Step> {
        void on(S step) throws IOException;
    }
}
