package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.PgpKeyFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code backup} and {@code restore} as they are typed. */
class BackupCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path home;

    private Map<String, String> transforms = Map.of();
    private Path source;
    private EmbeddedServer server;

    @BeforeEach
    void start() throws IOException {
        source = Files.createDirectories(home.resolve("site"));
        Files.writeString(source.resolve("index.html"), "<p>");
        server = EmbeddedServer.on(home.resolve("remote")).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int execute(String... arguments) {
        String prefix = "drover.endpoint.partner.";
        Map<String, String> all = new TreeMap<>(transforms);
        all.putAll(Map.of(
                prefix + "kind",
                "ftp",
                prefix + "host",
                "localhost",
                prefix + "port",
                Integer.toString(server.port()),
                prefix + "username",
                EmbeddedServer.USER,
                prefix + "password",
                EmbeddedServer.PASSWORD,
                prefix + "retry.attempts",
                "1"));
        CommandLine line = DroverCommand.with(new NoLauncher(), new GivenSettings(all));
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private int backup(String... options) {
        return execute(Stream.of(List.of("backup"), List.of(options), List.of(source.toString(), "partner:backups"))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private int restore(String... options) {
        return execute(Stream.of(List.of("restore", "partner:backups"), List.of(options))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private List<String> archives() throws IOException {
        try (Stream<Path> files = Files.list(server.home().resolve("backups"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".tar.gz"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theNewestCompleteArchiveIsRestoredAndThatOneIsBrokenIsSaid() throws Exception {
        assertThat(backup("--name", "site", "--verify")).as(err.toString()).isEqualTo(ExitCode.OK);
        String good = archives().get(0);
        Path later = server.home().resolve("backups/site-29991231-235959.tar.gz");
        for (String ending : List.of("", ".sha256", ".manifest")) {
            Files.copy(
                    server.home().resolve("backups/" + good + ending),
                    later.resolveSibling(later.getFileName() + ending));
        }
        Files.writeString(later, "cut");
        Path back = home.resolve("back");
        assertThat(restore("--name", "site", back.toString())).isEqualTo(ExitCode.OK);
        assertThat(back.resolve("site/index.html")).hasContent("<p>");
        assertThat(err.toString()).contains("site-29991231-235959.tar.gz, is not complete; this is " + good);

        Files.delete(server.home().resolve("backups/" + good));
        assertThat(restore("--name", "site", back.toString())).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(err.toString())
                .contains("--archive takes one that has its digest and manifest: site-29991231-235959.tar.gz");
    }

    @Test
    void archivesOfARouteWithItsOwnPatternAreReadWithThatPatternOrByTheirName() throws Exception {
        String[] naming = {"--pattern", "{name}_{yyyyMMdd_HHmm}", "--timezone", "Asia/Tokyo", "--name", "site"};
        assertThat(backup(naming)).as(err.toString()).isEqualTo(ExitCode.OK);
        String archive = archives().get(0);
        assertThat(archive).matches("site_\\d{8}_\\d{4}\\.tar\\.gz");
        assertThat(restore("--verify", "--name", "site")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(restore(with(naming, "--verify"))).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains(archive);
        Path back = home.resolve("back");
        assertThat(restore("--archive", archive, back.toString())).isEqualTo(ExitCode.OK);
        assertThat(back.resolve("site/index.html")).exists();
        assertThat(restore("--archive", "../secret.tar.gz", back.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(restore(back.toString())).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void anArchiveInPartsIsVerifiedAndRestoredByItsOneName() throws Exception {
        byte[] noise = new byte[5_000];
        new Random(3).nextBytes(noise);
        Files.write(source.resolve("noise.bin"), noise);
        assertThat(backup("--name", "site", "--part-size", "2k", "--verify"))
                .as(err.toString())
                .isEqualTo(ExitCode.OK);
        assertThat(archives()).isEmpty();
        assertThat(out.toString()).containsPattern("parts +3");
        Path back = home.resolve("back");
        assertThat(restore("--name", "site", back.toString())).isEqualTo(ExitCode.OK);
        assertThat(back.resolve("site/noise.bin")).hasBinaryContent(noise);

        try (Stream<Path> files = Files.list(server.home().resolve("backups"))) {
            Files.delete(files.filter(file -> file.toString().endsWith(".002"))
                    .findFirst()
                    .orElseThrow());
        }
        assertThat(restore("--name", "site", "--verify")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(backup("--name", "site", "--part-size", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(backup("--name", "site", "--part-size", "big")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--part-size is one byte at least", "\"big\" is no size");
    }

    @Test
    void anEncryptedArchiveIsVerifiedWithoutAKeyAndRestoredWithIt() throws Exception {
        PgpKeyFiles.write(home, "ours", "");
        transforms = PgpKeyFiles.settings(home, "ours", "ours");
        assertThat(backup("--name", "site", "--encrypt", "seal", "--verify"))
                .as(err.toString())
                .isEqualTo(ExitCode.OK);
        assertThat(archives()).isEmpty();
        assertThat(out.toString()).containsPattern("looked into +false");
        assertThat(restore("--name", "site", "--verify")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(err.toString()).contains("to look for encrypted ones, say --decrypt or --encrypted");
        assertThat(restore("--name", "site", "--verify", "--encrypted")).isEqualTo(ExitCode.OK);
        assertThat(err.toString()).contains("its content was not looked into, which --decrypt does");

        Path back = home.resolve("back");
        assertThat(restore("--name", "site", "--encrypted", back.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("is encrypted: to restore it, name a transform", "--decrypt");
        assertThat(back).doesNotExist();
        out.getBuffer().setLength(0);
        assertThat(restore("--name", "site", "--verify", "--decrypt", "open")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).containsPattern("looked into +true");
        assertThat(restore("--name", "site", "--decrypt", "open", back.toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(back.resolve("site/index.html")).hasContent("<p>");
    }

    @Test
    void aTransformThatIsNotThereOrDoesSomethingElseIsRefused() throws Exception {
        PgpKeyFiles.write(home, "ours", "");
        transforms = PgpKeyFiles.settings(home, "ours", "ours");
        assertThat(backup("--name", "site", "--encrypt", "open")).isEqualTo(ExitCode.USAGE);
        assertThat(backup("--name", "site", "--encrypt", "none")).isEqualTo(ExitCode.USAGE);
        assertThat(restore("--name", "site", "--decrypt", "seal", "--list")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains(
                        "--encrypt open is no transform of kind pgp-encrypt",
                        "There is no transform \"none\"",
                        "there are: open, seal",
                        "--decrypt seal is no transform of kind pgp-decrypt");
        Files.delete(home.resolve("ours.pub"));
        assertThat(backup("--name", "site", "--encrypt", "seal")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("drover.transforms.seal.recipients");
        assertThat(server.home().resolve("backups")).doesNotExist();
    }

    @Test
    void anArchiveWithoutItsManifestOrDigestIsAnsweredWithOneSentenceAndLeavesNothing() throws Exception {
        assertThat(backup("--name", "site")).as(err.toString()).isEqualTo(ExitCode.OK);
        String archive = archives().get(0);
        Path back = home.resolve("back");
        for (String ending : List.of(".manifest", ".sha256")) {
            Path beside = server.home().resolve("backups/" + archive + ending);
            byte[] kept = Files.readAllBytes(beside);
            Files.delete(beside);
            assertThat(restore("--archive", archive, back.toString())).isEqualTo(ExitCode.NOT_FOUND);
            assertThat(restore("--archive", archive, "--verify")).isEqualTo(ExitCode.NOT_FOUND);
            assertThat(err.toString())
                    .contains("There is no " + archive + ending + " beside the archive", "--without-manifest")
                    .doesNotContain("RETR");
            Path asItIs = home.resolve("as-it-is" + ending);
            assertThat(restore("--archive", archive, "--without-manifest", asItIs.toString()))
                    .isEqualTo(ExitCode.OK);
            assertThat(restore("--archive", archive, "--without-manifest", "--verify"))
                    .isEqualTo(ExitCode.OK);
            assertThat(asItIs.resolve("site/index.html")).hasContent("<p>");
            assertThat(err.toString())
                    .contains(
                            "could not be compared with what was put in",
                            "cannot be verified beyond its own checksums");
            Files.write(beside, kept);
        }
        assertThat(back.resolve("site")).doesNotExist();
        assertThat(restore("--name", "site", "--without-manifest", back.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(restore("--archive", "none.tar.gz", "--verify")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(err.toString()).contains("There is no archive none.tar.gz in");
    }

    @Test
    void globsThatFitNothingInAnArchiveAreSaid() throws Exception {
        assertThat(backup("--name", "site")).isEqualTo(ExitCode.OK);
        Path back = home.resolve("back");
        assertThat(restore("--name", "site", "--include", "site/index.html", back.toString()))
                .isEqualTo(ExitCode.NOT_FOUND);
        assertThat(err.toString()).contains("fits --include site/index.html; globs fit what is below a source");
        assertThat(back.resolve("site/index.html")).doesNotExist();
        assertThat(restore("--name", "site", "--include", "index.html", back.toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(back.resolve("site/index.html")).hasContent("<p>");
    }

    @Test
    void whatIsMissingOrInTheWayIsSaidInOneSentence() throws Exception {
        assertThat(backup("--name", "site", "--pattern", "{yyyyMMdd}")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("\"{yyyyMMdd}\" has no {name}");
        assertThat(server.home().resolve("backups")).doesNotExist();
        assertThat(backup("--name", "site", "--format", "zip")).isEqualTo(ExitCode.OK);
        assertThat(restore("--name", "site", "--verify")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(err.toString()).contains("end with .tar.gz, and --format zip looks for others");
        Path file = Files.writeString(home.resolve("afile"), "mine");
        assertThat(restore("--name", "site", "--format", "zip", file.toString()))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("afile is a file, and a directory is needed there");
        assertThat(file).hasContent("mine");
        assertThat(execute("put", "afile")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("backup", "--name", "site", "afile")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Where to? Name a place").doesNotContain("positional");
        assertThat(execute("find", "partner:", "--regex", "(")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--regex \"(\" is no regular expression: Unclosed group");
    }

    @Test
    void examplesOfTheHelpAreNotCutAtTheEndOfTheLine() {
        CommandLine line = DroverCommand.with(new NoLauncher(), new GivenSettings(Map.of()));
        Stream.concat(Stream.of(line), line.getSubcommands().values().stream())
                .flatMap(command ->
                        Stream.of(command.getCommandSpec().usageMessage().footer()))
                .forEach(example -> assertThat(example).hasSizeLessThan(80));
    }

    private static String[] with(String[] options, String last) {
        return Stream.concat(Stream.of(options), Stream.of(last)).toArray(String[]::new);
    }

    @Test
    void numbersAndNamesThatMakeNoSenseAreRefused() {
        assertThat(backup("--name", "site", "--daily", "-1", "--weekly", "4")).isEqualTo(ExitCode.USAGE);
        assertThat(backup("--name", "site", "--daily", "-1")).isEqualTo(ExitCode.USAGE);
        assertThat(backup("--name", "")).isEqualTo(ExitCode.USAGE);
        assertThat(backup("--name", "site", "--timezone", "Nowhere/Land")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("no negative number", "needs a name", "no time zone");
        assertThat(server.home().resolve("backups")).doesNotExist();
    }

    @Test
    void problemsAreToldOnceEachInALineOfItsOwnAndAllOfThemToPrograms() throws Exception {
        Files.createSymbolicLink(source.resolve("one"), Path.of("index.html"));
        Files.createSymbolicLink(source.resolve("two"), Path.of("index.html"));
        assertThat(backup("--name", "site", "--format", "zip")).isEqualTo(ExitCode.PARTIAL);
        assertThat(err.toString().lines())
                .containsExactly(
                        "site/one was left out: it is a symbolic link", "site/two was left out: it is a symbolic link");
        assertThat(out.toString()).contains("problems").doesNotContain("symbolic link");
        assertThat(backup("--name", "json", "--format", "zip", "-o", "json")).isEqualTo(ExitCode.PARTIAL);
        assertThat(out.toString()).contains("site/one was left out").contains("\"not let go\"");
    }

    @Test
    void aSourceThatIsNotThereIsNotFound() {
        assertThat(execute("backup", "--name", "site", home.resolve("none").toString(), "partner:backups"))
                .isEqualTo(ExitCode.NOT_FOUND);
    }
}
