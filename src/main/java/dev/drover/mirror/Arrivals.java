package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether what a run made on a server is there under its own name. Some servers change names without a word: Pure-FTPd makes
 * an underscore of a blank at the end, others drop it. What such a name became looks like a file that nobody has sent.
 */
final class Arrivals {
    private final MirrorPlan plan;
    private final Side side;
    private final TreeWriter writer;

    Arrivals(MirrorPlan plan, Side side, TreeWriter writer) {
        this.plan = plan;
        this.side = side;
        this.writer = writer;
    }

    /** Whether servers are known to change such names, so that a look is worth its while. */
    static boolean isAtRisk(String name) {
        return !name.equals(name.strip())
                || name.endsWith(".")
                || name.chars().anyMatch(c -> Character.isISOControl(c) || ":*?\"<>|\\".indexOf(c) >= 0);
    }

    /** After a step whose name is at risk, or whose file the server seems not to know. */
    static void requireThere(Step step, TreeWriter writer) throws IOException {
        if (writer.look(step.path()).isEmpty()) {
            throw missing(step);
        }
    }

    /**
     * The directories with something new that deletions lie below, each with what is new in it: they are listed once more,
     * since what is to be deleted there may be what just came. Two-way all of them: what is not listed under its name
     * would be deleted here by the next run.
     */
    Map<String, List<Step>> inDoubt(Outcome outcome) {
        Set<String> emptied = new HashSet<>();
        plan.deletes().stream().filter(step -> step.side() == side).forEach(step -> addAllAbove(step.path(), emptied));
        Map<String, List<Step>> inDoubt = new TreeMap<>();
        boolean isTwoWay = plan.mirror().isTwoWay();
        if ((isTwoWay || !emptied.isEmpty()) && writer instanceof TreeWriter.Remote) {
            made().filter(step -> step.side() == side && !step.path().isEmpty())
                    .filter(step -> isTwoWay ? outcome.hasAgreed(step) : emptied.contains(directory(step)))
                    .forEach(step -> inDoubt.computeIfAbsent(directory(step), d -> new ArrayList<>())
                            .add(step));
        }
        return inDoubt;
    }

    /** Those of the steps whose file or directory the server does not show in their directory. */
    List<Step> unseen(List<Step> steps) throws IOException {
        Set<String> names = writer.names(steps.get(0).path().parent());
        List<Step> unseen = new ArrayList<>();
        for (Step step : steps) {
            String name = Names.key(step.path().name());
            // Many servers leave such names out of listings.
            boolean hidden = name.startsWith(".");
            if (!names.contains(name) && !(hidden && writer.look(step.path()).isPresent())) {
                unseen.add(step);
            }
        }
        return unseen;
    }

    static IOException missing(Step step) {
        return new IOException("The server took \"" + step.path()
                + "\" and said that all is well, but it is not there under this name: the server changes such names, or"
                + " somebody took it away; give it a name that the server keeps, or exclude it");
    }

    private Stream<Step> made() {
        return Stream.concat(plan.directories().stream(), plan.copies().stream().filter(copy -> copy.replaced()
                .isEmpty()));
    }

    private static void addAllAbove(RemotePath path, Set<String> directories) {
        for (RemotePath at = path; !at.isEmpty(); ) {
            at = at.parent();
            directories.add(Names.key(at.toString()));
        }
    }

    private static String directory(Step step) {
        return Names.key(step.path().parent().toString());
    }
}
