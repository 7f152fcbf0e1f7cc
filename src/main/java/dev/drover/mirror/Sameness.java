package dev.drover.mirror;

import dev.drover.ftp.RemoteTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Decides whether two files are the same. One thread. */
final class Sameness {
    /** As far as the clock of a server may well be off. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(10);

    private final Comparison comparison;
    private final PlaceClock left;
    private final PlaceClock right;
    private final Digesting digesting;
    private final Instant settled;
    private final Predicate<TreeEntry> touched;

    /**
     * @param stored when the state was, which tells what may have changed since within a minute that the listing tells
     * @param touched whether a file of the source of a one-way mirror may have changed within such a minute
     */
    Sameness(
            Comparison comparison,
            PlaceClock left,
            PlaceClock right,
            Digesting digesting,
            Instant stored,
            Predicate<TreeEntry> touched) {
        this.comparison = comparison;
        this.left = left;
        this.right = right;
        this.digesting = digesting;
        this.settled = stored.minus(CLOCKS_APART);
        this.touched = touched;
    }

    /** Why the two differ, in a word or two; empty when they are the same. */
    Optional<String> difference(TreeEntry one, TreeEntry other) throws IOException {
        if (differ(one.size(), other.size())) {
            return Optional.of("other size");
        }
        return switch (comparison) {
            case SIZE -> Optional.empty();
            case CHECKSUM -> digesting.equal(one, other) ? Optional.empty() : Optional.of("other content");
            case SIZE_AND_TIME, SIZE_AND_EXACT_TIME ->
                sameTime(one, other) ? Optional.empty() : Optional.of("other time");
        };
    }

    /**
     * The same for a one-way mirror: where copies cannot get the time of their source, a copy that was written after the
     * last change of the source is good.
     */
    Optional<String> outdated(TreeEntry source, TreeEntry target) throws IOException {
        Optional<String> difference = difference(source, target);
        boolean onlyTime = difference.isPresent()
                && (comparison == Comparison.SIZE_AND_TIME || comparison == Comparison.SIZE_AND_EXACT_TIME)
                && !differ(source.size(), target.size());
        return onlyTime && isWrittenLater(source, target) ? Optional.empty() : difference;
    }

    /** Whether a file is as it was when the state was stored. */
    boolean isStill(Side side, TreeEntry file, Version before) throws IOException {
        if (differ(file.size(), before.size())) {
            return false;
        }
        Optional<RemoteTime> listed = file.modified();
        if (listed.isEmpty() || before.modified().isEmpty()) {
            return true;
        }
        RemoteTime now = clock(side).inUtc(listed.get());
        RemoteTime then = before.modified().get();
        boolean agree = Windows.agree(now, then);
        boolean inDoubt = agree ? mayHaveChangedWithin(now) : Windows.differByZone(now, then);
        if (!inDoubt || !Windows.isCoarse(now)) {
            return agree;
        }
        return clock(side)
                .exactly(file)
                .filter(exact -> Windows.meet(exact, then))
                .isPresent();
    }

    /** Whether that minute or day was perhaps not over when the state was stored, or whoever mirrors wants to know anyway. */
    private boolean mayHaveChangedWithin(RemoteTime now) {
        return comparison == Comparison.SIZE_AND_EXACT_TIME || Windows.end(now).isAfter(settled);
    }

    /** The same where it must not be wrong: a listing that tells minutes or days is not enough then. */
    boolean isStillExactly(Side side, TreeEntry file, Version before) throws IOException {
        return isStill(side, file, before)
                && (file.modified().filter(Windows::isCoarse).isEmpty()
                        || before.modified().isEmpty()
                        || Windows.meet(
                                clock(side).exactly(file).orElseThrow(),
                                before.modified().get()));
    }

    /**
     * Whether two files that both changed, or that nobody has compared yet, may be the same. Where only their sizes were
     * asked for that is the answer; else their contents tell, since two changes may well have one size and one second.
     */
    boolean mayBeSame(TreeEntry one, TreeEntry other) {
        return !differ(one.size(), other.size());
    }

    /** Whether files that may be the same are taken to be. */
    boolean isSameBySize(TreeEntry one, TreeEntry other) {
        boolean bothEmpty =
                one.size().equals(OptionalLong.of(0)) && other.size().equals(OptionalLong.of(0));
        return mayBeSame(one, other) && (bothEmpty || comparison == Comparison.SIZE);
    }

    /** The version with its time in UTC, as exactly as can be. */
    Version exactVersion(Side side, TreeEntry file) throws IOException {
        Version listed = version(side, file);
        boolean coarse = listed.modified().filter(Windows::isCoarse).isPresent();
        return coarse ? new Version(file.size(), clock(side).exactly(file)) : listed;
    }

    /** The version with its time in UTC. */
    Version version(Side side, TreeEntry file) {
        return new Version(file.size(), file.modified().map(clock(side)::inUtc));
    }

    private boolean sameTime(TreeEntry one, TreeEntry other) throws IOException {
        if (one.modified().isEmpty() || other.modified().isEmpty()) {
            return true;
        }
        RemoteTime first = left.inUtc(one.modified().get());
        RemoteTime second = right.inUtc(other.modified().get());
        boolean meet = Windows.meet(first, second);
        if (!Windows.isCoarse(first) && !Windows.isCoarse(second)) {
            return meet;
        }
        boolean askAnyway = meet && (comparison == Comparison.SIZE_AND_EXACT_TIME || touched.test(one));
        boolean inDoubt = !meet && Windows.differByZone(first, second);
        return askAnyway || inDoubt
                ? Windows.meet(
                        left.exactly(one).orElse(first), right.exactly(other).orElse(second))
                : meet;
    }

    private boolean isWrittenLater(TreeEntry source, TreeEntry target) throws IOException {
        RemoteTime changed = left.inUtc(source.modified().orElseThrow());
        RemoteTime written = right.inUtc(target.modified().orElseThrow());
        return Windows.end(written).isAfter(changed.instant())
                && !right.keepsTimes()
                && Windows.end(written).minus(right.ahead()).isAfter(changed.instant());
    }

    private PlaceClock clock(Side side) {
        return side == Side.LEFT ? left : right;
    }

    private static boolean differ(OptionalLong one, OptionalLong other) {
        return one.isPresent() && other.isPresent() && one.getAsLong() != other.getAsLong();
    }

    /** Compares contents without moving them. */
    @FunctionalInterface
    interface Digesting {
        boolean equal(TreeEntry left, TreeEntry right) throws IOException;
    }
}
