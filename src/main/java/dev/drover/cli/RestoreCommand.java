package dev.drover.cli;

import dev.drover.backup.Archive;
import dev.drover.backup.ArchiveFormat;
import dev.drover.backup.Backup;
import dev.drover.backup.BackupEngine;
import dev.drover.backup.RestoreOptions;
import dev.drover.backup.RestoreResult;
import dev.drover.backup.VerifyResult;
import dev.drover.mirror.Selection;
import dev.drover.transfer.TransferEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover restore}. */
@Command(
        name = "restore",
        description = "Brings back what drover backup has saved; lists and verifies archives.",
        footer = {
            "",
            "Examples:",
            "  drover restore partner:backups --name site --list",
            "  drover restore partner:backups --name site --verify",
            "  drover restore partner:backups --name site restored",
            "  drover restore partner:backups --name site --decrypt ours restored",
            "  drover restore partner:backups --name site --include '*.html' restored",
            "  drover restore partner:backups --archive site-20260317-0200.tar.gz restored",
            "  drover restore partner:dumps --archive their.tar.gz --without-manifest back"
        })
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name given to the backup. Not needed with --archive.")
    private @Nullable String name;

    @Mixin
    private ArchiveNaming naming = new ArchiveNaming();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "tar_gz",
            description = "Of the archive: tar_gz or zip; default: tar_gz.")
    private ArchiveFormat format = ArchiveFormat.TAR_GZ;

    @Option(
            names = "--archive",
            paramLabel = "FILE",
            description = "Which archive, whatever its name. Default: the newest complete one.")
    private @Nullable String archive;

    @Option(names = "--list", description = "Only lists the archives.")
    private boolean list;

    @Option(names = "--verify", description = "Only reads the archive to its last byte and compares.")
    private boolean verify;

    @Option(
            names = "--decrypt",
            paramLabel = "NAME",
            description = "Decrypts with this transform of the configuration, of kind pgp-decrypt.")
    private @Nullable String decrypt;

    @Option(
            names = "--encrypted",
            description = "The archives are encrypted: lists them, and without a key verifies what is stored."
                    + " --decrypt implies it.")
    private boolean encrypted;

    @Option(names = "--overwrite", description = "Replaces files that are there; else they are left alone.")
    private boolean overwrite;

    @Option(
            names = "--all-links",
            description = "Also makes symbolic links that are absolute or lead out of the directory.")
    private boolean allLinks;

    @Option(
            names = "--without-manifest",
            description =
                    "Takes the archive of --archive as it is when no digest and manifest lie beside it, such as one"
                            + " that others made: only its own checksums are looked at.")
    private boolean withoutManifest;

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description = "Only files that fit, by their paths below a source: site/a/b.txt"
                    + " is a/b.txt. A glob without a slash fits names. May be repeated.")
    private List<String> include = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "Nothing that fits, in the same way; may be repeated.")
    private List<String> exclude = new ArrayList<>();

    @Parameters(index = "0", paramLabel = "PLACE", description = "Where the archives are: endpoint:path, or a URL.")
    private String argument = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "DIRECTORY", description = "Where to restore to.")
    private @Nullable Path directory;

    RestoreCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        BackupEngine engine = new BackupEngine(new TransferEngine());
        if (name == null && (archive == null || list)) {
            throw CommandException.usage("Which backup? Say --name, or --archive for a single archive");
        }
        if (withoutManifest && (archive == null || list)) {
            throw CommandException.usage("--without-manifest is for a single archive: name it with --archive");
        }
        Path target = directory;
        if (target == null && !list && !verify) {
            throw CommandException.usage("Where to? Name a directory to restore to, or say --list or --verify");
        }
        if (target != null && !list && !verify && Files.exists(target) && !Files.isDirectory(target)) {
            throw CommandException.refused(
                    target + " is a file, and a directory is needed there; name another, or move it away");
        }
        try (StopByUser stop = new StopByUser();
                Places places = options.places();
                Progress progress = options.progress()) {
            // An archive that is told by name needs none of the backup; the rest of its name is not looked at.
            String ours = name == null ? "any" : name;
            Backup.Builder builder = Backup.builder(ours, Trees.openRemote(places, argument))
                    .format(format())
                    .names(naming.of(ours, format()))
                    .cancellation(stop.cancellation())
                    .listener(progress::arrived);
            if (decrypt != null) {
                builder.decryption(new NamedTransforms(options).decryption("--decrypt", decrypt));
            } else if (encrypted) {
                builder.encrypted();
            }
            Backup backup = builder.build();
            if (list) {
                return list(engine.list(backup));
            }
            String chosen = archive == null ? newest(engine, backup) : archive;
            if (verify || target == null) {
                return withoutManifest
                        ? inspected(engine.inspect(backup, chosen))
                        : verified(engine.verify(backup, chosen));
            }
            RestoreOptions how =
                    new RestoreOptions(overwrite, new Selection(include, exclude), allLinks, withoutManifest);
            return restored(engine.restore(backup, chosen, target, how));
        }
    }

    private ArchiveFormat format() {
        return archive != null && Archive.isOf(ArchiveFormat.ZIP, archive) ? ArchiveFormat.ZIP : format;
    }

    private String newest(BackupEngine engine, Backup backup) throws Exception {
        List<Archive> archives = engine.list(backup);
        String newest = null;
        for (Archive one : archives) {
            newest = one.complete() ? one.name() : newest;
        }
        if (newest == null) {
            String broken = archives.isEmpty()
                    ? ""
                    : "; these are not complete, and --archive takes one that has its digest and manifest: "
                            + names(archives);
            String hint = "; looked for are those that end with " + format().extension() + ", and --format "
                    + (format == ArchiveFormat.ZIP ? "tar_gz" : "zip") + " looks for others"
                    + (encrypted || decrypt != null
                            ? ""
                            : "; to look for encrypted ones, say --decrypt or --encrypted");
            throw CommandException.notFound("There is no complete archive of \"" + name + "\" in " + argument
                    + (broken.isEmpty() ? hint : broken));
        }
        String last = archives.get(archives.size() - 1).name();
        if (!last.equals(newest)) {
            options.err().println("The newest archive, " + last + ", is not complete; this is " + newest);
            options.err().flush();
        }
        return newest;
    }

    private static String names(List<Archive> archives) {
        return archives.stream().map(Archive::name).collect(Collectors.joining(", "));
    }

    private int list(List<Archive> archives) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Archive one : archives) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("archive", one.name());
            row.put("made", one.time());
            row.put("bytes", one.size());
            row.put("complete", one.complete());
            rows.add(row);
        }
        options.output().rows(rows);
        return ExitCode.OK;
    }

    private int verified(VerifyResult result) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("archive", result.archive());
        facts.put("bytes", result.bytes());
        facts.put("files", result.files());
        facts.put("good", result.isGood());
        facts.put("looked into", result.isOpened());
        told(facts, "problems", result.problems());
        options.output().facts(facts);
        if (result.isGood() && !result.isOpened()) {
            options.err()
                    .println("What is stored is what was made; its content was not looked into, which --decrypt does");
            options.err().flush();
        }
        return result.isGood() ? ExitCode.OK : ExitCode.FAILED;
    }

    private int inspected(VerifyResult result) {
        options.err()
                .println("Where no manifest lies beside " + result.archive() + " it cannot be verified beyond its own"
                        + " checksums, and the digest beside it if there is one");
        return verified(result);
    }

    /** All of it for programs; people get a line each, and the number. */
    private void told(Map<String, Object> facts, String name, List<String> lines) {
        if (options.output().isJson()) {
            facts.put(name, lines);
            return;
        }
        lines.forEach(line -> options.err().println(Texts.printable(line)));
        options.err().flush();
        facts.put(name, lines.size());
    }

    private int restored(RestoreResult result) throws CommandException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("archive", result.archive());
        facts.put(
                "restored",
                options.output().isJson()
                        ? result.restored()
                        : result.restored().size());
        told(
                facts,
                "existing",
                result.existing().stream()
                        .map(path -> options.output().isJson() ? path : path + " is there already, and was left alone")
                        .toList());
        if (withoutManifest) {
            facts.put("compared", result.isCompared());
        }
        if (!result.isCompared() && !result.restored().isEmpty()) {
            options.err()
                    .println("No usable manifest lies beside " + result.archive()
                            + ": what came back could not be compared with what was put in");
        }
        told(facts, "problems", result.problems());
        options.output().facts(facts);
        if (result.isComplete() && result.restored().isEmpty() && !include.isEmpty()) {
            throw CommandException.notFound("Nothing in " + result.archive() + " fits --include "
                    + String.join(", ", include)
                    + "; globs fit what is below a source, such as a/b.txt for site/a/b.txt");
        }
        if (result.isComplete()) {
            return ExitCode.OK;
        }
        return result.restored().isEmpty() ? ExitCode.FAILED : ExitCode.PARTIAL;
    }
}
