package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import dev.drover.transfer.PathRefusedException;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What makes the right tree equal to the left one. */
final class OneWayDiff {
    private static final Side TARGET = Side.RIGHT;

    private final Mirror mirror;
    private final TreeScan source;
    private final TreeScan target;
    private final Sameness sameness;
    private final Instant now;
    private final MirrorPlan.Draft draft;

    OneWayDiff(Mirror mirror, TreeScan source, TreeScan target, Sameness sameness, Instant now) {
        this.mirror = mirror;
        this.source = source;
        this.target = target;
        this.sameness = sameness;
        this.now = now;
        this.draft = new MirrorPlan.Draft(mirror, source, target);
    }

    MirrorPlan run() throws IOException {
        if (!target.exists()) {
            draft.make(new Step.MakeDirectory(TARGET, RemotePath.WORKING_DIRECTORY), false);
        }
        walk(source.root(), target.root(), RemotePath.WORKING_DIRECTORY, false);
        return draft.toPlan();
    }

    /** {@code at} is where the directory is in the target once renames are done. */
    private void walk(TreeEntry from, @Nullable TreeEntry to, RemotePath at, boolean late) throws IOException {
        Map<String, TreeEntry> there = to == null ? Map.of() : to.children();
        Map<String, TreeEntry> renamed = mirror.deletes() ? caseTwins(from.children(), there) : Map.of();
        for (Map.Entry<String, TreeEntry> child : from.children().entrySet()) {
            TreeEntry twin = renamed.get(child.getKey());
            TreeEntry counterpart = twin != null ? twin : there.get(child.getKey());
            RemotePath name = Names.last(
                    counterpart == null || twin != null ? child.getValue().path() : counterpart.path());
            RemotePath path = at.resolve(name);
            if (twin != null) {
                draft.rename(new Step.Rename(TARGET, at.resolve(Names.last(twin.path())), path));
            }
            pair(child.getValue(), counterpart, path, late);
        }
        if (mirror.deletes()) {
            Set<TreeEntry> kept = new HashSet<>(renamed.values());
            for (Map.Entry<String, TreeEntry> extra : there.entrySet()) {
                if (!from.children().containsKey(extra.getKey()) && !kept.contains(extra.getValue())) {
                    RemotePath path = at.resolve(Names.last(extra.getValue().path()));
                    delete(extra.getValue(), path, this::isOldEnough);
                }
            }
        }
    }

    private void pair(TreeEntry from, @Nullable TreeEntry to, RemotePath path, boolean late) throws IOException {
        if (from.kind() == TreeEntry.Kind.UNTOUCHABLE) {
            return;
        }
        if (to == null) {
            create(from, path, late);
        } else if (from.isFile() && to.isFile()) {
            Optional<String> difference = sameness.outdated(from, to);
            if (difference.isPresent()) {
                draft.copy(copy(from, path, Optional.of(Version.of(to)), difference.get()), late);
            } else {
                draft.unchanged();
            }
        } else if (from.isDirectory() && to.isDirectory()) {
            walk(from, to, path, late);
        } else {
            replace(from, to, path);
        }
    }

    private void create(TreeEntry from, RemotePath path, boolean late) throws IOException {
        if (!isLegalInTarget(path)) {
            return;
        }
        if (from.isFile()) {
            draft.copy(copy(from, path, Optional.empty(), "new"), late);
            return;
        }
        if (!mirror.selection().isNarrow() || from.files() > 0) {
            draft.make(new Step.MakeDirectory(TARGET, path), late);
            walk(from, null, path, late);
        }
    }

    private void replace(TreeEntry from, TreeEntry obstacle, RemotePath path) throws IOException {
        String what = from.isFile() ? "a file" : "a directory";
        if (obstacle.kind() == TreeEntry.Kind.UNTOUCHABLE) {
            draft.refuse(new Problem(
                    TARGET, path, "there is something in the target that must be left alone, in the place of " + what));
        } else if (!mirror.deletes()) {
            draft.refuse(new Problem(
                    TARGET,
                    path,
                    "it is " + what + " in the source and something else in the target, and nothing may be deleted"));
        } else if (!isWhole(obstacle)) {
            draft.refuse(new Problem(
                    TARGET, path, "the directory in the place of " + what + " holds things that take no part"));
        } else {
            delete(obstacle, path, any -> true);
            create(from, path, true);
        }
    }

    /** Whether it goes with all that is in it. */
    private boolean delete(TreeEntry extra, RemotePath path, Predicate<TreeEntry> mayGo) {
        if (extra.isFile()) {
            if (mayGo.test(extra)) {
                draft.delete(new Step.Delete(TARGET, path, false, Version.of(extra)));
                return true;
            }
            draft.younger();
        } else if (extra.isDirectory()) {
            boolean goes = isWhole(extra) && !(mirror.selection().isNarrow() && extra.files() == 0);
            for (TreeEntry child : extra.children().values()) {
                goes &= delete(child, path.resolve(Names.last(child.path())), mayGo);
            }
            if (goes) {
                draft.delete(new Step.Delete(TARGET, path, true, Version.of(extra)));
                return true;
            }
        }
        return false;
    }

    private boolean isOldEnough(TreeEntry extra) {
        return mirror.deleteOlder().isZero()
                || sameness.version(TARGET, extra)
                        .modified()
                        .map(time -> Windows.end(time).isBefore(now.minus(mirror.deleteOlder())))
                        .orElse(false);
    }

    /** Whether all that is in it was seen and may go. */
    private static boolean isWhole(TreeEntry entry) {
        return entry.kind() != TreeEntry.Kind.UNTOUCHABLE
                && !entry.holdsUnseen()
                && entry.children().values().stream().allMatch(OneWayDiff::isWhole);
    }

    private Step.Copy copy(TreeEntry from, RemotePath path, Optional<Version> replaced, String reason) {
        return new Step.Copy(
                TARGET, from.path(), path, sameness.version(Side.LEFT, from), from.mode(), replaced, reason);
    }

    private boolean isLegalInTarget(RemotePath path) {
        if (mirror.right() instanceof LocalTree local) {
            try {
                local.resolve(path);
            } catch (PathRefusedException e) {
                draft.refuse(Problem.of(TARGET, path, e));
                return false;
            }
        }
        return true;
    }

    /**
     * New names in the source that an old one in the target equals but for case. On a server that does not tell case, to
     * copy the new one and to delete the old one would leave neither.
     */
    private static Map<String, TreeEntry> caseTwins(Map<String, TreeEntry> from, Map<String, TreeEntry> there) {
        Map<String, List<TreeEntry>> extras = new HashMap<>();
        there.forEach((key, entry) -> {
            if (!from.containsKey(key)) {
                extras.merge(Names.folded(key), List.of(entry), OneWayDiff::both);
            }
        });
        Map<String, TreeEntry> twins = new HashMap<>();
        Set<String> taken = new HashSet<>();
        from.forEach((key, entry) -> {
            List<TreeEntry> candidates = extras.getOrDefault(Names.folded(key), List.of());
            boolean fits = !there.containsKey(key)
                    && candidates.size() == 1
                    && candidates.get(0).kind() == entry.kind()
                    && entry.kind() != TreeEntry.Kind.UNTOUCHABLE;
            if (fits && taken.add(Names.folded(key))) {
                twins.put(key, candidates.get(0));
            }
        });
        return twins;
    }

    private static List<TreeEntry> both(List<TreeEntry> one, List<TreeEntry> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
