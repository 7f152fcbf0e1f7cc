package dev.drover.endpoint;

import dev.drover.transfer.Glob;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which actions are allowed on which paths of an endpoint, and to whom; nothing, unless it is said. What the catalog holds
 * speaks for a submitter nobody knows the name of; {@link #as} speaks for one that the broker has named. Immutable.
 */
public final class Access {
    private final List<Grant> grants;
    private final Optional<String> submitter;

    private Access(List<Grant> grants, Optional<String> submitter) {
        this.grants = grants;
        this.submitter = submitter;
    }

    static Access of(List<Grant> grants) {
        return new Access(List.copyOf(grants), Optional.empty());
    }

    /**
     * The same for a submitter.
     *
     * @param name as the broker vouches for it, never as the submitter says it; empty when the broker does not
     */
    public Access as(Optional<String> name) {
        return new Access(grants, name);
    }

    /**
     * Whether it is allowed.
     *
     * @param path below the endpoint's root, with slashes; empty for the root itself
     */
    public boolean allows(Action action, String path) {
        return grants.stream()
                .filter(grant -> grant.action() == action && grant.isFor(submitter))
                .anyMatch(grant -> grant.covers(path));
    }

    /** Whether it is allowed on some path. */
    public boolean allowsAny(Action action) {
        return grants.stream().anyMatch(grant -> grant.action() == action && grant.isFor(submitter));
    }

    /** Whether there is anybody who may do it on some path. */
    boolean isGiven(Action action) {
        return grants.stream().anyMatch(grant -> grant.action() == action);
    }

    /** The patterns by action. */
    @Override
    public String toString() {
        Map<Action, List<Grant>> byAction = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            byAction.put(
                    action,
                    grants.stream().filter(grant -> grant.action() == action).toList());
        }
        return byAction.toString();
    }

    /**
     * One thing that is allowed.
     *
     * @param paths any of these
     * @param submitters one of these; empty: whoever may put requests on the queue
     */
    record Grant(Action action, List<Glob> paths, Set<String> submitters) {
        Grant {
            paths = List.copyOf(paths);
            submitters = Set.copyOf(submitters);
        }

        boolean isFor(Optional<String> submitter) {
            return submitters.isEmpty()
                    || submitter.filter(submitters::contains).isPresent();
        }

        boolean covers(String path) {
            return paths.stream().anyMatch(glob -> glob.matches(path));
        }

        @Override
        public String toString() {
            return paths + (submitters.isEmpty() ? "" : " for " + new TreeSet<>(submitters));
        }
    }
}
