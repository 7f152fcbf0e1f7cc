package dev.drover.journal;

import java.util.List;
import java.util.Optional;

/**
 * How a request ended.
 *
 * @param json the answer, repeated word for word to whoever asks the same again
 * @param items what is still to be recorded of single files
 */
public record Ending(
        RequestState state, String json, Tally tally, Optional<FailureNote> failure, List<ItemRecord> items) {
    public Ending {
        items = List.copyOf(items);
        if (!state.isFinal()) {
            throw new IllegalArgumentException("A request does not end as " + state);
        }
    }

    public static Ending of(RequestState state, String json, Tally tally) {
        return new Ending(state, json, tally, Optional.empty(), List.of());
    }

    public Ending withFailure(FailureNote value) {
        return new Ending(state, json, tally, Optional.of(value), items);
    }

    public Ending withItems(List<ItemRecord> value) {
        return new Ending(state, json, tally, failure, value);
    }
}
