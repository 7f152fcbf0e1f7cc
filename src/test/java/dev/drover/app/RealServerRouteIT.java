package dev.drover.app;

import static dev.drover.app.TestDeployment.PATIENCE;
import static dev.drover.app.TestDeployment.drop;
import static dev.drover.app.TestDeployment.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.route.Movement;
import dev.drover.route.Movement.Outcome;
import dev.drover.testing.Daemon;
import dev.drover.testing.Daemon.Mode;
import dev.drover.testing.RealServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes that the repository ships, against servers that others wrote. */
class RealServerRouteIT {
    private static final Map<String, byte[]> FILES = Map.of(
            "empty.txt", new byte[0],
            "one.bin", new byte[] {42},
            "ten mebibytes.bin", random(10 << 20),
            "Überweisung März.csv", random(4_321),
            "月次報告 二〇二六.pdf", random(54_321),
            "-leading dash.txt", random(123),
            "list[1] (copy)+.xml", random(7_777));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "VSFTPD, PLAIN",
        "VSFTPD, TLS_REUSE",
        "VSFTPD, IMPLICIT",
        "PROFTPD, PLAIN",
        "PROFTPD, TLS_REUSE",
        "PURE_FTPD, PLAIN",
        "PURE_FTPD, TLS_REQUIRED"
    })
    void everyRouteMovesEveryFileWholeAndLeavesNothingBehind(Daemon daemon, Mode mode) throws Exception {
        try (RealServer server = RealServer.start(daemon, mode);
                TestDeployment drover = deployment(server)) {
            seed(server, drover);
            try (FirstSights sights =
                    FirstSights.of(drover.folder("inbox"), server.home().resolve("incoming"))) {
                drover.start();
                drover.send("drover.requests", request("store", "letters", "partner", "requested"));
                drover.send("drover.requests", request("partner", "archive", "store", "fetched"));
                await().atMost(PATIENCE.multipliedBy(2))
                        .untilAsserted(() -> assertThat(moved(drover)).hasSize(5 * FILES.size()));
                assertThat(sights.sizes()).allSatisfy((file, size) -> assertThat(size)
                        .as("size of %s when first seen", file)
                        .isEqualTo(FILES.get(file.getFileName().toString()).length));
            }
            assertArrived(server.home().resolve("incoming"));
            assertArrived(server.home().resolve("requested"));
            assertArrived(drover.folder("inbox"));
            assertArrived(drover.folder("spool").resolve("reports"));
            assertArrived(drover.folder("store").resolve("fetched"));
            assertThat(names(drover.folder("outbox"))).isEmpty();
            assertThat(names(server.home().resolve("outgoing"))).isEmpty();
            assertThat(names(server.home().resolve("reports"))).isEmpty();
        }
    }

    private TestDeployment deployment(RealServer server) throws Exception {
        TestDeployment drover = new TestDeployment(directory.resolve("data"))
                .partner(server.host(), server.port(), RealServer.USER, RealServer.PASSWORD);
        if (server.mode().isTls()) {
            Path certificates = directory.resolve("certificates");
            server.certificates().writeTo(certificates);
            drover.with("drover.endpoint.partner.kind", "ftps")
                    .with("drover.endpoint.partner.tls.mode", server.mode() == Mode.IMPLICIT ? "implicit" : "explicit")
                    .with(
                            "drover.endpoint.partner.tls.ca-file",
                            certificates.resolve("ca.crt").toString());
        }
        return drover;
    }

    private static void seed(RealServer server, TestDeployment drover) throws Exception {
        server.makeDirectory("incoming");
        for (Map.Entry<String, byte[]> file : FILES.entrySet()) {
            server.put("outgoing/" + file.getKey(), file.getValue());
            server.put("reports/" + file.getKey(), file.getValue());
            server.put("archive/" + file.getKey(), file.getValue());
            drop(drover.folder("outbox"), file.getKey(), file.getValue());
            drop(drover.folder("store").resolve("letters"), file.getKey(), file.getValue());
        }
    }

    private static String request(String from, String directory, String to, String target) throws Exception {
        List<String> paths =
                FILES.keySet().stream().map(name -> directory + "/" + name).toList();
        return new ObjectMapper()
                .writeValueAsString(Map.of(
                        "version",
                        1,
                        "id",
                        "test-" + from + "-" + to,
                        "operation",
                        "transfer",
                        "source",
                        Map.of("endpoint", from, "paths", paths),
                        "destination",
                        Map.of("endpoint", to, "directory", target)));
    }

    private static List<Movement> moved(TestDeployment drover) {
        return drover.movements().stream()
                .filter(movement -> movement.outcome() == Outcome.MOVED)
                .toList();
    }

    private static void assertArrived(Path target) throws Exception {
        assertThat(names(target)).containsExactlyInAnyOrderElementsOf(FILES.keySet());
        assertThat(FILES)
                .allSatisfy((name, content) -> assertThat(target.resolve(name)).hasBinaryContent(content));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
