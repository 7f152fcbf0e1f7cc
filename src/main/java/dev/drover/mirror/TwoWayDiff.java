package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import dev.drover.transfer.PathRefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What brings the changes of each tree into the other, seen from what both had in common before. */
final class TwoWayDiff {
    private final Mirror mirror;
    private final TreeScan left;
    private final TreeScan right;
    private final BaseState base;
    private final Sameness sameness;
    private final Comparing comparing;
    private final List<Doubt> doubts = new ArrayList<>();
    private final MirrorPlan.Draft draft;

    TwoWayDiff(Mirror mirror, TreeScan left, TreeScan right, BaseState base, Sameness sameness, Comparing comparing) {
        this.mirror = mirror;
        this.left = left;
        this.right = right;
        this.base = base;
        this.sameness = sameness;
        this.comparing = comparing;
        this.draft = new MirrorPlan.Draft(mirror, left, right);
    }

    /**
     * @throws MirrorRefusedException when a tree is gone that was there before: that is no deletion of all its files
     */
    MirrorPlan run() throws IOException {
        for (TreeScan scan : new TreeScan[] {left, right}) {
            if (!scan.exists() && !base.isEmpty()) {
                throw new MirrorRefusedException("The directory " + scan.tree()
                        + " is missing, although the last run of the mirror " + mirror
                        + " found it; nothing was touched. If it was removed on purpose, remove the state file too");
            }
        }
        if (!left.exists() && !right.exists()) {
            throw new MirrorRefusedException("Neither " + left.tree() + " nor " + right.tree() + " exists");
        }
        if (!left.exists() || !right.exists()) {
            Side missing = left.exists() ? Side.RIGHT : Side.LEFT;
            draft.make(new Step.MakeDirectory(missing, RemotePath.WORKING_DIRECTORY), false);
        }
        walk(left.root(), right.root(), "", RemotePath.WORKING_DIRECTORY, RemotePath.WORKING_DIRECTORY);
        settle();
        return draft.toPlan();
    }

    /** What neither size nor time can tell, the contents do; all of these at once, since some of it takes long. */
    private void settle() throws IOException {
        List<Contents.Verdict> verdicts =
                comparing.compare(doubts.stream().map(Doubt::files).toList());
        for (int i = 0; i < verdicts.size(); i++) {
            Doubt doubt = doubts.get(i);
            Contents.Verdict verdict = verdicts.get(i);
            draft.compared(verdict.bytes());
            if (verdict.same()) {
                same(doubt.key(), doubt.onLeft(), doubt.onRight());
            } else {
                String reason = verdict.failure()
                        .map(failure -> "it is new or changed on both sides, and whether both are the same could not be"
                                + " told: " + failure)
                        .orElseGet(() -> changedOnBoth(doubt.key()));
                conflict(Side.LEFT, doubt.files().left(), doubt.key(), reason);
            }
        }
    }

    /** Whether nothing of the directory stays. */
    private boolean walk(
            @Nullable TreeEntry one, @Nullable TreeEntry other, String prefix, RemotePath onLeft, RemotePath onRight)
            throws IOException {
        Map<String, TreeEntry> ones = one == null ? Map.of() : one.children();
        Map<String, TreeEntry> others = other == null ? Map.of() : other.children();
        Set<String> names = new TreeSet<>(ones.keySet());
        names.addAll(others.keySet());
        boolean allGone = true;
        for (String name : names) {
            TreeEntry l = ones.get(name);
            TreeEntry r = others.get(name);
            RemotePath leftPath = onLeft.resolve(nameOf(l, r));
            RemotePath rightPath = onRight.resolve(nameOf(r, l));
            String key = prefix.isEmpty() ? name : prefix + "/" + name;
            allGone &= pair(l, r, key, leftPath, rightPath);
        }
        boolean holdsMore = (one != null && one.holdsUnseen()) || (other != null && other.holdsUnseen());
        return allGone && !holdsMore;
    }

    private static RemotePath nameOf(@Nullable TreeEntry own, @Nullable TreeEntry other) {
        TreeEntry present = own != null ? own : other;
        if (present == null) {
            throw new IllegalStateException("a name comes from one of the two trees");
        }
        return Names.last(present.path());
    }

    private boolean pair(
            @Nullable TreeEntry l, @Nullable TreeEntry r, String key, RemotePath leftPath, RemotePath rightPath)
            throws IOException {
        if (isUntouchable(l) || isUntouchable(r)) {
            draft.agreed().keep(base, key);
            return false;
        }
        if (l != null && r != null) {
            both(l, r, key, leftPath, rightPath);
            return false;
        }
        return l != null
                ? single(Side.LEFT, l, key, leftPath, rightPath)
                : single(Side.RIGHT, Objects.requireNonNull(r), key, leftPath, rightPath);
    }

    private void both(TreeEntry l, TreeEntry r, String key, RemotePath leftPath, RemotePath rightPath)
            throws IOException {
        if (l.isDirectory() && r.isDirectory()) {
            draft.agreed().addDirectory(key);
            walk(l, r, key, leftPath, rightPath);
        } else if (l.isFile() && r.isFile()) {
            files(l, r, key, leftPath, rightPath);
        } else {
            conflict(Side.LEFT, leftPath, key, "it is a file on one side and a directory on the other");
        }
    }

    private void files(TreeEntry l, TreeEntry r, String key, RemotePath leftPath, RemotePath rightPath)
            throws IOException {
        boolean leftChanged = isChanged(Side.LEFT, l, key);
        boolean rightChanged = isChanged(Side.RIGHT, r, key);
        if (leftChanged != rightChanged) {
            // One is about to be replaced: that it changed within the minute of its listing must not be missed.
            leftChanged = leftChanged || !isStillExactly(Side.LEFT, l, key);
            rightChanged = rightChanged || !isStillExactly(Side.RIGHT, r, key);
        }
        if (!leftChanged && !rightChanged) {
            draft.unchanged();
            // What was remembered may be exact to the second, where the listing is not.
            draft.agreed().keep(base, key);
        } else if (leftChanged && rightChanged) {
            changedOnBoth(l, r, key, leftPath);
        } else {
            draft.agreed().keep(base, key);
            Side to = leftChanged ? Side.RIGHT : Side.LEFT;
            TreeEntry old = leftChanged ? r : l;
            copy(to, leftChanged ? l : r, to == Side.RIGHT ? rightPath : leftPath, Optional.of(old), "changed");
        }
    }

    private void changedOnBoth(TreeEntry l, TreeEntry r, String key, RemotePath leftPath) throws IOException {
        if (!sameness.mayBeSame(l, r)) {
            conflict(Side.LEFT, leftPath, key, changedOnBoth(key));
            return;
        }
        // Asked before anything is read: what changes after that is newer than what is remembered of it.
        Version onLeft = sameness.exactVersion(Side.LEFT, l);
        Version onRight = sameness.exactVersion(Side.RIGHT, r);
        if (sameness.isSameBySize(l, r)) {
            same(key, onLeft, onRight);
        } else {
            doubts.add(new Doubt(key, new Contents.Pair(l.path(), r.path()), onLeft, onRight));
        }
    }

    private void same(String key, Version onLeft, Version onRight) {
        draft.unchanged();
        draft.agreed().addFile(key, onLeft, onRight);
    }

    private String changedOnBoth(String key) {
        return base.file(Side.LEFT, key).isPresent()
                ? "it was changed on both sides"
                : "it is new on both sides and differs";
    }

    /** On one side only. Whether it goes. */
    private boolean single(Side side, TreeEntry entry, String key, RemotePath leftPath, RemotePath rightPath)
            throws IOException {
        RemotePath there = side == Side.LEFT ? rightPath : leftPath;
        if (!isLegal(side.other(), there)) {
            return false;
        }
        if (entry.isFile()) {
            return singleFile(side, entry, key, there);
        }
        boolean leftSide = side == Side.LEFT;
        boolean allGone = walk(leftSide ? entry : null, leftSide ? null : entry, key, leftPath, rightPath);
        if (base.hasDirectory(key) && allGone) {
            draft.agreed().keep(base, key);
            draft.delete(new Step.Delete(side, entry.path(), true, Version.of(entry)));
            return true;
        }
        if (!mirror.selection().isNarrow() || entry.files() > 0) {
            draft.make(new Step.MakeDirectory(side.other(), there), false);
        }
        return false;
    }

    private boolean singleFile(Side side, TreeEntry file, String key, RemotePath there) throws IOException {
        if (base.file(side, key).isEmpty()) {
            copy(side.other(), file, there, Optional.empty(), "new");
            return false;
        }
        draft.agreed().keep(base, key);
        if (!isStillExactly(side, file, key)) {
            conflict(side, file.path(), key, "it was changed on one side and deleted on the other");
            return false;
        }
        draft.delete(new Step.Delete(side, file.path(), false, Version.of(file)));
        return true;
    }

    private boolean isStillExactly(Side side, TreeEntry file, String key) throws IOException {
        Optional<Version> before = base.file(side, key);
        return before.isPresent() && sameness.isStillExactly(side, file, before.get());
    }

    private boolean isChanged(Side side, TreeEntry file, String key) throws IOException {
        Optional<Version> before = base.file(side, key);
        return before.isEmpty() || !sameness.isStill(side, file, before.get());
    }

    private void copy(Side to, TreeEntry from, RemotePath path, Optional<TreeEntry> replaced, String reason) {
        draft.copy(
                new Step.Copy(
                        to,
                        from.path(),
                        path,
                        sameness.version(to.other(), from),
                        from.mode(),
                        replaced.map(Version::of),
                        reason),
                false);
    }

    private void conflict(Side side, RemotePath path, String key, String reason) {
        draft.agreed().keep(base, key);
        draft.conflict(new Problem(side, path, reason));
    }

    private boolean isLegal(Side side, RemotePath path) {
        if (mirror.tree(side) instanceof LocalTree local) {
            try {
                local.resolve(path);
            } catch (PathRefusedException e) {
                draft.refuse(Problem.of(side, path, e));
                return false;
            }
        }
        return true;
    }

    private static boolean isUntouchable(@Nullable TreeEntry entry) {
        return entry != null && entry.kind() == TreeEntry.Kind.UNTOUCHABLE;
    }

    /** A file that only its contents tell apart from its counterpart, and what is remembered when they do not. */
    private record Doubt(String key, Contents.Pair files, Version onLeft, Version onRight) {}

    /** Compares contents, and gives the verdicts in the order of the files. */
    @FunctionalInterface
    interface Comparing {
        List<Contents.Verdict> compare(List<Contents.Pair> files) throws IOException;
    }
}
