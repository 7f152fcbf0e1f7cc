package dev.drover.endpoint;

import dev.drover.transfer.Glob;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which actions are allowed on which paths of an endpoint; nothing, unless it is said. Immutable. */
public final class Access {
    private final Map<Action, List<Glob>> allowed;

    Access(Map<Action, List<Glob>> allowed) {
        Map<Action, List<Glob>> copy = new EnumMap<>(Action.class);
        allowed.forEach((action, globs) -> copy.put(action, List.copyOf(globs)));
        this.allowed = copy;
    }

    /**
     * Whether it is allowed.
     *
     * @param path below the endpoint's root, with slashes; empty for the root itself
     */
    public boolean allows(Action action, String path) {
        return allowed.getOrDefault(action, List.of()).stream().anyMatch(glob -> glob.matches(path));
    }

    /** Whether it is allowed on some path. */
    public boolean allowsAny(Action action) {
        return !allowed.getOrDefault(action, List.of()).isEmpty();
    }

    /** The patterns by action. */
    @Override
    public String toString() {
        return allowed.toString();
    }
}
