package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.endpoint.EndpointCatalog;
import dev.drover.request.Outcome.ItemStatus;
import dev.drover.request.Outcome.Status;
import dev.drover.request.Rejection.Code;
import dev.drover.testing.EmbeddedServer;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.TransferEngine;
import dev.drover.transfer.TransferEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests between a drop folder and a server, as JSON in and JSON out. */
class RequestExecutorTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final RequestReader READER = new RequestReader();

    @TempDir
    Path home;

    private Path drop;
    private Path remote;
    private EmbeddedServer server;
    private EndpointCatalog catalog;
    private RequestExecutor executor;

    @BeforeEach
    void start() throws IOException {
        drop = Files.createDirectory(home.resolve("drop"));
        remote = Files.createDirectories(home.resolve("server/root"));
        server = EmbeddedServer.on(home.resolve("server")).start();
        catalog = EndpointCatalog.of(properties());
        executor = new RequestExecutor(catalog, new TransferEngine(), CLOCK);
    }

    private Properties properties() {
        Properties properties = new Properties();
        for (String line : List.of(
                "drop.kind=local",
                "drop.root=" + drop,
                "drop.allow.get=**",
                "drop.allow.put=in/**",
                "drop.allow.delete=**",
                "drop.allow.list=**",
                "drop.allow.move=**",
                "drop.allow.mkdir=new/**",
                "drop.archive=done",
                "acme.kind=ftp",
                "acme.host=" + server.host(),
                "acme.port=" + server.port(),
                "acme.username=" + EmbeddedServer.USER,
                "acme.password=" + EmbeddedServer.PASSWORD,
                "acme.root=/root",
                "acme.max-file-size=1MB",
                "acme.allow.put=**",
                "acme.allow.get=**",
                "acme.allow.list=**",
                "acme.allow.delete=tmp/**",
                "acme.allow.move=**",
                "wrong.kind=ftp",
                "wrong.host=" + server.host(),
                "wrong.port=" + server.port(),
                "wrong.username=" + EmbeddedServer.USER,
                "wrong.password=wr0ng-word",
                "wrong.allow.put=**",
                "closed.kind=local",
                "closed.root=" + drop)) {
            int equals = line.indexOf('=');
            properties.setProperty(EndpointCatalog.PREFIX + line.substring(0, equals), line.substring(equals + 1));
        }
        return properties;
    }

    @AfterEach
    void stop() {
        catalog.close();
        server.close();
    }

    @Test
    void filesGoFromTheDropFolderToTheServer() throws Exception {
        write(drop, "out/a.csv", "one");
        write(drop, "ü b.csv", "two");
        Outcome outcome = execute("transfer", "'paths':['out/a.csv','ü b.csv']", "'directory':'in/2026'");
        assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
        assertThat(remote.resolve("in/2026/a.csv")).hasContent("one");
        assertThat(remote.resolve("in/2026/ü b.csv")).hasContent("two");
        assertThat(drop.resolve("out/a.csv")).hasContent("one");

        JsonNode json = new ObjectMapper().readTree(OutcomeJson.write(outcome));
        assertThat(json.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(json.path("bytes").asInt()).isEqualTo(6);
        assertThat(json.path("results").get(0).path("target").asText()).isEqualTo("in/2026/a.csv");
        assertThat(json.path("results").get(0).path("sha256").asText()).hasSize(64);
        assertThat(json.path("results").get(0).path("verified").asText()).isEqualTo("size");
    }

    @Test
    void filesGoFromTheServerToTheDropFolderUnderAnotherName() throws Exception {
        write(remote, "a.csv", "one");
        Outcome outcome = run("'operation':'transfer','source':{'endpoint':'acme','paths':['a.csv']},"
                + "'destination':{'endpoint':'drop','directory':'in','fileName':'b.csv'}");
        assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
        assertThat(drop.resolve("in/b.csv")).hasContent("one");
    }

    @Test
    void aDirectoryIsTransferredWithWhatFits() throws Exception {
        write(drop, "out/a.csv", "1");
        write(drop, "out/sub/b.csv", "2");
        write(drop, "out/sub/c.txt", "3");
        write(drop, "out/sub/old.csv", "4");
        write(drop, "out/.x.csv.token.part", "5");
        Outcome outcome = execute(
                "transfer",
                "'directory':'out','include':'*.csv','exclude':'old*','recursive':true",
                "'directory':'in'");
        assertThat(outcome.items()).extracting(Outcome.Item::path).containsExactly("out/a.csv", "out/sub/b.csv");
        assertThat(files(remote)).containsExactlyInAnyOrder("in/a.csv", "in/sub/b.csv");
    }

    @Test
    void youngFilesAreLeftForLater() throws Exception {
        write(drop, "a.csv", "1");
        write(drop, "b.csv", "1");
        Files.setLastModifiedTime(
                drop.resolve("a.csv"), FileTime.from(CLOCK.instant().minusSeconds(61)));
        Files.setLastModifiedTime(
                drop.resolve("b.csv"), FileTime.from(CLOCK.instant().minusSeconds(59)));
        execute("transfer", "'directory':'.','minAgeSeconds':60", "'directory':'in'");
        assertThat(files(remote)).containsExactly("in/a.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "archive"})
    void theSourceGoesAfterAllFilesArrived(String onSuccess) throws Exception {
        write(drop, "a.csv", "1");
        write(drop, "sub/b.csv", "2");
        Outcome outcome = execute(
                "transfer", "'paths':['a.csv','sub/b.csv'],'onSuccess':'" + onSuccess + "'", "'directory':'in'");
        assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
        assertThat(files(remote)).containsExactlyInAnyOrder("in/a.csv", "in/b.csv");
        if (onSuccess.equals("delete")) {
            assertThat(files(drop)).isEmpty();
        } else {
            assertThat(files(drop)).containsExactlyInAnyOrder("done/a.csv", "done/sub/b.csv");
        }
    }

    @Test
    void aSourceThatDidNotArriveStays() throws Exception {
        write(drop, "a.csv", "1");
        write(drop, "b.csv", "2");
        write(remote, "in/a.csv", "theirs");
        Outcome outcome =
                execute("transfer", "'paths':['a.csv','b.csv','none.csv'],'onSuccess':'delete'", "'directory':'in'");
        assertThat(outcome.status()).isEqualTo(Status.PARTIAL);
        assertThat(outcome.items())
                .extracting(Outcome.Item::status)
                .containsExactly(ItemStatus.FAILED, ItemStatus.COMPLETED, ItemStatus.FAILED);
        assertThat(files(drop)).containsExactly("a.csv");
        assertThat(remote.resolve("in/a.csv")).hasContent("theirs");
    }

    @Test
    void aSourceThatChangedMeanwhileStays() throws Exception {
        write(drop, "a.csv", "1");
        write(drop, "b.csv", "2");
        RequestListener changer = new RequestListener() {
            @Override
            public void itemEnded(TransferRequest request, Outcome.Item item) {
                if (item.path().equals("b.csv")) {
                    write(drop, "a.csv", "longer than before");
                }
            }
        };
        Outcome outcome = executor.execute(
                read(transfer("'paths':['a.csv','b.csv'],'onSuccess':'delete'", "'directory':'in'")), false, changer);
        assertThat(outcome.status()).isEqualTo(Status.PARTIAL);
        assertThat(outcome.items().get(0).failure())
                .hasValueSatisfying(f -> assertThat(f.message()).contains("changed after it was read"));
        assertThat(drop.resolve("a.csv")).hasContent("longer than before");
        assertThat(remote.resolve("in/a.csv")).hasContent("1");
        assertThat(drop.resolve("b.csv")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'operation':'transfer','source':{'endpoint':'nobody','paths':['a']},'destination':{'endpoint':'acme'} | UNKNOWN_ENDPOINT",
                "'operation':'transfer','source':{'endpoint':'drop','paths':['a']},'destination':{'endpoint':'acm'} | UNKNOWN_ENDPOINT",
                "'operation':'transfer','source':{'endpoint':'closed','paths':['a']},'destination':{'endpoint':'acme'} | NOT_ALLOWED",
                "'operation':'transfer','source':{'endpoint':'acme','paths':['a']},'destination':{'endpoint':'drop'} | NOT_ALLOWED",
                "'operation':'transfer','source':{'endpoint':'acme','paths':['a'],'onSuccess':'delete'},'destination':{'endpoint':'drop','directory':'in'} | NOT_ALLOWED",
                "'operation':'transfer','source':{'endpoint':'acme','paths':['a'],'onSuccess':'archive'},'destination':{'endpoint':'drop','directory':'in'} | NOT_ALLOWED",
                "'operation':'move','source':{'endpoint':'acme','paths':['a']},'destination':{'endpoint':'drop','directory':'in'} | NOT_ALLOWED",
                "'operation':'delete','source':{'endpoint':'acme','paths':['tmp/a','a']} | NOT_ALLOWED",
                "'operation':'delete','source':{'endpoint':'closed','directory':'.'} | NOT_ALLOWED",
                "'operation':'list','source':{'endpoint':'closed','directory':'.'} | NOT_ALLOWED",
                "'operation':'mkdir','destination':{'endpoint':'drop','directory':'other'} | NOT_ALLOWED"
            })
    void whatIsNotAllowedIsRejectedBeforeAnythingIsDone(String fields, Code code) {
        write(drop, "a", "1");
        write(remote, "a", "1");
        write(remote, "tmp/a", "1");
        Rejection rejection = catchThrowableOfType(RequestRejectedException.class, () -> run(fields))
                .rejection();
        assertThat(rejection.code()).isEqualTo(code);
        assertThat(rejection.requestId()).contains("request-0001");
        assertThat(OutcomeJson.write(Optional.empty(), rejection)).contains("\"status\":\"REJECTED\"", code.name());
        assertThat(files(drop)).containsExactly("a");
        assertThat(files(remote)).containsExactlyInAnyOrder("a", "tmp/a");
    }

    @Test
    void filesOfADirectoryAreCheckedOneByOne() throws Exception {
        write(remote, "tmp/a", "1");
        write(remote, "keep", "1");
        Outcome outcome = run("'operation':'delete','source':{'endpoint':'acme','directory':'.','recursive':true}");
        assertThat(outcome.status()).isEqualTo(Status.PARTIAL);
        assertThat(files(remote)).containsExactly("keep");
        assertThat(outcome.items().get(0).failure())
                .hasValueSatisfying(f -> assertThat(f.errorClass()).isEqualTo(ErrorClass.FORBIDDEN));
    }

    @Test
    void aFileThatIsTooLargeIsRefusedAndNothingIsLeft() throws Exception {
        Files.write(drop.resolve("big"), new byte[1_048_577]);
        Outcome outcome = execute("transfer", "'paths':['big']", "'directory':'in'");
        assertThat(outcome.status()).isEqualTo(Status.FAILED);
        assertThat(outcome.items().get(0).failure().orElseThrow().errorClass()).isEqualTo(ErrorClass.FORBIDDEN);
        assertThat(files(remote)).isEmpty();
    }

    @Test
    void aRefusedLoginStopsTheRestAndShowsNoPassword() throws Exception {
        write(drop, "a", "1");
        write(drop, "b", "1");
        Outcome outcome = run("'operation':'transfer','source':{'endpoint':'drop','paths':['a','b']},"
                + "'destination':{'endpoint':'wrong'}");
        assertThat(outcome.status()).isEqualTo(Status.FAILED);
        assertThat(outcome.retryable()).isFalse();
        assertThat(outcome.items().get(1).failure().orElseThrow().message()).startsWith("Not tried after");
        assertThat(OutcomeJson.write(outcome))
                .contains("\"class\":\"AUTH\"", "\"code\":530")
                .doesNotContain("wr0ng-word");
    }

    @Test
    void aDirectoryIsListed() throws Exception {
        write(remote, "in/a.csv", "123");
        write(remote, "in/sub/b.txt", "1");
        Outcome outcome = run("'operation':'list','source':{'endpoint':'acme','directory':'in'}");
        assertThat(outcome.entries()).extracting(e -> e.path().toString()).containsExactly("a.csv", "sub");
        assertThat(OutcomeJson.write(outcome)).contains("\"path\":\"a.csv\",\"kind\":\"file\",\"size\":3");
    }

    @Test
    void aMissingDirectoryIsAFailureAndNoEmptyList() throws Exception {
        Outcome outcome = run("'operation':'list','source':{'endpoint':'acme','directory':'none'}");
        assertThat(outcome.status()).isEqualTo(Status.FAILED);
        assertThat(outcome.failure()).isPresent();
    }

    @Test
    void whatIsDeletedTwiceIsSkippedTheSecondTime() throws Exception {
        write(remote, "tmp/a", "1");
        String fields = "'operation':'delete','source':{'endpoint':'acme','paths':['tmp/a']}";
        assertThat(run(fields).items().get(0).status()).isEqualTo(ItemStatus.COMPLETED);
        assertThat(run(fields).items().get(0).status()).isEqualTo(ItemStatus.SKIPPED);
        assertThat(files(remote)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "acme"})
    void aMoveWithinAnEndpointIsARename(String endpoint) throws Exception {
        Path root = endpoint.equals("drop") ? drop : remote;
        write(root, "a", "1");
        Outcome outcome = run("'operation':'move','source':{'endpoint':'" + endpoint + "','paths':['a']},"
                + "'destination':{'endpoint':'" + endpoint + "','directory':'new/dir'}");
        assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
        assertThat(files(root)).containsExactly("new/dir/a");
    }

    @Test
    void aMoveBetweenEndpointsDeletesWhatArrived() throws Exception {
        write(drop, "a", "1");
        Outcome outcome = execute("move", "'paths':['a']", "'directory':'in'");
        assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
        assertThat(files(drop)).isEmpty();
        assertThat(files(remote)).containsExactly("in/a");
    }

    @Test
    void aDirectoryIsMade() throws Exception {
        run("'operation':'mkdir','destination':{'endpoint':'drop','directory':'new/a/b'}");
        assertThat(drop.resolve("new/a/b")).isDirectory();
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        write(drop, "a", "12");
        write(drop, "b", "1");
        write(remote, "in/b", "1");
        Outcome outcome = run("'operation':'transfer','dryRun':true,"
                + "'source':{'endpoint':'drop','paths':['a','b','none'],'onSuccess':'delete'},"
                + "'destination':{'endpoint':'acme','directory':'in'}");
        assertThat(outcome.items())
                .extracting(Outcome.Item::status)
                .containsExactly(ItemStatus.PLANNED, ItemStatus.FAILED, ItemStatus.FAILED);
        assertThat(outcome.items().get(0).bytes()).isEqualTo(2);
        assertThat(files(drop)).containsExactlyInAnyOrder("a", "b");
        assertThat(files(remote)).containsExactly("in/b");
    }

    @Test
    void aDeadlineThatHasPassedEndsItAtOnce() throws Exception {
        write(drop, "a", "1");
        Outcome outcome = run("'operation':'transfer','deadline':'2026-03-01T12:00:00Z',"
                + "'source':{'endpoint':'drop','paths':['a']},'destination':{'endpoint':'acme'}");
        assertThat(outcome.status()).isEqualTo(Status.EXPIRED);
        assertThat(files(remote)).isEmpty();
    }

    @Test
    void aRunningRequestIsCancelled() throws Exception {
        Files.write(drop.resolve("a"), new byte[1_000_000]);
        Cancellation cancellation = new Cancellation();
        RequestListener canceller = new RequestListener() {
            @Override
            public void progress(TransferRequest request, TransferEvent event) {
                cancellation.cancel();
            }
        };
        TransferRequest request = read("'operation':'transfer','options':{'progress':true},"
                + "'source':{'endpoint':'drop','paths':['a']},'destination':{'endpoint':'acme'}");

        Outcome outcome = executor.execute(
                new Assignment(request, Optional.empty(), true, RequestMemory.NONE, canceller, cancellation));

        assertThat(outcome.status()).isEqualTo(Status.CANCELLED);
        assertThat(files(remote)).isEmpty();
    }

    @Test
    void listenersHearEveryItem() throws Exception {
        write(drop, "a", "1");
        List<String> heard = new ArrayList<>();
        executor.execute(read(transfer("'paths':['a','none']", "'directory':'in'")), false, new RequestListener() {
            @Override
            public void started(TransferRequest request) {
                heard.add("started " + request.id());
            }

            @Override
            public void itemEnded(TransferRequest request, Outcome.Item item) {
                heard.add(item.path() + " " + item.status());
            }

            @Override
            public void ended(Outcome outcome) {
                heard.add("ended " + outcome.status());
            }
        });
        assertThat(heard).containsExactly("started request-0001", "a COMPLETED", "none FAILED", "ended PARTIAL");
    }

    private Outcome execute(String operation, String source, String destination) throws RequestRejectedException {
        return run(transfer(source, destination).replace("'transfer'", "'" + operation + "'"));
    }

    private static String transfer(String source, String destination) {
        return "'operation':'transfer','source':{'endpoint':'drop'," + source + "},'destination':{'endpoint':'acme',"
                + destination + "}";
    }

    private Outcome run(String fields) throws RequestRejectedException {
        return executor.execute(read(fields));
    }

    private static TransferRequest read(String fields) throws RequestRejectedException {
        return READER.read(("{'version':1,'id':'request-0001'," + fields + "}").replace('\'', '"'));
    }

    private static void write(Path root, String path, String text) {
        try {
            Files.createDirectories(root.resolve(path).getParent());
            Files.writeString(root.resolve(path), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> files(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
