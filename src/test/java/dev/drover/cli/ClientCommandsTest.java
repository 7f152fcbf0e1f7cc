package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClientCommandsTest {
    private static final String HELLO_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private final Map<String, String> settings = new TreeMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path home;

    private Path remote;
    private Path here;
    private EmbeddedServer server;

    @BeforeEach
    void startAServerWithAFewFiles() throws IOException {
        remote = Files.createDirectories(home.resolve("remote"));
        here = Files.createDirectories(home.resolve("here"));
        Files.createDirectories(remote.resolve("in/old"));
        Files.writeString(remote.resolve("in/a.csv"), "hello");
        Files.writeString(remote.resolve("in/b.csv"), "b;c\r\n");
        Files.writeString(remote.resolve("in/old/c.txt"), "old");
        server = EmbeddedServer.on(remote).start();
        endpoint("partner", "ftp", server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void lsListsADirectoryInTheOrderOfNames() {
        assertThat(execute("ls", "partner:in")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines().map(line -> line.replaceFirst(".* ", "")))
                .containsExactly("path", "a.csv", "b.csv", "old");
    }

    @Test
    void lsTellsProgramsInJson() throws Exception {
        assertThat(execute("ls", "-r", "-o", "json", "partner:in")).isEqualTo(ExitCode.OK);
        JsonNode items = JsonMapper.builder().build().readTree(out.toString());
        assertThat(items).extracting(item -> item.get("path").asText()).contains("a.csv", "old", "old/c.txt");
        assertThat(items.get(0).get("size").asLong()).isEqualTo(5);
        assertThat(items.get(0).get("modified").asText()).endsWith("Z");
    }

    @Test
    void lsOfWhatIsNotThereSaysSoAndOtherArgumentsAreListed() {
        assertThat(execute("ls", "partner:nothing")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(err.toString()).contains("partner:nothing").doesNotContain("\tat ");
        assertThat(execute("ls", "partner:nothing", "partner:in")).isEqualTo(ExitCode.PARTIAL);
        assertThat(out.toString()).contains("a.csv");
    }

    @Test
    void anUnknownEndpointIsAnsweredWithThoseThatThereAre() {
        assertThat(execute("ls", "partnr:in")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(err.toString()).contains("partnr", "partner");
    }

    @Test
    void onlyTheEndpointThatIsNamedHasToBeRight() {
        settings.put("drover.endpoint.broken.kind", "carrier-pigeon");
        assertThat(execute("ls", "partner:")).isEqualTo(ExitCode.OK);
        assertThat(execute("ls", "broken:")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("drover.endpoint.broken.kind");
    }

    @Test
    void aServerThatIsDownMayBeUpLater() {
        server.stop();
        assertThat(execute("ls", "partner:")).isEqualTo(ExitCode.TEMPORARY);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void aRefusedLoginIsARefusalAndShowsNoPassword() {
        settings.put("drover.endpoint.partner.password", "wr0ng-word");
        assertThat(execute("ls", "partner:")).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("530").doesNotContain("wr0ng-word");
    }

    @Test
    void verboseShowsWhereAFailureCameFrom() {
        server.stop();
        execute("info", "--verbose", "partner:");
        assertThat(err.toString()).contains("\tat dev.drover.");
    }

    @Test
    void getFetchesAFileUnderItsNameOrAnother() throws Exception {
        assertThat(execute("get", "partner:in/a.csv", here + "/")).isEqualTo(ExitCode.OK);
        assertThat(execute("get", "partner:in/a.csv", here.resolve("other").toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(here.resolve("a.csv")).hasContent("hello");
        assertThat(here.resolve("other")).hasContent("hello");
    }

    @Test
    void getFetchesAllThatFitAPattern() throws Exception {
        assertThat(execute("get", "partner:in/*.csv", here.toString())).isEqualTo(ExitCode.OK);
        assertThat(names(here)).containsExactly("a.csv", "b.csv");
    }

    @Test
    void getFetchesDirectoriesWhenTold() throws Exception {
        assertThat(execute("get", "partner:in", here.toString())).isEqualTo(ExitCode.REFUSED);
        assertThat(execute("get", "-r", "partner:in", here.toString())).isEqualTo(ExitCode.OK);
        assertThat(here.resolve("in/old/c.txt")).hasContent("old");
    }

    @Test
    void getOfWhatIsNotThereLeavesNothing() throws Exception {
        assertThat(execute("get", "partner:in/none.csv", here.toString())).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(execute("get", "partner:in/none.csv", "partner:in/a.csv", here.toString()))
                .isEqualTo(ExitCode.PARTIAL);
        assertThat(names(here)).containsExactly("a.csv");
    }

    @Test
    void getLeavesAloneWhatIsThereWhenTold() throws Exception {
        Files.writeString(here.resolve("a.csv"), "mine");
        assertThat(execute("get", "--if-exists", "fail", "partner:in/a.csv", here.toString()))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(execute("get", "--if-exists", "skip", "partner:in/a.csv", here.toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(here.resolve("a.csv")).hasContent("mine");
    }

    @Test
    void putSendsFilesIntoADirectory() throws Exception {
        Path one = Files.writeString(here.resolve("one.txt"), "1");
        Path two = Files.writeString(here.resolve("two.txt"), "2");
        assertThat(execute("put", "-o", "json", one.toString(), two.toString(), "partner:new"))
                .isEqualTo(ExitCode.OK);
        assertThat(remote.resolve("new/one.txt")).hasContent("1");
        assertThat(remote.resolve("new/two.txt")).hasContent("2");
        assertThat(JsonMapper.builder().build().readTree(out.toString()))
                .extracting(row -> row.get("status").asText())
                .containsExactly("completed", "completed");
    }

    @Test
    void putSendsDirectoriesWhenTold() throws Exception {
        Files.createDirectories(here.resolve("tree/deep"));
        Files.writeString(here.resolve("tree/deep/file"), "x");
        assertThat(execute("put", here.resolve("tree").toString(), "partner:")).isEqualTo(ExitCode.REFUSED);
        assertThat(execute("put", "-r", here.resolve("tree").toString(), "partner:"))
                .isEqualTo(ExitCode.OK);
        assertThat(remote.resolve("tree/deep/file")).hasContent("x");
    }

    @Test
    void putOfAMissingFileIsNotFound() {
        assertThat(execute("put", here.resolve("none").toString(), "partner:")).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void aTransferShowsABarWithRateWhenAsked() throws Exception {
        Files.write(remote.resolve("large"), new byte[3 << 20]);
        assertThat(execute("get", "--progress", "bar", "partner:large", here + "/"))
                .isEqualTo(ExitCode.OK);
        assertThat(err.toString()).contains("large", "100 %", "########################", "3.0 MB of 3.0 MB", "/s");
    }

    @Test
    void catWritesTheBytesAsTheyAre() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CommandLine cat =
                new CommandLine(new CatCommand(configuration(), bytes)).setCaseInsensitiveEnumValuesAllowed(true);
        assertThat(cat.execute("partner:in/b.csv", "partner:in/a.csv")).isEqualTo(ExitCode.OK);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("b;c\r\nhello");
    }

    @Test
    void findTellsWhatFits() {
        assertThat(execute("find", "partner:", "--name", "*.txt")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines()).containsExactly("in/old/c.txt");
    }

    @Test
    void findCombinesItsTests() {
        execute("find", "partner:in", "--type", "f", "--min-size", "5", "--newer", "1d", "--regex", ".*[ac].csv");
        assertThat(out.toString().lines()).containsExactly("a.csv");
        assertThat(execute("find", "partner:in", "--older", "soon")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void rmDeletesFilesAndNoDirectoryUnlessTold() {
        assertThat(execute("rm", "partner:in/a.csv")).isEqualTo(ExitCode.OK);
        assertThat(remote.resolve("in/a.csv")).doesNotExist();
        assertThat(execute("rm", "partner:in/a.csv")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(execute("rm", "-f", "partner:in/a.csv")).isEqualTo(ExitCode.OK);
        assertThat(execute("rm", "partner:in")).isEqualTo(ExitCode.REFUSED);
        assertThat(remote.resolve("in/old/c.txt")).exists();
    }

    @Test
    void rmOfATreeIsGuarded() {
        assertThat(execute("rm", "-r", "--dry-run", "partner:in")).isEqualTo(ExitCode.OK);
        assertThat(execute("rm", "-r", "--max", "2", "partner:in")).isEqualTo(ExitCode.REFUSED);
        assertThat(execute("rm", "-r", "partner:")).isEqualTo(ExitCode.REFUSED);
        assertThat(remote.resolve("in/old/c.txt")).exists();
        assertThat(execute("rm", "-r", "--max", "3", "partner:in")).isEqualTo(ExitCode.OK);
        assertThat(remote.resolve("in")).doesNotExist();
    }

    @Test
    void rmCountsAllThatOneCommandWouldDeleteBeforeTheFirstIsDeleted() throws Exception {
        assertThat(execute("rm", "--max", "1", "partner:in/*.csv")).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("2 files, and at most 1", "nothing was deleted", "--max 2");
        assertThat(execute("rm", "-r", "--max", "2", "partner:in/*.csv", "partner:in/old"))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(names(remote.resolve("in"))).containsExactly("a.csv", "b.csv", "old");
        assertThat(execute("rm", "--dry-run", "--max", "1", "partner:in/*.csv")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("would delete partner:in/a.csv", "would delete partner:in/b.csv");
        assertThat(execute("rm", "-r", "--max", "3", "partner:in/*.csv", "partner:in/old", "partner:none"))
                .isEqualTo(ExitCode.PARTIAL);
        assertThat(names(remote.resolve("in"))).isEmpty();
    }

    @Test
    void mkdirMakesAllThatIsMissing() {
        assertThat(execute("mkdir", "partner:x/y/z", "partner:in")).isEqualTo(ExitCode.OK);
        assertThat(remote.resolve("x/y/z")).isDirectory();
    }

    @Test
    void mvRenamesAndNeverReplaces() {
        assertThat(execute("mv", "partner:in/a.csv", "partner:in/b.csv")).isEqualTo(ExitCode.REFUSED);
        assertThat(execute("mv", "partner:in/a.csv", "partner:done/")).isEqualTo(ExitCode.OK);
        assertThat(execute("mv", "partner:in/old", "partner:in/older")).isEqualTo(ExitCode.OK);
        assertThat(remote.resolve("done/a.csv")).hasContent("hello");
        assertThat(remote.resolve("in/b.csv")).hasContent("b;c\r\n");
        assertThat(remote.resolve("in/older/c.txt")).exists();
    }

    @Test
    void sumIsWhatSha256sumWrites() {
        assertThat(execute("sum", "partner:in/a.csv")).isEqualTo(ExitCode.OK);
        assertThat(execute("sum", "--read", "partner:in/a.csv")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines()).containsOnly(HELLO_SHA256 + "  partner:in/a.csv");
        assertThat(execute("sum", "-a", "CRC-0", "partner:in/a.csv")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void duAddsUpWhatLiesBelow() throws Exception {
        assertThat(execute("du", "-d", "2", "-o", "json", "partner:")).isEqualTo(ExitCode.OK);
        JsonNode rows = JsonMapper.builder().build().readTree(out.toString());
        assertThat(rows)
                .extracting(row -> row.get("path").asText() + " " + row.get("bytes"))
                .containsExactly("partner: 13", "partner:in 13", "partner:in/old 3");
    }

    @Test
    void chmodOnAServerWithoutItIsRefusedInOneSentence() {
        assertThat(execute("chmod", "640", "partner:in/a.csv")).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains("CHMOD");
        assertThat(execute("chmod", "rw", "partner:in/a.csv")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void infoTellsWhatTheServerIs() {
        assertThat(execute("info", "partner:")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("220", "MLST", "clear text", "localhost:" + server.port());
    }

    @Test
    void theNameOfAnEndpointIsEnoughWhereNoPathIsMeant() {
        assertThat(execute("info", "partner")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("localhost:" + server.port());
        assertThat(execute("check", "partner")).isEqualTo(ExitCode.OK);

        assertThat(execute("rm", "partner")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("partner: for its root, or partner:path");
    }

    @Test
    void checkTriesEveryEndpoint() {
        endpoint("gone", "ftp", 1);
        assertThat(execute("check", "partner:")).isEqualTo(ExitCode.OK);
        assertThat(execute("check", "partner")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("connect", "log in", "good");
        assertThat(execute("check")).isEqualTo(ExitCode.PARTIAL);
        assertThat(err.toString()).contains("gone does not work");
        assertThat(execute("endpoints", "test", "gone")).isNotEqualTo(ExitCode.OK);
        assertThat(execute("endpoints", "test", "none")).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void endpointsListsThemWithoutTheirSecrets() {
        assertThat(execute("endpoints")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("partner", "localhost:" + server.port());
        assertThat(out.toString().replace("drover.", "")).doesNotContain(EmbeddedServer.PASSWORD);
    }

    @Test
    void endpointsMakesNoDirectoryAndTellsWhatRequestsMayDo() {
        settings.put("drover.endpoint.drop.kind", "local");
        settings.put("drover.endpoint.drop.root", home.resolve("drop").toString());
        settings.put("drover.endpoint.drop.create", "true");
        settings.put("drover.endpoint.drop.allow.get", "in/*");
        assertThat(execute("endpoints")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("drop", "this machine", "get in/*");
        assertThat(home.resolve("drop")).doesNotExist();
    }

    @Test
    void mirrorMovesWhatChangedAndNothingTheSecondTime() throws Exception {
        assertThat(execute("mirror", "partner:in", here.toString())).isEqualTo(ExitCode.OK);
        assertThat(here.resolve("old/c.txt")).hasContent("old");
        assertThat(out.toString()).contains("3 downloaded");
        assertThat(execute("mirror", "partner:in", here.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("3 unchanged");
    }

    @Test
    void mirrorShowsItsPlanAndDeletesOnlyWithinItsLimit() throws Exception {
        assertThat(execute("mirror", "--dry-run", here.toString(), "partner:in"))
                .isEqualTo(ExitCode.OK);
        assertThat(execute("mirror", "--delete", here.toString(), "partner:in")).isEqualTo(ExitCode.REFUSED);
        assertThat(remote.resolve("in/a.csv")).exists();
        assertThat(execute("mirror", "--delete", "--max-delete", "3", here.toString(), "partner:in"))
                .isEqualTo(ExitCode.OK);
        assertThat(remote.resolve("in/a.csv")).doesNotExist();
    }

    @Test
    void aBackupIsListedVerifiedAndRestored() throws Exception {
        Path source = Files.createDirectories(here.resolve("site"));
        Files.writeString(source.resolve("index.html"), "<p>");
        assertThat(execute("backup", "--name", "site", source.toString(), "partner:backups"))
                .isEqualTo(ExitCode.OK);
        assertThat(execute("restore", "partner:backups", "--name", "site", "--list"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString()).containsPattern("site-\\d{8}-\\d{6}\\.tar\\.gz");
        assertThat(execute("restore", "partner:backups", "--name", "site", "--verify"))
                .isEqualTo(ExitCode.OK);
        assertThat(execute(
                        "restore",
                        "partner:backups",
                        "--name",
                        "site",
                        here.resolve("back").toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(here.resolve("back/site/index.html")).hasContent("<p>");
        assertThat(execute("restore", "partner:backups", "--name", "other", here.toString()))
                .isEqualTo(ExitCode.NOT_FOUND);
        assertThat(execute("restore", "partner:backups", "--name", "site")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aPasswordIsNoArgument() {
        assertThat(execute("ls", "ftp://nobody:secret@localhost/")).isEqualTo(ExitCode.USAGE);
        assertThat(execute("ls", "-s", "password=secret", "partner:")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("others can see it").doesNotContain("secret@", "=secret");
    }

    @Test
    void aUrlWithTlsIsVerifiedAndNeedsNoConfiguration() throws Exception {
        settings.clear();
        TestCertificates.shared().writeTo(home.resolve("tls"));
        Path password = Files.writeString(home.resolve("password"), EmbeddedServer.PASSWORD + "\n");
        try (EmbeddedServer secure = EmbeddedServer.on(remote).explicitTls().start()) {
            String url = "ftps://" + EmbeddedServer.USER + "@localhost:" + secure.port() + "//in/";
            assertThat(execute("info", "-s", "password-file=" + password, url)).isEqualTo(ExitCode.REFUSED);
            assertThat(execute(
                            "info",
                            "-s",
                            "password-file=" + password,
                            "-s",
                            "tls.ca-file=" + home.resolve("tls/ca.crt"),
                            url))
                    .isEqualTo(ExitCode.OK);
        }
        assertThat(out.toString()).contains("TLSv1.", "valid until");
    }

    @Test
    void aSettingMayBeGivenForOneCommand() {
        assertThat(execute("ls", "-s", "root=/in", "partner:old")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("c.txt");
        assertThat(execute("ls", "-s", "rooot=/in", "partner:old")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void localEndpointsTakeTheSameCommands() throws Exception {
        settings.put("drover.endpoint.drop.kind", "local");
        settings.put("drover.endpoint.drop.root", remote.toString());
        assertThat(execute("get", "drop:in/a.csv", here + "/")).isEqualTo(ExitCode.OK);
        assertThat(execute("find", "drop:", "--name", "c.*")).isEqualTo(ExitCode.OK);
        assertThat(execute("sum", "drop:in/a.csv")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("in/old/c.txt", HELLO_SHA256);
        assertThat(execute("rm", "-r", "drop:in")).isEqualTo(ExitCode.OK);
        assertThat(remote.resolve("in")).doesNotExist();
        assertThat(execute("info", "drop:")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void routesAreListedWithWhatTheyAreAbout() throws Exception {
        Path routes = Files.createDirectories(home.resolve("routes"));
        Files.writeString(routes.resolve("one.camel.yaml"), "# Sends what is dropped.\n- route: {}\n");
        settings.put("drover.routes", routes.toString());
        assertThat(execute("routes")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("one", "Sends what is dropped.");
        Path templates = Files.createDirectories(routes.resolve("templates"));
        Files.writeString(
                templates.resolve("pair.camel.yaml"),
                "# Two lines, and\n# one sentence. And more.\n- routeTemplate: {}\n");
        settings.put("camel.routeTemplate[night].templateId", "pair");
        settings.put("camel.routeTemplate[night].folder", "outbox");
        assertThat(execute("routes", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("night", "pair with folder=outbox");
        assertThat(execute("routes", "--templates")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Two lines, and one sentence.").doesNotContain("And more");
        settings.put("drover.routes", home.resolve("none").toString());
        assertThat(execute("routes")).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void configCheckTellsEveryProblem() {
        assertThat(execute("config", "check")).isEqualTo(ExitCode.OK);
        assertThat(execute("config", "check", "-c", "wrong")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("drover.x: is wrong");
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        List<String> commands = List.of(
                ("ls get put cat mirror backup restore find rm mkdir mv chmod du sum info check endpoints routes run demo"
                                + " encrypt generate-completion")
                        .split(" "));
        assertThat(commands).allSatisfy(command -> {
            out.getBuffer().setLength(0);
            assertThat(execute(command, "--help")).isEqualTo(ExitCode.OK);
            assertThat(out.toString()).contains("Usage: drover " + command, "Example", "drover " + command + " ");
        });
    }

    @Test
    void getSaysWhichFileOrDirectoryIsInItsWay() throws IOException {
        Path file = Files.writeString(here.resolve("taken"), "mine");
        assertThat(execute("get", "partner:in/a.csv", file + "/")).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains(file + " is a file, and a directory is needed there");
        Path directory = Files.createDirectories(here.resolve("a.csv"));
        assertThat(execute("get", "partner:in/a.csv", here + "/")).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString()).contains(directory + " is a directory; name another target");
        assertThat(names(here)).containsExactly("a.csv", "taken");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aFullDiskIsToldWithItsPathAndWhatToDo() {
        IOException full = new FileSystemException("/data/big", null, "No space left on device");
        assertThat(Failures.sentence(full))
                .isEqualTo("/data/big: No space left on device; make room there and give the command again");
        assertThat(Failures.exitCode(full)).isEqualTo(ExitCode.TEMPORARY);
    }

    @Test
    void completionIsWrittenForTheShell() {
        assertThat(execute("generate-completion")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("complete -F", "mirror");
    }

    private void endpoint(String name, String kind, int port) {
        Map.of(
                        "kind",
                        kind,
                        "host",
                        "localhost",
                        "port",
                        Integer.toString(port),
                        "username",
                        EmbeddedServer.USER,
                        "password",
                        EmbeddedServer.PASSWORD,
                        "retry.attempts",
                        "1")
                .forEach((key, value) -> settings.put("drover.endpoint." + name + "." + key, value));
    }

    private String url(String path) {
        return "ftp://" + EmbeddedServer.USER + "@localhost:" + server.port() + "/" + path;
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private int execute(String... arguments) {
        CommandLine line = DroverCommand.with(new NoLauncher(), configuration());
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Configuration configuration() {
        return new Configuration() {
            @Override
            public Map<String, String> settings(Path directory) {
                return Map.copyOf(settings);
            }

            @Override
            public Verdict check(Path directory) {
                return directory.endsWith("wrong")
                        ? new Verdict(List.of("drover.x: is wrong"), List.of())
                        : Verdict.GOOD;
            }

            @Override
            public String encrypt(Path directory, String secret) {
                return "ENC(" + secret.length() + ")";
            }

            @Override
            public void logToStandardError(boolean verbose) {
                // The tests have a logging configuration of their own.
            }
        };
    }
}
