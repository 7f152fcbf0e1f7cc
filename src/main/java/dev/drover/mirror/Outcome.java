package dev.drover.mirror;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run has come to so far. Thread-safe. */
final class Outcome {
    private final Mirror mirror;
    private final MirrorPlan plan;
    private final List<String> uploaded = new ArrayList<>();
    private final List<String> downloaded = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private final List<String> renamed = new ArrayList<>();
    private final List<Problem> failed = new ArrayList<>();
    private final List<Problem> refused = new ArrayList<>();
    private final BaseState agreed = new BaseState();
    private long withheld;
    private long bytes;
    private @Nullable String givenUp;
    private boolean stepFailed;

    Outcome(MirrorPlan plan) {
        this.mirror = plan.mirror();
        this.plan = plan;
        this.withheld = plan.withheld();
        failed.addAll(plan.unread());
        refused.addAll(plan.refused());
        agreed.addAll(plan.agreed());
    }

    void done(Step step) {
        synchronized (this) {
            if (step instanceof Step.Copy) {
                (mirror.tree(step.side()) instanceof LocalTree ? downloaded : uploaded)
                        .add(step.path().toString());
            } else if (step instanceof Step.Delete) {
                deleted.add(step.path().toString());
                agreed.remove(key(step));
            } else if (step instanceof Step.Rename) {
                renamed.add(step.path().toString());
            }
        }
        mirror.tell(new MirrorEvent.StepDone(step));
    }

    void failed(Step step, IOException failure) {
        synchronized (this) {
            stepFailed = true;
            failed.add(Problem.of(step.side(), step.path(), failure));
        }
        mirror.tell(new MirrorEvent.StepFailed(step, failure));
    }

    /** What was done did not last: neither place may count on it. */
    void undone(Step step, IOException reason) {
        synchronized (this) {
            agreed.remove(key(step));
        }
        failed(step, reason);
    }

    /** The file is there and whole, but not all that was asked for could be done to it. */
    synchronized void flawed(Problem problem) {
        failed.add(problem);
    }

    /** It is left alone, as what the plan refused. */
    synchronized void refuse(Problem problem) {
        refused.add(problem);
    }

    synchronized void notBegun(Step step) {
        stepFailed = true;
        failed.add(new Problem(step.side(), step.path(), "it was not begun, because " + givenUp));
    }

    synchronized void giveUp(String reason) {
        if (givenUp == null) {
            givenUp = reason;
        }
    }

    synchronized boolean isGivenUp() {
        return givenUp != null;
    }

    synchronized void withhold(long deletions) {
        withheld += deletions;
    }

    synchronized void moved(long count) {
        bytes += count;
    }

    synchronized boolean hasFailed() {
        return stepFailed;
    }

    /** Two-way: the directory is on both sides now. */
    synchronized void hasDirectory(Step.MakeDirectory step) {
        if (!step.path().isEmpty()) {
            agreed.addDirectory(key(step));
        }
    }

    /** Two-way: the file is on both sides now, seen there as this version. */
    synchronized void agree(Step.Copy step, Version here, Version there) {
        boolean toLeft = step.side() == Side.LEFT;
        agreed.addFile(key(step), toLeft ? there : here, toLeft ? here : there);
    }

    /** Two-way: whether a file or directory that a step makes is on both sides now. */
    synchronized boolean hasAgreed(Step step) {
        String key = key(step);
        return agreed.hasDirectory(key) || agreed.file(step.side(), key).isPresent();
    }

    /** As it is now: what is still at work when a run is interrupted changes it no more. */
    synchronized BaseState agreed() {
        BaseState copy = new BaseState();
        copy.addAll(agreed);
        return copy;
    }

    synchronized SyncResult toResult(boolean dryRun, Duration took) {
        return new SyncResult(
                uploaded,
                downloaded,
                deleted,
                renamed,
                plan.unchanged(),
                failed,
                refused,
                plan.conflicts(),
                bytes,
                withheld,
                dryRun,
                took,
                plan);
    }

    private static String key(Step step) {
        return Names.key(step.path().toString());
    }
}
