package dev.drover.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.FtpEndpoint;
import dev.drover.mirror.Comparison;
import dev.drover.mirror.DeleteLimit;
import dev.drover.mirror.Links;
import dev.drover.mirror.Mirror;
import dev.drover.mirror.MirrorEngine;
import dev.drover.mirror.MirrorEvent;
import dev.drover.mirror.MirrorListener;
import dev.drover.mirror.Problem;
import dev.drover.mirror.Step;
import dev.drover.mirror.SyncResult;
import dev.drover.mirror.Tree;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.TimeSpan;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Runs a mirror. */
public final class MirrorJob extends Job {
    private String source = "";
    private String target = "";
    private String direction = "";
    private String state = "";
    private Path states = Path.of("data", "mirrors");
    private String include = "";
    private String exclude = "";
    private Deletion delete = Deletion.NEVER;
    private String maxDelete = "";
    private Duration deleteOlder = Duration.ZERO;
    private Comparison compare = Comparison.SIZE_AND_TIME;
    private Links links = Links.SKIP;
    private boolean modes;
    private int parallel = 4;
    private boolean dryRun;

    @Override
    String kind() {
        return "mirror";
    }

    @Override
    String subject() {
        return to();
    }

    @Override
    public void check() throws IOException {
        mirror(tools(), "check", MirrorListener.NONE, new Cancellation());
    }

    private boolean isBackward() {
        return direction.equals("backward");
    }

    /** What is given says it; when nothing is, a state has always meant both ways. */
    private boolean isTwoWay() {
        return direction.equals("both") || (direction.isEmpty() && !state.isEmpty());
    }

    private String from() {
        return isBackward() ? target : source;
    }

    private String to() {
        return isBackward() ? source : target;
    }

    @Override
    JobEvent run(Tools tools, String route) throws IOException {
        Cancellation cancellation = new Cancellation();
        Reporter reporter =
                new Reporter(tools, route, tools.place(from()).endpoint().name());
        return event(new MirrorEngine(tools.transfers(), tools.clock())
                .run(mirror(tools, route, event -> hear(event, reporter, cancellation), cancellation)));
    }

    // What is half-sent when Drover stops stays, and the next run goes on with it.
    private void hear(MirrorEvent event, Reporter reporter, Cancellation cancellation) {
        if (camel().isStopping()) {
            cancellation.suspend();
        }
        reporter.on(event);
    }

    private Mirror mirror(Tools tools, String route, MirrorListener listener, Cancellation cancellation)
            throws IOException {
        if (!isTwoWay() && !state.isEmpty()) {
            throw new IllegalArgumentException("state is for a mirror that goes both ways, and direction=" + direction
                    + " is one way; leave out one");
        }
        Tree left = Tree.at(tools.place(from()).location());
        Tree right = Tree.at(tools.place(to()).location());
        Endpoint from = tools.place(from()).endpoint();
        Endpoint to = tools.place(to()).endpoint();
        Mirror.Builder builder = isTwoWay() ? Mirror.both(left, right, state(route)) : Mirror.from(left, right);
        Duration age = delete.age(deleteOlder, isTwoWay());
        if (!maxDelete.isEmpty()) {
            builder.maxDelete(DeleteLimit.parse(maxDelete));
        }
        if (!age.isZero()) {
            builder.deleteOlder(age);
        }
        return builder.include(Words.array(include))
                .exclude(Words.array(exclude))
                .delete(delete.deletes())
                .comparison(compare)
                .links(links)
                .preserveModes(modes)
                .parallel(parallel)
                .dryRun(dryRun)
                .retry(to instanceof FtpEndpoint ? to.retry() : from.retry())
                .cancellation(cancellation)
                .listener(listener)
                .build();
    }

    /** A route has one of its own; that of another mirror is refused when it is read. */
    private Path state(String route) {
        return state.isEmpty()
                ? states.resolve(URLEncoder.encode(route, StandardCharsets.UTF_8) + ".state")
                : Path.of(state);
    }

    private JobEvent event(SyncResult result) {
        ObjectNode data = JobEvent.noData()
                .put("source", from())
                .put("target", to())
                .put("dryRun", result.dryRun())
                .put("uploaded", result.uploaded().size())
                .put("downloaded", result.downloaded().size())
                .put("deleted", result.deleted().size())
                .put("renamed", result.renamed().size())
                .put("unchanged", result.skipped())
                .put("deletesWithheld", result.deletesWithheld())
                .put("tooYoungToDelete", result.plan().younger())
                .put("compared", result.plan().compared())
                .put("comparedBytes", result.plan().comparedBytes())
                .put("bytes", result.bytes())
                .put("durationMs", result.duration().toMillis());
        list(data.putArray("failed"), result.failed());
        list(data.putArray("refused"), result.refused());
        list(data.putArray("skippedLinks"), result.plan().skippedLinks());
        list(data.putArray("conflicts"), result.conflicts());
        boolean isGood = result.failed().isEmpty() && result.conflicts().isEmpty();
        return new JobEvent(
                isGood ? "mirror.completed" : "mirror.partial",
                isGood,
                !isGood || !result.isUnchanged() || result.dryRun(),
                to(),
                from() + (isTwoWay() ? " <-> " : " -> ") + to() + ": " + summary(result),
                data);
    }

    private static String summary(SyncResult result) {
        if (result.dryRun()) {
            return result.plan().steps().size() + " steps planned";
        }
        long copied = (long) result.uploaded().size() + result.downloaded().size();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("copied (" + Quantities.bytes(result.bytes()) + ")", copied);
        counts.put("deleted", (long) result.deleted().size());
        counts.put("renamed", (long) result.renamed().size());
        counts.put("unchanged", result.skipped());
        counts.put("compared by content", result.plan().compared());
        counts.put("failed", (long) result.failed().size());
        counts.put("left alone", (long) result.refused().size());
        counts.put("links passed over", (long) result.plan().skippedLinks().size());
        counts.put("in conflict", (long) result.conflicts().size());
        counts.values().removeIf(count -> count == 0);
        String first = result.failed().isEmpty()
                ? ""
                : "; first failure: " + result.failed().get(0);
        return counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "))
                + first;
    }

    private static void list(ArrayNode into, List<Problem> problems) {
        problems.forEach(problem -> into.add(problem.toString()));
    }

    public void setSource(String source) {
        this.source = source;
    }

    public void setTarget(String target) {
        this.target = target;
    }

    public void setDirection(String direction) {
        if (!List.of("", "forward", "backward", "both").contains(direction)) {
            throw new IllegalArgumentException("direction is forward, backward or both, not \"" + direction + "\"");
        }
        this.direction = direction;
    }

    /** Where states lie that are not given. */
    public void setStates(String states) {
        this.states = Path.of(states);
    }

    public void setState(String state) {
        this.state = state;
    }

    public void setInclude(String include) {
        this.include = include;
    }

    public void setExclude(String exclude) {
        this.exclude = exclude;
    }

    public void setDelete(String delete) {
        this.delete = Deletion.parse(delete);
    }

    public void setMaxDelete(String maxDelete) {
        this.maxDelete = maxDelete;
    }

    public void setDeleteOlder(String deleteOlder) {
        this.deleteOlder = TimeSpan.orZero("deleteOlder", deleteOlder);
    }

    public void setCompare(Comparison compare) {
        this.compare = compare;
    }

    public void setLinks(Links links) {
        this.links = links;
    }

    public void setModes(boolean modes) {
        this.modes = modes;
    }

    public void setParallel(int parallel) {
        this.parallel = parallel;
    }

    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** Tells of the files of a mirror as of those of any other route. */
    private static final class Reporter {
        private final Tools tools;
        private final String route;
        private final String endpoint;
        private final Map<Step, Long> begun = new ConcurrentHashMap<>();

        Reporter(Tools tools, String route, String endpoint) {
            this.tools = tools;
            this.route = route;
            this.endpoint = endpoint;
        }

        void on(MirrorEvent event) {
            if (event instanceof MirrorEvent.Moving moving) {
                begun.putIfAbsent(moving.step(), System.nanoTime());
            } else if (event instanceof MirrorEvent.StepDone done && done.step() instanceof Step.Copy copy) {
                tell(copy, Movement.Outcome.MOVED, Optional.empty());
            } else if (event instanceof MirrorEvent.StepFailed failed && failed.step() instanceof Step.Copy copy) {
                // The next run tries again.
                tell(copy, Movement.Outcome.WAITING, Optional.of(Failure.of(failed.failure())));
            }
        }

        private void tell(Step.Copy copy, Movement.Outcome outcome, Optional<Failure> failure) {
            Long begin = begun.remove(copy);
            tools.tell(new Movement(
                    route,
                    endpoint,
                    copy.name(),
                    copy.version().size().orElse(0),
                    begin == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - begin),
                    outcome,
                    failure));
        }
    }
}
