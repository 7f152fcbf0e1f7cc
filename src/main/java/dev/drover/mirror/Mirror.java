package dev.drover.mirror;

import dev.drover.transfer.Cancellation;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transfer.Verification;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which two trees are to be made equal, and how. Immutable; the same one may be run again and again. */
public final class Mirror {
    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);

    private final Tree left;
    private final Tree right;
    private final Selection selection;
    private final Comparison comparison;
    private final Links links;
    private final boolean times;
    private final boolean modes;
    private final boolean delete;
    private final DeleteLimit maxDelete;
    private final Duration deleteOlder;
    private final int parallel;
    private final boolean dryRun;
    private final @Nullable Path state;
    private final Verification verification;
    private final RetryPolicy retry;
    private final Cancellation cancellation;
    private final MirrorListener listener;

    private Mirror(Builder builder) {
        left = builder.left;
        right = builder.right;
        selection = new Selection(builder.include, builder.exclude);
        comparison = builder.comparison;
        links = builder.links;
        times = builder.times;
        modes = builder.modes;
        delete = builder.delete || builder.state != null;
        maxDelete = builder.maxDelete;
        deleteOlder = builder.deleteOlder;
        parallel = builder.parallel;
        dryRun = builder.dryRun;
        state = builder.state;
        verification = builder.verification;
        retry = builder.retry;
        cancellation = builder.cancellation;
        listener = builder.listener;
    }

    /** The second tree becomes what the first one is. */
    public static Builder from(Tree source, Tree target) {
        return new Builder(source, target, null);
    }

    /**
     * Both trees get what changed in the other since the last run. A file that changed in both, or
     * is in both before the first run, is compared by its content, unless {@link Comparison#SIZE} is asked for; one that
     * differs is a conflict: it is reported and left alone. A deletion on one side is repeated on the other, within {@link Builder#maxDelete}.
     *
     * @param state a local file that remembers what both trees had in common; made by the first run, which deletes nothing
     */
    public static Builder both(Tree left, Tree right, Path state) {
        return new Builder(left, right, Objects.requireNonNull(state, "state"));
    }

    public Tree left() {
        return left;
    }

    public Tree right() {
        return right;
    }

    public Tree tree(Side side) {
        return side == Side.LEFT ? left : right;
    }

    Selection selection() {
        return selection;
    }

    public Comparison comparison() {
        return comparison;
    }

    public Links links() {
        return links;
    }

    public boolean preservesTimes() {
        return times;
    }

    public boolean preservesModes() {
        return modes;
    }

    public boolean deletes() {
        return delete;
    }

    public DeleteLimit maxDelete() {
        return maxDelete;
    }

    /** How old an extra must be by its own time before it is deleted; zero for any age. */
    public Duration deleteOlder() {
        return deleteOlder;
    }

    public int parallel() {
        return parallel;
    }

    public boolean isDryRun() {
        return dryRun;
    }

    /** The state file of a two-way mirror. */
    public Optional<Path> state() {
        return Optional.ofNullable(state);
    }

    public boolean isTwoWay() {
        return state != null;
    }

    public Verification verification() {
        return verification;
    }

    public RetryPolicy retry() {
        return retry;
    }

    public Cancellation cancellation() {
        return cancellation;
    }

    /** Tells the listener, whose own failures change nothing. */
    void tell(MirrorEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            LOG.warn("A listener failed on {}", event, e);
        }
    }

    @Override
    public String toString() {
        return left + (isTwoWay() ? " <-> " : " -> ") + right;
    }

    /** Collects the conditions. Not thread-safe. */
    public static final class Builder {
        private final Tree left;
        private final Tree right;
        private final @Nullable Path state;
        private final List<String> include = new ArrayList<>();
        private final List<String> exclude = new ArrayList<>();
        private Comparison comparison = Comparison.SIZE_AND_TIME;
        private Links links = Links.SKIP;
        private boolean times = true;
        private boolean modes;
        private boolean delete;
        private DeleteLimit maxDelete = DeleteLimit.DEFAULT;
        private Duration deleteOlder = Duration.ZERO;
        private int parallel = 4;
        private boolean dryRun;
        private Verification verification = Verification.SIZE;
        private RetryPolicy retry = RetryPolicy.DEFAULT;
        private Cancellation cancellation = new Cancellation();
        private MirrorListener listener = MirrorListener.NONE;

        private Builder(Tree left, Tree right, @Nullable Path state) {
            this.left = Objects.requireNonNull(left, "left");
            this.right = Objects.requireNonNull(right, "right");
            this.state = state;
        }

        /**
         * Only files that fit one of these globs; all when none is given. A glob with a slash is matched with the path
         * below the root ({@code reports/**}{@code /*.csv}), one without with the name at any depth ({@code *.csv}).
         * {@code *} and {@code ?} stop at a slash, {@code **} does not; {@code [abc]} and {@code {a,b}} work. Case matters.
         */
        public Builder include(String... globs) {
            include.addAll(List.of(globs));
            return this;
        }

        /** Neither files nor directories that fit one of these; what is excluded is not deleted either. */
        public Builder exclude(String... globs) {
            exclude.addAll(List.of(globs));
            return this;
        }

        /** Default: size and time. */
        public Builder comparison(Comparison value) {
            comparison = value;
            return this;
        }

        /** Default: skip. */
        public Builder links(Links value) {
            links = value;
            return this;
        }

        /** Whether copies get the time of their source; default: yes. */
        public Builder preserveTimes(boolean value) {
            times = value;
            return this;
        }

        /** Whether copies get the permissions of their source, where both places have such; default: no. */
        public Builder preserveModes(boolean value) {
            modes = value;
            return this;
        }

        /** Whether what is in the target only is deleted, after all transfers have succeeded; default: no. */
        public Builder delete(boolean value) {
            delete = value;
            return this;
        }

        /** Default: the lesser of 100 files and 10 % of the tree. */
        public Builder maxDelete(DeleteLimit value) {
            maxDelete = value;
            return this;
        }

        /**
         * Deletes only what is older than this by its own time; what has none stays, and so does a directory that something
         * stays in. What stands in the way of a copy goes whatever its age. Default: zero, any age.
         *
         * @throws IllegalArgumentException when it is negative, or the mirror goes both ways, where a deletion is a change
         *     like any other
         */
        public Builder deleteOlder(Duration age) {
            if (age.isNegative() || (state != null && !age.isZero())) {
                throw new IllegalArgumentException(
                        "deleteOlder is an age from zero up, for mirrors that go one way, and not " + age);
            }
            deleteOlder = age;
            return this;
        }

        /** How many files move and directories are listed at once, as far as the pools allow; default: 4. */
        public Builder parallel(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("a mirror works on at least one file at a time, not " + value);
            }
            parallel = value;
            return this;
        }

        /** Whether the run ends with the plan and changes nothing; default: no. */
        public Builder dryRun(boolean value) {
            dryRun = value;
            return this;
        }

        /** Of each file that moved; default: size. */
        public Builder verification(Verification value) {
            verification = value;
            return this;
        }

        /** Of listings and of each file. */
        public Builder retry(RetryPolicy value) {
            retry = value;
            return this;
        }

        public Builder cancellation(Cancellation value) {
            cancellation = value;
            return this;
        }

        public Builder listener(MirrorListener value) {
            listener = value;
            return this;
        }

        public Mirror build() {
            return new Mirror(this);
        }
    }
}
