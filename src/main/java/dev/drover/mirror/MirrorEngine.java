package dev.drover.mirror;

import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes two trees equal: reads both, works out a plan, carries it out. Thread-safe, but runs of different mirrors with
 * the same target at once disturb each other. Stateless but for the state file of a two-way mirror; a run that was
 * interrupted is simply run again and goes on, half-sent files included.
 *
 * <p>What it promises: a file is under its name only when it is whole; nothing is deleted unless both trees were read
 * completely, every copy succeeded, and the number is within {@link DeleteLimit}; a second run over equal trees moves
 * nothing and lists each directory once.
 */
public final class MirrorEngine {
    private final TransferEngine transfers;
    private final Clock clock;

    public MirrorEngine(TransferEngine transfers) {
        this(transfers, Clock.systemUTC());
    }

    public MirrorEngine(TransferEngine transfers, Clock clock) {
        this.transfers = transfers;
        this.clock = clock;
    }

    /**
     * Reads both trees, and of a two-way mirror what files are new or changed on both sides, and works out what a run
     * would do. Changes nothing, so on a server that tells in no other way
     * whether it keeps times it is taken to keep them.
     *
     * @throws IOException when a tree cannot be read at all
     */
    public MirrorPlan plan(Mirror mirror) throws IOException {
        try (Workers workers = workers(mirror)) {
            return plan(mirror, workers, false);
        }
    }

    /**
     * Makes the trees equal. Single failures are in the result.
     *
     * @throws MirrorRefusedException when the plan would delete more than it may, a tree has vanished, or one lies in the
     *     other
     * @throws MirrorBusyException when another run of it is at work on this machine
     * @throws IOException when a tree cannot be read at all
     */
    public SyncResult run(Mirror mirror) throws IOException {
        Instant start = clock.instant();
        if (mirror.isDryRun()) {
            return run(mirror, start);
        }
        try (RunLock lock = RunLock.of(mirror)) {
            return run(mirror, start);
        }
    }

    private SyncResult run(Mirror mirror, Instant start) throws IOException {
        try (Workers workers = workers(mirror)) {
            MirrorPlan plan = plan(mirror, workers, !mirror.isDryRun());
            SyncResult result = carryOut(plan, workers, start);
            if (result.isComplete() && plan.unread().isEmpty()) {
                LastRun.of(mirror).note(start);
            }
            return result;
        }
    }

    /** Carries out a plan that {@link #plan} gave, as far as it still fits the trees. */
    public SyncResult apply(MirrorPlan plan) throws IOException {
        try (RunLock lock = RunLock.of(plan.mirror());
                Workers workers = workers(plan.mirror())) {
            return carryOut(plan, workers, clock.instant());
        }
    }

    private SyncResult carryOut(MirrorPlan plan, Workers workers, Instant start) throws IOException {
        Mirror mirror = plan.mirror();
        Outcome outcome = new Outcome(plan);
        mirror.tell(new MirrorEvent.Planned(plan));
        if (!mirror.isDryRun()) {
            if (plan.refusal().isPresent()) {
                throw new MirrorRefusedException(plan.refusal().get());
            }
            try {
                new Carrying(plan, transfers, workers, outcome, start).run();
            } finally {
                remember(mirror, outcome);
            }
        }
        SyncResult result = outcome.toResult(mirror.isDryRun(), Duration.between(start, clock.instant()));
        mirror.tell(new MirrorEvent.Ended(result));
        return result;
    }

    private static void remember(Mirror mirror, Outcome outcome) throws IOException {
        if (mirror.state().isPresent()) {
            outcome.agreed().write(mirror.state().get(), mirror);
        }
    }

    private MirrorPlan plan(Mirror mirror, Workers workers, boolean mayWrite) throws IOException {
        Overlap.refuse(mirror);
        BaseState base =
                mirror.state().isPresent() ? BaseState.read(mirror.state().get(), mirror) : new BaseState();
        Scans scans = scans(mirror, workers, base);
        TreeScan left = scans.left();
        TreeScan right = scans.right();
        LastRun last = LastRun.of(mirror);
        Sameness sameness = new Sameness(
                mirror.comparison(),
                clockOf(left, false, true),
                clockOf(right, mayWrite && !mirror.isTwoWay(), mirror.preservesTimes()),
                new Digests(mirror.left(), mirror.right()),
                base.stored(),
                source -> last.isTouchedSince(source.path()));
        Contents contents = new Contents(mirror);
        return mirror.isTwoWay()
                ? new TwoWayDiff(mirror, left, right, base, sameness, pairs -> workers.map(pairs, contents::compare))
                        .run()
                : new OneWayDiff(mirror, left, right, sameness, clock.instant()).run();
    }

    /** Both trees. The second is asked for what the first one has, and both for what they had: servers hide names with a dot. */
    private static Scans scans(Mirror mirror, Workers workers, BaseState base) throws IOException {
        OwnFiles own = OwnFiles.of(mirror);
        Hidden remembered = new Hidden().addAll(base);
        if (mirror.right() instanceof LocalTree) {
            TreeScan right = scan(mirror, Side.RIGHT, workers, remembered, own);
            Hidden expected = new Hidden().addAll(base).addAll(right.root());
            return new Scans(scan(mirror, Side.LEFT, workers, expected, own), right);
        }
        TreeScan left = scan(mirror, Side.LEFT, workers, remembered, own);
        Hidden expected = new Hidden().addAll(base).addAll(left.root());
        TreeScan right = scan(mirror, Side.RIGHT, workers, expected, own);
        boolean mayBeHidden = mirror.left() instanceof RemoteTree && Hidden.hasMore(right.root(), left.root());
        if (mirror.deletes() && !mirror.isTwoWay() && mayBeHidden) {
            left = scan(mirror, Side.LEFT, workers, new Hidden().addAll(right.root()), own);
        }
        return new Scans(left, right);
    }

    private static TreeScan scan(Mirror mirror, Side side, Workers workers, Hidden hidden, OwnFiles own)
            throws IOException {
        // Through a link in the target files would be replaced or deleted that lie elsewhere.
        boolean readOnly = side == Side.LEFT && !mirror.isTwoWay();
        Links links = mirror.links() == Links.FOLLOW && !readOnly ? Links.REPORT : mirror.links();
        Tree tree = mirror.tree(side);
        TreeScan scan = tree instanceof LocalTree local
                ? new LocalScan(local, side, mirror, links, own).run()
                : new RemoteScan((RemoteTree) tree, side, mirror, links, hidden, own).run(workers);
        if (side == Side.LEFT && !scan.exists() && !mirror.isTwoWay()) {
            String text = "The source " + tree + " of the mirror does not exist";
            throw new IOException(text, new NoSuchFileException(tree.toString()));
        }
        long files = scan.root().files();
        mirror.tell(new MirrorEvent.Scanned(tree, files, scan.root().directories()));
        return scan;
    }

    private PlaceClock clockOf(TreeScan scan, boolean mayWrite, boolean tellsTimes) throws IOException {
        return scan.tree() instanceof RemoteTree remote
                ? ServerClock.of(remote, scan, clock, mayWrite, tellsTimes)
                : new PlaceClock.ThisMachine(tellsTimes);
    }

    /** No more threads than there are sessions for them: those over would only wait, and some in vain. */
    private static Workers workers(Mirror mirror) {
        List<RemoteTree> remotes = Stream.of(mirror.left(), mirror.right())
                .filter(RemoteTree.class::isInstance)
                .map(RemoteTree.class::cast)
                .toList();
        int sessions = remotes.stream()
                .mapToInt(tree -> tree.client().pool().limit())
                .min()
                .orElse(Integer.MAX_VALUE);
        boolean sameServer = remotes.size() == 2
                && remotes.get(0).client().equals(remotes.get(1).client());
        if (sameServer && sessions < 2) {
            throw new IllegalArgumentException("The mirror " + mirror
                    + " needs two sessions at once, one to read and one to write; let its client have two");
        }
        int most = sameServer ? sessions / 2 : sessions;
        return new Workers(
                Math.min(mirror.parallel(), most), () -> mirror.cancellation().suspend());
    }

    /** Two trees as they were found. */
    private record Scans(TreeScan left, TreeScan right) {}
}
