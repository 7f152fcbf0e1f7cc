package dev.drover.request;

import dev.drover.request.Jobs.Job;
import dev.drover.request.Outcome.Item;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What earlier runs of a request have come to, and what a later one is to know of this one. Files are numbered in the
 * order of the request. One thread.
 */
interface RequestMemory {
    /** Remembers nothing, of a request that was never run. */
    RequestMemory NONE = known(Known.NOTHING);

    /** Remembers nothing, of a request that an earlier run may have brought to any point. */
    RequestMemory LOST = known(Known.ANYTHING);

    /** The files that an earlier run found to be those of the request; empty when none got so far. */
    Optional<List<Job>> plan();

    /** These are the files of the request, from now on. */
    void planned(List<Job> jobs) throws IOException;

    Known known(int number);

    /**
     * A file is whole and gets its final name when this returns, or is deleted.
     *
     * @param target where, below the root of the endpoint
     * @param seen what it is, where known
     * @throws IOException when it must not get it
     */
    void publishing(int number, Job job, String target, Optional<Seen> seen) throws IOException;

    /** A file is done with, well or not; what becomes of its source comes later. */
    void ended(int number, Item item) throws IOException;

    /**
     * What is known of one file.
     *
     * @param done how it ended, for good
     * @param begun whether parts of it may have arrived
     * @param publishedAs the target that it was about to get
     * @param seen what it was when it was about to get it, or to be deleted, or when it was found
     * @param wasDamaged whether it arrived with another size or checksum before
     */
    record Known(
            Optional<Item> done, boolean begun, Optional<String> publishedAs, Optional<Seen> seen, boolean wasDamaged) {
        static final Known NOTHING = new Known(Optional.empty(), false, Optional.empty(), Optional.empty(), false);
        static final Known BEGUN = new Known(Optional.empty(), true, Optional.empty(), Optional.empty(), false);
        // With no name: any that it may have got.
        static final Known ANYTHING = new Known(Optional.empty(), true, Optional.of(""), Optional.empty(), false);
    }

    private static RequestMemory known(Known always) {
        return new RequestMemory() {
            @Override
            public Optional<List<Job>> plan() {
                return Optional.empty();
            }

            @Override
            public void planned(List<Job> jobs) {}

            @Override
            public Known known(int number) {
                return always;
            }

            @Override
            public void publishing(int number, Job job, String target, Optional<Seen> seen) {}

            @Override
            public void ended(int number, Item item) {}
        };
    }
}
