package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run will do, worked out before anything is touched. A value: printing it is the dry run. Carried out in the order
 * of {@link #steps}: names and directories, copies, and only if all of that went well what is to be deleted, and last
 * what takes the place of something deleted.
 */
public final class MirrorPlan {
    private final Mirror mirror;
    private final List<Step.Rename> renames;
    private final List<Step.MakeDirectory> directories;
    private final List<Step.Copy> copies;
    private final List<Step.Delete> deletes;
    private final List<Step.MakeDirectory> lateDirectories;
    private final List<Step.Copy> lateCopies;
    private final long unchanged;
    private final List<Problem> refused;
    private final List<Problem> unread;
    private final List<Problem> conflicts;
    private final long withheld;
    private final long[] filesInTree;
    private final List<Leftover> leftovers;
    private final List<Problem> skippedLinks;
    private final long younger;
    private final long compared;
    private final long comparedBytes;
    private final BaseState agreed;

    private MirrorPlan(Draft draft) {
        mirror = draft.mirror;
        unread = List.copyOf(draft.unread);
        boolean seesAll = unread.isEmpty();
        renames = seesAll ? List.copyOf(draft.renames) : List.of();
        directories = draft.directories.stream()
                .sorted(Comparator.comparing(Step::path))
                .toList();
        copies = List.copyOf(draft.copies);
        deletes = seesAll ? List.copyOf(draft.deletes) : List.of();
        lateDirectories = seesAll ? List.copyOf(draft.lateDirectories) : List.of();
        lateCopies = seesAll ? List.copyOf(draft.lateCopies) : List.of();
        withheld = seesAll ? 0 : draft.deletes.size();
        unchanged = draft.unchanged;
        refused = List.copyOf(draft.refused);
        conflicts = List.copyOf(draft.conflicts);
        filesInTree = draft.filesInTree.clone();
        leftovers = List.copyOf(draft.leftovers);
        skippedLinks = List.copyOf(draft.skippedLinks);
        younger = draft.younger;
        compared = draft.compared;
        comparedBytes = draft.comparedBytes;
        agreed = draft.agreed;
    }

    public Mirror mirror() {
        return mirror;
    }

    /** All steps in their order. */
    public List<Step> steps() {
        return Stream.of(renames, directories, copies, deletes, lateDirectories, lateCopies)
                .flatMap(List<? extends Step>::stream)
                .map(Step.class::cast)
                .toList();
    }

    /** A step in words; where both trees can change, with the one that does. */
    public String describe(Step step) {
        return mirror.isTwoWay() && !(step instanceof Step.Copy)
                ? step + (step.side() == Side.LEFT ? " on the left" : " on the right")
                : step.toString();
    }

    /** Whether the trees are equal already, as far as they take part. */
    public boolean isEmpty() {
        return steps().isEmpty();
    }

    List<Step.Rename> renames() {
        return renames;
    }

    List<Step.MakeDirectory> directories() {
        return directories;
    }

    List<Step.Copy> copies() {
        return copies;
    }

    List<Step.Delete> deletes() {
        return deletes;
    }

    List<Step.MakeDirectory> lateDirectories() {
        return lateDirectories;
    }

    List<Step.Copy> lateCopies() {
        return lateCopies;
    }

    /** Partial files of interrupted runs: in the target, or on both sides. */
    List<Leftover> leftovers() {
        return leftovers;
    }

    /** What both trees have in common before the run; of a two-way mirror. */
    BaseState agreed() {
        return agreed;
    }

    /** Files that are the same on both sides. */
    public long unchanged() {
        return unchanged;
    }

    /** Things that cannot be mirrored: odd names, links, devices, obstacles. */
    public List<Problem> refused() {
        return refused;
    }

    /** Symbolic links on either side that were passed over, as {@link Links#SKIP} says. */
    public List<Problem> skippedLinks() {
        return skippedLinks;
    }

    /** Files in the target only that stay because they are younger than {@link Mirror#deleteOlder}, or have no time. */
    public long younger() {
        return younger;
    }

    /** Two-way: files that had to be compared by their contents, by digests or byte by byte, to tell what is the same. */
    public long compared() {
        return compared;
    }

    /** What servers sent for that, in bytes. */
    public long comparedBytes() {
        return comparedBytes;
    }

    /** Directories that could not be read. While there is one, nothing is deleted. */
    public List<Problem> unread() {
        return unread;
    }

    /** Files that changed on both sides. Neither is touched. */
    public List<Problem> conflicts() {
        return conflicts;
    }

    /** Deletions left out because not everything could be read. */
    public long withheld() {
        return withheld;
    }

    /** The bytes that will move, as far as sizes are known. */
    public long bytes() {
        return Stream.concat(copies.stream(), lateCopies.stream())
                .mapToLong(copy -> copy.version().size().orElse(0))
                .sum();
    }

    /** Why the plan must not be carried out, if it must not. */
    public Optional<String> refusal() {
        return Stream.of(Side.values())
                .map(this::refusal)
                .flatMap(Optional::stream)
                .findFirst()
                .or(this::refusalOfBoth);
    }

    /** Each side may lose its share, but the number of files is that of the whole run. */
    private Optional<String> refusalOfBoth() {
        long left = filesToDelete(Side.LEFT);
        long right = filesToDelete(Side.RIGHT);
        if (left + right <= mirror.maxDelete().files()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "The mirror %s would delete %d files in %s and %d in %s, and at most %d may be deleted at once;"
                        + " nothing was touched. If that is what you want, allow more (maxDelete, --max-delete)",
                mirror,
                left,
                mirror.left(),
                right,
                mirror.right(),
                mirror.maxDelete().files()));
    }

    private long filesToDelete(Side side) {
        return deletes.stream()
                .filter(step -> step.side() == side && !step.directory())
                .count();
    }

    private Optional<String> refusal(Side side) {
        long files = filesToDelete(side);
        long inTree = filesInTree[side.ordinal()];
        long allowed = mirror.maxDelete().of(inTree);
        if (files <= allowed) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "The mirror %s would delete %d of the %d files in %s, and at most %d may be deleted at once;"
                        + " nothing was touched. If that is what you want, allow more (maxDelete, --max-delete)",
                mirror,
                files,
                inTree,
                mirror.tree(side),
                allowed));
    }

    /** One line a step, whatever is in the names, then what stays as it is and why, then a summary. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(mirror.toString());
        steps().forEach(step -> lines.add("  " + describe(step)));
        conflicts.forEach(problem -> lines.add("  conflict " + problem));
        refused.forEach(problem -> lines.add("  leave " + problem));
        unread.forEach(problem -> lines.add("  cannot read " + problem));
        lines.add(summary());
        refusal().ifPresent(lines::add);
        return lines.stream().map(Names::printable).collect(Collectors.joining("\n"));
    }

    private String summary() {
        String withheldText = withheld == 0 ? "" : ", " + withheld + " not deleted because not all could be read";
        return String.format(
                Locale.ROOT,
                "%d to copy (%d bytes), %s%d to delete, %d unchanged, %d in conflict%s%s",
                copies.size() + lateCopies.size(),
                bytes(),
                renames.isEmpty() ? "" : renames.size() + " to rename, ",
                deletes.size(),
                unchanged,
                conflicts.size(),
                comparedText(),
                withheldText);
    }

    /** Why it took so long; nothing where nothing was compared so. */
    String comparedText() {
        return compared == 0
                ? ""
                : String.format(Locale.ROOT, ", %d compared by content (%d bytes read)", compared, comparedBytes);
    }

    /** A partial file of a run that was interrupted. */
    record Leftover(Side side, RemotePath path) {}

    /** Collects steps while two trees are compared. One thread. */
    static final class Draft {
        private final Mirror mirror;
        private final List<Step.Rename> renames = new ArrayList<>();
        private final List<Step.MakeDirectory> directories = new ArrayList<>();
        private final List<Step.Copy> copies = new ArrayList<>();
        private final List<Step.Delete> deletes = new ArrayList<>();
        private final List<Step.MakeDirectory> lateDirectories = new ArrayList<>();
        private final List<Step.Copy> lateCopies = new ArrayList<>();
        private final List<Problem> refused = new ArrayList<>();
        private final List<Problem> unread = new ArrayList<>();
        private final List<Problem> conflicts = new ArrayList<>();
        private final List<Leftover> leftovers = new ArrayList<>();
        private final long[] filesInTree;
        private final List<Problem> skippedLinks = new ArrayList<>();
        private final BaseState agreed = new BaseState();
        private long unchanged;
        private long younger;
        private long compared;
        private long comparedBytes;

        Draft(Mirror mirror, TreeScan left, TreeScan right) {
            this.mirror = mirror;
            this.filesInTree = new long[] {left.root().files(), right.root().files()};
            for (TreeScan scan : List.of(left, right)) {
                refused.addAll(scan.refused());
                unread.addAll(scan.unread());
                skippedLinks.addAll(scan.skippedLinks());
            }
            right.leftovers().forEach(path -> leftovers.add(new Leftover(Side.RIGHT, path)));
            if (mirror.isTwoWay()) {
                left.leftovers().forEach(path -> leftovers.add(new Leftover(Side.LEFT, path)));
            }
        }

        void rename(Step.Rename step) {
            renames.add(step);
        }

        /** Late steps wait until what is in their way is deleted. */
        void make(Step.MakeDirectory step, boolean late) {
            (late ? lateDirectories : directories).add(step);
        }

        void copy(Step.Copy step, boolean late) {
            (late ? lateCopies : copies).add(step);
        }

        void delete(Step.Delete step) {
            deletes.add(step);
        }

        void refuse(Problem problem) {
            refused.add(problem);
        }

        void conflict(Problem problem) {
            conflicts.add(problem);
        }

        void younger() {
            younger++;
        }

        void unchanged() {
            unchanged++;
        }

        void compared(long bytes) {
            compared++;
            comparedBytes += bytes;
        }

        BaseState agreed() {
            return agreed;
        }

        MirrorPlan toPlan() {
            return new MirrorPlan(this);
        }
    }
}
