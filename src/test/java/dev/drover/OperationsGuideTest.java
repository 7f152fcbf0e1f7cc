package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.backup.Backup;
import dev.drover.backup.BackupEngine;
import dev.drover.backup.BackupResult;
import dev.drover.backup.RestoreOptions;
import dev.drover.backup.Retention;
import dev.drover.cli.DroverCommand;
import dev.drover.cli.ExitCode;
import dev.drover.cli.GivenSettings;
import dev.drover.cli.NoLauncher;
import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.EndpointCatalog;
import dev.drover.endpoint.EndpointCheck;
import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpTimeouts;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.ftp.client.FtpClient;
import dev.drover.ftp.client.FtpSession;
import dev.drover.mirror.Mirror;
import dev.drover.mirror.MirrorEngine;
import dev.drover.mirror.RemoteTree;
import dev.drover.mirror.SyncResult;
import dev.drover.mirror.Tree;
import dev.drover.testing.EmbeddedServer;
import dev.drover.transfer.Location;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.RemoteLocation;
import dev.drover.transfer.RenameMode;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transfer.Transfer;
import dev.drover.transfer.TransferEngine;
import dev.drover.transfer.TransferEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/operations.md: its Java stands here too, where it is compiled and run; its commands are run as they stand there; its
 * templates exist.
 */
class OperationsGuideTest {
    private static final Path GUIDE = Path.of("docs/operations.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    // These write to or read from the process itself: the packaged program is tested with them.
    private static final List<String> ELSEWHERE = List.of("drover cat ", "drover put - ");

    @TempDir
    private Path directory;

    private Path home;
    private Path here;
    private EmbeddedServer server;

    @BeforeEach
    void startAServer() throws Exception {
        home = Files.createDirectories(directory.resolve("home"));
        here = Files.createDirectories(directory.resolve("here"));
        Files.createDirectories(home.resolve("in/old"));
        Files.writeString(home.resolve("in/a.csv"), "a;b\n");
        Files.writeString(home.resolve("in/old/b.csv"), "c;d\n");
        Files.write(home.resolve("in/large.bin"), new byte[300_000]);
        server = EmbeddedServer.on(home).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void connectionsAndDirectories() throws Exception {
        FtpAddress address = server.address();
        FtpCredentials who = FtpCredentials.of(EmbeddedServer.USER, EmbeddedServer.PASSWORD);
        FtpClient.Builder builder = FtpClient.builder(address);
        builder.tls(TlsPolicy.explicit().build());
        builder.timeouts(FtpTimeouts.DEFAULT.withConnect(Duration.ofSeconds(30)));
        builder.dataMode(DataMode.ACTIVE);
        builder.charset(StandardCharsets.ISO_8859_1);
        assertThat(RetryPolicy.DEFAULT.withAttempts(3).attempts()).isEqualTo(3);
        try (EndpointCatalog catalog = EndpointCatalog.of(settings())) {
            Endpoint endpoint = catalog.require("partner");
            Clock clock = Clock.systemUTC();
            assertThat(new EndpointCheck(clock).check(endpoint).isGood()).isTrue();
        }
        RemotePath directory = RemotePath.of("/in");
        try (FtpClient client = FtpClient.builder(address).credentials(who).build();
                FtpSession session = client.open()) {
            assertThat(session.greeting().text()).isNotEmpty();
            assertThat(session.features().has("MLST")).isTrue();
            session.ping();
            assertThat(session.workingDirectory()).isEqualTo(RemotePath.of("/"));
            List<RemoteEntry> entries = session.list(directory);
            assertThat(entries).hasSize(3).allSatisfy(entry -> {
                assertThat(entry.name()).isNotEmpty();
                assertThat(entry.isDirectory()).isEqualTo(entry.name().equals("old"));
                assertThat(entry.size()).isNotNull();
                assertThat(entry.modified()).isPresent();
            });
            assertThat(session.find(directory, e -> e.name().endsWith(".csv"))).hasSize(2);
            assertThat(session.walk(directory).hasNext()).isTrue();
            session.makeDirectories(RemotePath.of("/made/2026/03"));
            session.deleteTree(RemotePath.of("/made"));
            assertThat(home.resolve("made")).doesNotExist();
            try {
                session.list(RemotePath.of("/none"));
            } catch (FtpException failure) {
                assertThat(failure.retryable()).isFalse();
            }
        }
    }

    @Test
    void files() throws Exception {
        RemotePath path = RemotePath.of("/in/a.csv");
        Path local = here.resolve("local.csv");
        byte[] bytes = {1, 2, 3};
        List<String> lines = new ArrayList<>();
        List<TransferEvent> events = new ArrayList<>();
        TransferEngine engine = new TransferEngine();
        try (FtpClient client = client();
                FtpSession session = client.open()) {
            assertThat(session.stat(path)).isPresent();
            assertThat(session.size(path)).hasValue(4);
            assertThat(session.modified(path)).isPresent();
            Location there = new RemoteLocation("partner", client, path, RenameMode.ATOMIC);
            Location fetched = Location.local(here, RelativePath.of("fetched.csv"));
            Location sent = new RemoteLocation("partner", client, RemotePath.of("/sent.csv"), RenameMode.ATOMIC);
            engine.transfer(Transfer.builder(there, fetched).build());
            engine.transfer(Transfer.builder(fetched, sent).build());
            Files.delete(here.resolve("fetched.csv"));
            engine.transfer(Transfer.builder(there, fetched).token("nightly").build());
            Files.delete(here.resolve("fetched.csv"));
            engine.transfer(Transfer.builder(there, fetched)
                    .listener(event -> events.add(event))
                    .build());
            assertThat(home.resolve("sent.csv")).hasContent("a;b\n");
            assertThat(events).isNotEmpty();
            session.download(path, local);
            session.upload(local, RemotePath.of("/out.csv"));
            assertThat(session.downloadBytes(path, 1_000_000)).asString().isEqualTo("a;b\n");
            session.uploadBytes(RemotePath.of("/bytes"), bytes);
            assertThat(home.resolve("bytes")).hasBinaryContent(bytes);
            session.downloadLines(path, StandardCharsets.UTF_8, lines::add);
            assertThat(lines).containsExactly("a;b");
            session.uploadLines(lines, RemotePath.of("/text"), StandardCharsets.UTF_8);
            client.downloadInParts(path, local, 4);
            assertThat(session.hash(path, "SHA-256")).isNotNull();
            session.rename(RemotePath.of("/out.csv"), RemotePath.of("/done.csv"));
            session.delete(RemotePath.of("/done.csv"));
            assertThat(home.resolve("done.csv")).doesNotExist();
        }
    }

    @Test
    void treesKeptEqualAndArchives() throws Exception {
        Path folderPath = Files.createDirectories(here.resolve("folder"));
        Path state = here.resolve("state");
        Path back = here.resolve("back");
        List<String> seen = new ArrayList<>();
        try (FtpClient client = client()) {
            Tree folder = Tree.local(folderPath);
            RemoteTree remote = Tree.remote(client, RemotePath.of("/in"));
            RemoteTree published = Tree.remote(client, RemotePath.of("/public"));
            RemoteTree vault = Tree.remote(client, RemotePath.of("/vault"));
            MirrorEngine mirrors = new MirrorEngine(new TransferEngine());
            Mirror mirror = Mirror.from(remote, folder).build();
            SyncResult result = mirrors.run(mirror);
            assertThat(result.uploaded()).isEmpty();
            assertThat(result.downloaded()).hasSize(3);
            assertThat(result.skipped()).isZero();
            assertThat(result.failed()).isEmpty();
            mirrors.run(Mirror.from(folder, published).include("*.csv").build());
            mirrors.run(Mirror.both(folder, remote, state).build());
            mirrors.run(Mirror.from(folder, published).delete(true).build());
            assertThat(home.resolve("public/old/b.csv")).hasContent("c;d\n");

            BackupEngine backups = new BackupEngine(new TransferEngine());
            Backup backup = Backup.builder("site", vault).sources(folderPath).build();
            BackupResult made = backups.create(backup);
            assertThat(Retention.KEEP_ALL.withMaxAge(Duration.ofDays(30)).obsolete(List.of(), Instant.EPOCH))
                    .isEmpty();
            assertThat(backups.prune(backup)).isEmpty();
            assertThat(backups.verify(backup, made.archive()).isGood()).isTrue();
            backups.restore(backup, made.archive(), back, RestoreOptions.SAFE);
            assertThat(back.resolve("folder/a.csv")).hasContent("a;b\n");
            backups.verify(
                    Backup.builder("site", vault)
                            .listener((entry, count) -> seen.add(entry))
                            .build(),
                    made.archive());
            assertThat(seen).isNotEmpty();
        }
    }

    @Test
    void everyCommandOfTheGuideRuns() throws Exception {
        List<String> commands =
                cells(2).filter(code -> code.startsWith("drover ")).toList();
        assertThat(commands).hasSizeGreaterThan(30);
        for (String command : commands) {
            if (ELSEWHERE.stream().noneMatch(command::startsWith)) {
                run(command);
            }
        }
        assertThat(here.resolve("restored/mirrored/old/b.csv")).hasContent("c;d\n");
        assertThat(home.resolve("public/a.csv")).hasContent("a;b\n");
    }

    @Test
    void allJavaOfTheGuideStandsHere() throws Exception {
        String source = squeezed(Files.readString(Path.of("src/test/java/dev/drover/OperationsGuideTest.java")));
        List<String> missing =
                cells(1).filter(code -> !source.contains(squeezed(code))).toList();
        assertThat(missing).as("Java of docs/operations.md that no test runs").isEmpty();
        assertThat(cells(1)).hasSizeGreaterThan(50);
    }

    @Test
    void everyTemplateOfTheGuideExists() throws Exception {
        List<String> templates =
                cells(3).filter(code -> code.matches("[a-z]+(-[a-z]+)+")).toList();
        assertThat(templates).isNotEmpty().allSatisfy(template -> assertThat(
                        Path.of("routes/templates", template + ".camel.yaml"))
                .exists());
    }

    private void run(String command) {
        String[] words = Arrays.stream(command.substring("drover ".length()).split(" "))
                .map(word -> word.replace("'", "").replaceFirst("^here/", here + "/"))
                .toArray(String[]::new);
        StringWriter err = new StringWriter();
        int status = DroverCommand.with(new NoLauncher(), new GivenSettings(settings()))
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(words);
        assertThat(status).as("%s: %s", command, err).isEqualTo(ExitCode.OK);
    }

    private Map<String, String> settings() {
        return Map.of(
                "drover.endpoint.partner.kind",
                "ftp",
                "drover.endpoint.partner.host",
                server.host(),
                "drover.endpoint.partner.port",
                String.valueOf(server.port()),
                "drover.endpoint.partner.username",
                EmbeddedServer.USER,
                "drover.endpoint.partner.password",
                EmbeddedServer.PASSWORD);
    }

    private FtpClient client() {
        return FtpClient.builder(server.address())
                .credentials(FtpCredentials.of(EmbeddedServer.USER, EmbeddedServer.PASSWORD))
                .build();
    }

    /** The code in one column of all tables. */
    private static Stream<String> cells(int column) throws Exception {
        return Files.readAllLines(GUIDE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| operation"))
                .map(line -> line.substring(2).split(" \\|( |$)", -1)[column])
                .flatMap(cell -> CODE.matcher(cell).results())
                .map((MatchResult match) -> match.group(1));
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
