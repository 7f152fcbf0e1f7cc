package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which steps of a two-way mirror make something on a server that it keeps the name of. The others are refused and told. */
final class KeptNames {
    private final Side side;
    private final Outcome outcome;
    private final Set<String> changed;
    private final Optional<String> unknown;
    private final Set<String> told = new TreeSet<>();

    KeptNames(RemoteTree tree, Side side, MirrorPlan plan, Outcome outcome) {
        this.side = side;
        this.outcome = outcome;
        Set<String> names = Stream.concat(
                        plan.directories().stream(),
                        plan.copies().stream().filter(copy -> copy.replaced().isEmpty()))
                .filter(step -> step.side() == side && !step.path().isEmpty())
                .map(step -> step.path().name())
                .filter(Arrivals::isAtRisk)
                .collect(Collectors.toSet());
        Set<String> found = names;
        Optional<String> failure = Optional.empty();
        if (!names.isEmpty()) {
            try {
                found = NameProbe.changed(tree, names);
            } catch (IOException e) {
                failure = Optional.of(Problem.sentence(e));
            }
        }
        changed = found.stream().map(Names::key).collect(Collectors.toSet());
        unknown = failure;
    }

    /** Whether a step may be done; one that may not is told, but not what would lie below it. */
    boolean accept(Step step) {
        if (step.side() != side) {
            return true;
        }
        RemotePath at = RemotePath.WORKING_DIRECTORY;
        for (String segment : step.path().toString().split("/", -1)) {
            at = at.resolve(segment);
            if (changed.contains(Names.key(segment))) {
                if (told.add(at.toString())) {
                    outcome.refuse(new Problem(side, at, reason()));
                }
                return false;
            }
        }
        return true;
    }

    private String reason() {
        return unknown.map(
                        failure -> "whether the server keeps this name could not be found out, and one that it changes"
                                + " would come back as a second file: " + failure)
                .orElse("the server changes this name, so that it would come back as a second file; give it a name that"
                        + " the server keeps, or exclude it");
    }
}
