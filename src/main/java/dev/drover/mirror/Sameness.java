package dev.drover.mirror;

import dev.drover.ftp.RemoteTime;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Decides whether two files are the same. One thread. */
final class Sameness {
    private final Comparison comparison;
    private final PlaceClock left;
    private final PlaceClock right;
    private final Digesting digesting;

    Sameness(Comparison comparison, PlaceClock left, PlaceClock right, Digesting digesting) {
        this.comparison = comparison;
        this.left = left;
        this.right = right;
        this.digesting = digesting;
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
        if (Windows.meet(now, then)) {
            return true;
        }
        return Windows.isCoarse(now)
                && Windows.differByZone(now, then)
                && clock(side)
                        .exactly(file)
                        .filter(exact -> Windows.meet(exact, then))
                        .isPresent();
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
     * Whether two files are the same that nobody has copied: where their times are told in minutes or days they are asked
     * for, and what does not agree to the second is compared by its digests.
     *
     * @throws IOException when a place calculates none, or cannot be asked
     */
    boolean isSameForCertain(TreeEntry one, TreeEntry other) throws IOException {
        if (difference(one, other).isPresent()) {
            return false;
        }
        boolean byTime = comparison == Comparison.SIZE_AND_TIME || comparison == Comparison.SIZE_AND_EXACT_TIME;
        if (!byTime || (isExact(one.modified()) && isExact(other.modified()))) {
            return true;
        }
        Optional<RemoteTime> first = left.exactly(one);
        Optional<RemoteTime> second = right.exactly(other);
        boolean sameSecond =
                isExact(first) && isExact(second) && Windows.meet(first.orElseThrow(), second.orElseThrow());
        return sameSecond || digesting.equal(one, other);
    }

    private static boolean isExact(Optional<RemoteTime> time) {
        return time.isPresent() && !Windows.isCoarse(time.get());
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
        boolean askAnyway = meet && comparison == Comparison.SIZE_AND_EXACT_TIME;
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
