package dev.drover.cli;

import dev.drover.mirror.Comparison;
import dev.drover.mirror.DeleteLimit;
import dev.drover.mirror.Links;
import dev.drover.mirror.Mirror;
import dev.drover.mirror.MirrorEngine;
import dev.drover.mirror.MirrorEvent;
import dev.drover.mirror.Problem;
import dev.drover.mirror.Step;
import dev.drover.mirror.SyncResult;
import dev.drover.mirror.Tree;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transfer.TransferEngine;
import dev.drover.transfer.TransferEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover mirror}. */
@Command(
        name = "mirror",
        description = "Makes one directory tree what another one is; moves only what changed.",
        footer = {
            "",
            "Examples:",
            "  drover mirror site partner:public --delete --dry-run",
            "  drover mirror partner:in incoming --include '*.csv'",
            "  drover mirror primary: standby: --compare checksum",
            "  drover mirror --both shared.state documents partner:documents"
        })
final class MirrorCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Option(names = "--delete", description = "Deletes what is in the target only, after all copies have succeeded.")
    private boolean delete;

    @Option(
            names = "--max-delete",
            paramLabel = "LIMIT",
            description =
                    "Refuses to delete more: a number of files, a share of the tree such as 5%%, or both with a comma"
                            + " for the lesser. Default: 100,10%%")
    private @Nullable String maxDelete;

    @Option(
            names = "--delete-older",
            paramLabel = "TIME",
            description = "With --delete: only what is older than this by its own time, such as 7d.")
    private @Nullable String deleteOlder;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only shows the plan.")
    private boolean dryRun;

    @Option(
            names = "--both",
            paramLabel = "STATE",
            description = "Both ways: changes on either side go to the other; conflicts are reported and left alone."
                    + " The local file STATE remembers what both had in common.")
    private @Nullable Path state;

    @Option(
            names = "--compare",
            paramLabel = "HOW",
            defaultValue = "size_and_time",
            description =
                    "How files are told apart: size_and_time, size_and_exact_time, size or checksum; default: size_and_time.")
    private Comparison comparison = Comparison.SIZE_AND_TIME;

    @Option(names = "--include", paramLabel = "GLOB", description = "Only files that fit; may be repeated.")
    private List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Nothing that fits; may be repeated.")
    private List<String> exclude = new ArrayList<>();

    @Option(
            names = "--links",
            paramLabel = "WHAT",
            defaultValue = "skip",
            description = "Symbolic links: skip, report or follow; default: skip.")
    private Links links = Links.SKIP;

    @Option(names = "--no-times", description = "Copies do not get the time of their source.")
    private boolean noTimes;

    @Option(names = "--modes", description = "Copies get the permissions of their source.")
    private boolean modes;

    @Option(
            names = {"-j", "--parallel"},
            paramLabel = "N",
            defaultValue = "4",
            description = "Files at a time. Default: ${DEFAULT-VALUE}")
    private int parallel;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "Of each file. Default: as the endpoint says (retry.attempts)")
    private @Nullable Integer retries;

    @Parameters(index = "0", paramLabel = "FROM", description = "endpoint:path, a URL, or a directory here.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "The same.")
    private String to = "";

    /** What failed because a disk of this machine is full. */
    private final Set<String> full = ConcurrentHashMap.newKeySet();

    MirrorCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        SyncResult result;
        try (Places places = options.places();
                Progress progress = options.progress()) {
            RetryPolicy policy = Trees.retry(places, from, to);
            Mirror.Builder mirror = mirror(Trees.open(places, from), Trees.open(places, to), progress)
                    .retry(retries == null ? policy : policy.withAttempts(retries + 1));
            result = new MirrorEngine(new TransferEngine()).run(mirror.build());
        }
        tell(result, options.output());
        return exitCode(result);
    }

    private Mirror.Builder mirror(Tree left, Tree right, Progress progress) throws CommandException {
        Mirror.Builder builder = state == null ? Mirror.from(left, right) : Mirror.both(left, right, state);
        if (maxDelete != null) {
            builder.maxDelete(DeleteLimit.parse(maxDelete));
        }
        if (deleteOlder != null) {
            builder.deleteOlder(Texts.parseDuration(deleteOlder));
        }
        return builder.delete(delete)
                .dryRun(dryRun)
                .comparison(comparison)
                .include(include.toArray(String[]::new))
                .exclude(exclude.toArray(String[]::new))
                .links(links)
                .preserveTimes(!noTimes)
                .preserveModes(modes)
                .parallel(parallel)
                .listener(event -> follow(event, progress));
    }

    private void follow(MirrorEvent event, Progress progress) {
        if (event instanceof MirrorEvent.Planned planned) {
            progress.expect(
                    planned.plan().mirror().isDryRun() ? 0 : planned.plan().bytes());
        } else if (event instanceof MirrorEvent.Moving moving
                && moving.event() instanceof TransferEvent.Progress bytes) {
            progress.moved(moving.step().path().toString(), bytes.bytes());
        } else if (event instanceof MirrorEvent.StepDone done && done.step() instanceof Step.Copy copy) {
            progress.arrived(copy.path().toString(), copy.version().size().orElse(0));
        } else if (event instanceof MirrorEvent.StepFailed failed) {
            progress.gaveUp(failed.step().path().toString());
            if (ErrorClass.of(failed.failure()) == ErrorClass.LOCAL_FULL) {
                full.add(String.valueOf(failed.failure().getMessage()));
            }
        }
    }

    private void tell(SyncResult result, Output output) {
        result.failed().forEach(problem -> options.err()
                .println(Texts.lines(problem + (full.contains(problem.reason()) ? Failures.MAKE_ROOM : ""))));
        options.err().flush();
        if (!output.isJson()) {
            output.say(result.dryRun() ? result.plan().toString() : result.toString());
            result.conflicts().forEach(problem -> output.say("conflict " + problem));
            result.refused().forEach(problem -> output.say("left alone " + problem));
            return;
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("from", result.plan().mirror().left().toString());
        facts.put("to", result.plan().mirror().right().toString());
        facts.put("dryRun", result.dryRun());
        if (result.dryRun()) {
            facts.put(
                    "plan",
                    result.plan().steps().stream().map(result.plan()::describe).toList());
        }
        facts.put("uploaded", result.uploaded());
        facts.put("downloaded", result.downloaded());
        facts.put("deleted", result.deleted());
        facts.put("renamed", result.renamed());
        facts.put("unchanged", result.skipped());
        facts.put("failed", texts(result.failed()));
        facts.put("refused", texts(result.refused()));
        facts.put("conflicts", texts(result.conflicts()));
        facts.put("compared", result.plan().compared());
        facts.put("comparedBytes", result.plan().comparedBytes());
        facts.put("bytes", result.bytes());
        facts.put("millis", result.duration().toMillis());
        output.facts(facts);
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    private int exitCode(SyncResult result) {
        if (!result.failed().isEmpty()) {
            boolean nothing = result.isUnchanged() && result.skipped() == 0;
            int why = full.isEmpty() ? ExitCode.FAILED : ExitCode.TEMPORARY;
            return nothing ? why : ExitCode.PARTIAL;
        }
        if (result.dryRun() && result.plan().refusal().isPresent()) {
            return ExitCode.REFUSED;
        }
        return result.conflicts().isEmpty() && result.refused().isEmpty() ? ExitCode.OK : ExitCode.PARTIAL;
    }
}
