package dev.drover.cli;

import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.LocalLocation;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover put}. */
@Command(
        name = "put",
        description = "Sends files. Each appears under its name when all of it is there; a broken transfer is resumed.",
        footer = {
            "",
            "Examples:",
            "  drover put orders.csv partner:out/",
            "  drover put --if-exists fail orders.csv ftps://me@ftp.example.com/in/",
            "  drover put -r reports partner:",
            "  mysqldump shop | gzip | drover put - partner:dumps/shop.sql.gz",
            "For whole trees drover mirror is faster, and moves only what changed."
        })
final class PutCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    private final InputStream in;

    @Mixin
    private ClientOptions options;

    @Mixin
    private Copies copies = new Copies();

    @Option(
            names = {"-r", "--recursive"},
            description = "Directories too, with everything below.")
    private boolean recursive;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE... PLACE",
            hideParamSyntax = true,
            description = "Files of this machine, or - for standard input; last, endpoint:path or a URL: a directory,"
                    + " or a new name.")
    private List<String> arguments = new ArrayList<>();

    PutCommand(Configuration configuration, InputStream in) {
        this.in = in;
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        if (arguments.size() < 2) {
            throw CommandException.usage("Where to? Name a place behind the files, such as partner:in/");
        }
        List<String> sources = arguments.subList(0, arguments.size() - 1);
        TransferEngine engine = new TransferEngine();
        Tally tally = options.tally();
        try (Places places = options.places();
                Progress progress = options.progress()) {
            Place target = places.open(arguments.get(arguments.size() - 1));
            if (sources.contains(STANDARD_INPUT)) {
                return sendStandardInput(sources, target, engine, progress);
            }
            boolean into = sources.size() > 1
                    || target.isDirectory()
                    || Browse.look(target).filter(Item::isDirectory).isPresent();
            List<Sending> sendings = new ArrayList<>();
            for (String source : sources) {
                tally.prepare(() -> add(Path.of(source), target, into, sendings, tally));
            }
            for (Sending sending : sendings) {
                progress.expect(Files.size(sending.file));
            }
            for (Sending sending : sendings) {
                tally.attempt(() -> send(sending, engine, progress));
            }
            progress.close();
            copies.tell(options.output());
            return tally.exitCode();
        }
    }

    /** By way of a temporary file: what is read once could be neither compared with what arrived nor sent again. */
    private int sendStandardInput(List<String> sources, Place target, TransferEngine engine, Progress progress)
            throws IOException, CommandException {
        boolean isNamed = sources.size() == 1
                && !target.isDirectory()
                && Browse.look(target).filter(Item::isDirectory).isEmpty();
        if (!isNamed) {
            throw CommandException.usage("Standard input has no name: give one, as in " + target.text()
                    + (target.text().endsWith("/") || target.text().endsWith(":") ? "" : "/")
                    + "name, and no other file with it");
        }
        Path spool = Files.createTempFile("drover-put-", "");
        try {
            spool(spool);
            progress.expect(Files.size(spool));
            copies.copy(
                    engine,
                    location(spool),
                    STANDARD_INPUT,
                    STANDARD_INPUT,
                    target.location(),
                    target.endpoint().retry(),
                    progress);
            progress.close();
            copies.tell(options.output());
            return ExitCode.OK;
        } finally {
            Files.deleteIfExists(spool);
        }
    }

    private void spool(Path file) throws CommandException {
        try {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CommandException.failed(
                    Optional.of(ErrorClass.of(e)),
                    "Standard input was not kept in the temporary file " + file + ": " + e.getMessage()
                            + "; DROVER_OPTS=-Djava.io.tmpdir=DIRECTORY has another directory used");
        }
    }

    private void add(Path source, Place target, boolean into, List<Sending> sendings, Tally tally)
            throws IOException, CommandException {
        if (!Files.exists(source)) {
            throw new NoSuchFileException(source.toString());
        }
        Place named = into ? target.child(name(source)) : target;
        if (!Files.isDirectory(source)) {
            plan(new Sending(source, named), sendings);
            return;
        }
        if (!recursive) {
            throw CommandException.refused(source + " is a directory; -r sends it with everything below");
        }
        for (Path file : filesBelow(source, tally)) {
            List<String> segments = new ArrayList<>();
            source.relativize(file).forEach(segment -> segments.add(segment.toString()));
            plan(new Sending(file, named.child(RelativePath.of(String.join("/", segments)))), sendings);
        }
    }

    private void plan(Sending sending, List<Sending> sendings) throws CommandException {
        copies.requireOwn(sending.file.toString(), sending.place.location().toString());
        sendings.add(sending);
    }

    /** What cannot be looked at is told, and the rest is sent. */
    private static List<Path> filesBelow(Path directory, Tally tally) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                tally.failed(failure);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) {
                if (failure != null) {
                    tally.failed(failure);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private void send(Sending sending, TransferEngine engine, Progress progress) throws IOException {
        copies.copy(
                engine,
                location(sending.file),
                sending.place.location(),
                sending.place.endpoint().retry(),
                progress);
    }

    private static LocalLocation location(Path source) throws IOException {
        Path file = source.toAbsolutePath().normalize();
        Path directory = file.resolveSibling("");
        return new LocalLocation(String.valueOf(directory), directory, RelativePath.of(name(file)), false);
    }

    private static String name(Path file) {
        return String.valueOf(file.toAbsolutePath().normalize().getFileName());
    }

    private record Sending(Path file, Place place) {}
}
