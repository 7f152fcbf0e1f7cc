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
    private String state = "";
    private String include = "";
    private String exclude = "";
    private boolean delete;
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
        return target;
    }

    @Override
    public void check() throws IOException {
        mirror(tools(), MirrorListener.NONE, new Cancellation());
    }

    @Override
    JobEvent run(Tools tools, String route) throws IOException {
        Cancellation cancellation = new Cancellation();
        Reporter reporter =
                new Reporter(tools, route, tools.place(source).endpoint().name());
        return event(new MirrorEngine(tools.transfers(), tools.clock())
                .run(mirror(tools, event -> hear(event, reporter, cancellation), cancellation)));
    }

    // What is half-sent when Drover stops stays, and the next run goes on with it.
    private void hear(MirrorEvent event, Reporter reporter, Cancellation cancellation) {
        if (camel().isStopping()) {
            cancellation.suspend();
        }
        reporter.on(event);
    }

    private Mirror mirror(Tools tools, MirrorListener listener, Cancellation cancellation) throws IOException {
        Tree left = Tree.at(tools.place(source).location());
        Tree right = Tree.at(tools.place(target).location());
        Endpoint from = tools.place(source).endpoint();
        Endpoint to = tools.place(target).endpoint();
        Mirror.Builder builder = state.isEmpty() ? Mirror.from(left, right) : Mirror.both(left, right, Path.of(state));
        if (!maxDelete.isEmpty()) {
            builder.maxDelete(DeleteLimit.parse(maxDelete));
        }
        if (!deleteOlder.isZero()) {
            builder.deleteOlder(deleteOlder);
        }
        return builder.include(Words.array(include))
                .exclude(Words.array(exclude))
                .delete(delete)
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

    private JobEvent event(SyncResult result) {
        ObjectNode data = JobEvent.noData()
                .put("source", source)
                .put("target", target)
                .put("dryRun", result.dryRun())
                .put("uploaded", result.uploaded().size())
                .put("downloaded", result.downloaded().size())
                .put("deleted", result.deleted().size())
                .put("renamed", result.renamed().size())
                .put("unchanged", result.skipped())
                .put("deletesWithheld", result.deletesWithheld())
                .put("bytes", result.bytes())
                .put("durationMs", result.duration().toMillis());
        list(data.putArray("failed"), result.failed());
        list(data.putArray("refused"), result.refused());
        list(data.putArray("conflicts"), result.conflicts());
        boolean isGood = result.failed().isEmpty() && result.conflicts().isEmpty();
        return new JobEvent(
                isGood ? "mirror.completed" : "mirror.partial",
                isGood,
                !isGood || !result.isUnchanged() || result.dryRun(),
                target,
                source + (state.isEmpty() ? " -> " : " <-> ") + target + ": " + summary(result),
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
        counts.put("failed", (long) result.failed().size());
        counts.put("left alone", (long) result.refused().size());
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

    public void setState(String state) {
        this.state = state;
    }

    public void setInclude(String include) {
        this.include = include;
    }

    public void setExclude(String exclude) {
        this.exclude = exclude;
    }

    public void setDelete(boolean delete) {
        this.delete = delete;
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
