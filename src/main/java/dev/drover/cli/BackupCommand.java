package dev.drover.cli;

import dev.drover.backup.ArchiveFormat;
import dev.drover.backup.Backup;
import dev.drover.backup.BackupEngine;
import dev.drover.backup.BackupResult;
import dev.drover.backup.Retention;
import dev.drover.backup.VerifyResult;
import dev.drover.transfer.TransferEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover backup}. */
@Command(
        name = "backup",
        description =
                "Packs directories into an archive on a server, with digest and manifest beside it, and lets go old"
                        + " ones that the options no longer keep.",
        footer = {
            "",
            "Examples:",
            "  drover backup --name site /var/www partner:backups",
            "  drover backup --name site --daily 7 --weekly 4 /var/www partner:backups",
            "  drover backup --name site --encrypt seal /var/www partner:backups",
            "  drover restore partner:backups --name site --list"
        })
final class BackupCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "What names of the archives begin with.")
    private String name = "";

    @Mixin
    private ArchiveNaming naming = new ArchiveNaming();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "tar_gz",
            description = "Of the archive: tar_gz or zip; default: tar_gz.")
    private ArchiveFormat format = ArchiveFormat.TAR_GZ;

    @Option(names = "--include", paramLabel = "GLOB", description = "Only files that fit; may be repeated.")
    private List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Nothing that fits; may be repeated.")
    private List<String> exclude = new ArrayList<>();

    @Option(names = "--daily", paramLabel = "N", description = "Keeps the last archive of so many days.")
    private int daily;

    @Option(names = "--weekly", paramLabel = "N", description = "Of so many weeks.")
    private int weekly;

    @Option(names = "--monthly", paramLabel = "N", description = "Of so many months.")
    private int monthly;

    @Option(names = "--max-age", paramLabel = "TIME", description = "Lets go what is older, such as 90d.")
    private @Nullable String maxAge;

    @Option(
            names = "--spool",
            paramLabel = "DIRECTORY",
            description = "Makes the archive here first, so that a broken upload is resumed. Default: streams it.")
    private @Nullable Path spool;

    @Option(
            names = "--part-size",
            paramLabel = "SIZE",
            description = "Cuts the archive into files of this size, such as 2G: NAME.tar.gz.001 and so on.")
    private @Nullable String partSize;

    @Option(
            names = "--encrypt",
            paramLabel = "NAME",
            description = "Encrypts with this transform of the configuration, of kind pgp-encrypt: NAME.tar.gz.pgp.")
    private @Nullable String encrypt;

    @Option(
            names = "--verify",
            description = "Reads the archive back and compares it; one that is not good lets go no old ones.")
    private boolean verify;

    @Parameters(
            arity = "1..*",
            paramLabel = "SOURCE... PLACE",
            hideParamSyntax = true,
            description = "Directories or files of this machine; last, a directory as endpoint:path or URL.")
    private List<String> arguments = new ArrayList<>();

    BackupCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        if (arguments.size() < 2) {
            throw CommandException.usage("Where to? Name a place behind the sources, such as partner:backups");
        }
        BackupResult result;
        String target = arguments.get(arguments.size() - 1);
        try (StopByUser stop = new StopByUser();
                Places places = options.places();
                Progress progress = options.progress()) {
            Backup.Builder builder = Backup.builder(name, Trees.openRemote(places, target))
                    .retry(places.open(target).endpoint().retry())
                    .cancellation(stop.cancellation())
                    .format(format)
                    .include(include.toArray(String[]::new))
                    .exclude(exclude.toArray(String[]::new))
                    .names(naming.of(name, format))
                    .retention(retention().withZone(naming.zone()))
                    .verify(verify)
                    .listener(progress::arrived);
            arguments.subList(0, arguments.size() - 1).forEach(source -> builder.sources(Path.of(source)));
            if (spool != null) {
                builder.spool(spool);
            }
            if (partSize != null) {
                builder.partSize(partSize());
            }
            if (encrypt != null) {
                builder.encryption(new NamedTransforms(options).encryption("--encrypt", encrypt));
            }
            result = new BackupEngine(new TransferEngine()).create(builder.build());
        }
        Stream.of(result.problems(), checked(result), result.notPruned())
                .flatMap(List::stream)
                .forEach(problem -> options.err().println(Texts.printable(problem)));
        options.err().flush();
        options.output().facts(facts(result, options.output().isJson()));
        if (!result.isUsable()) {
            return ExitCode.FAILED;
        }
        return result.isGood() ? ExitCode.OK : ExitCode.PARTIAL;
    }

    private static List<String> checked(BackupResult result) {
        return result.check().map(VerifyResult::problems).orElse(List.of()).stream()
                .map(problem -> "The archive " + result.archive() + " cannot be used: " + problem)
                .toList();
    }

    private Retention retention() throws CommandException {
        Retention kept = Retention.keep(daily, weekly, monthly);
        return maxAge == null ? kept : kept.withMaxAge(Texts.parseDuration(maxAge));
    }

    private long partSize() throws CommandException {
        long bytes = Texts.parseBytes(String.valueOf(partSize));
        if (bytes < 1) {
            throw CommandException.usage("--part-size is one byte at least, not " + partSize);
        }
        return bytes;
    }

    private static Map<String, Object> facts(BackupResult result, boolean all) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("archive", result.archive());
        facts.put("bytes", result.bytes());
        facts.put("sha256", result.sha256());
        facts.put("entries", result.manifest().entries().size());
        if (!result.manifest().parts().isEmpty()) {
            facts.put("parts", result.manifest().parts().size());
        }
        facts.put("problems", all ? result.problems() : result.problems().size());
        result.check().ifPresent(check -> {
            facts.put("good", check.isGood());
            facts.put("looked into", check.isOpened());
        });
        facts.put("let go", result.pruned());
        if (all) {
            facts.put("not let go", result.notPruned());
        }
        facts.put("millis", result.duration().toMillis());
        return facts;
    }
}
