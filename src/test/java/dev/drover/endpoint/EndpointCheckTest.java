package dev.drover.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.endpoint.EndpointReport.Step;
import dev.drover.endpoint.EndpointReport.Verdict;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.TestCertificates;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import dev.drover.transfer.RelativePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointCheckTest {
    private final EndpointCheck check = new EndpointCheck(Clock.systemUTC());

    @TempDir
    Path home;

    @Test
    void aGoodServerIsDescribed() throws Exception {
        TestCertificates.shared().writeTo(home.resolve("tls"));
        Files.createDirectories(home.resolve("data/in/a"));
        try (EmbeddedServer server =
                        EmbeddedServer.on(home.resolve("data")).explicitTls().start();
                EndpointCatalog catalog = catalog(
                        "kind=ftps",
                        "host=" + server.host(),
                        "port=" + server.port(),
                        "username=" + EmbeddedServer.USER,
                        "password=" + EmbeddedServer.PASSWORD,
                        "root=/in",
                        "tls.ca-file=" + home.resolve("tls/ca.crt"))) {
            EndpointReport report = check.check(catalog.require("acme"));
            assertThat(report.isGood()).isTrue();
            assertThat(report.steps())
                    .extracting(Step::what)
                    .containsExactly("connect", "log in", "protection", "certificate", "features", "list");
            assertThat(report.steps().get(2).detail()).startsWith("TLSv1.");
            assertThat(report.steps().get(5).detail()).isEqualTo("1 entries in /in");
            assertThat(((FtpEndpoint) catalog.require("acme")).client().pool().lent())
                    .isZero();
        }
    }

    @Test
    void aCertificateThatEndsSoonIsAWarning() throws Exception {
        TestCertificates.shared().writeTo(home);
        Instant end =
                TestCertificates.shared().server().certificate().getNotAfter().toInstant();
        EndpointCheck later = new EndpointCheck(Clock.offset(
                Clock.systemUTC(), Duration.between(Instant.now(), end).minusDays(3)));
        try (ScriptedServer server = FtpScript.server()
                        .explicitTls(TestCertificates.shared().serverContext())
                        .start();
                EndpointCatalog catalog = catalog(
                        "kind=ftps",
                        "host=localhost",
                        "port=" + server.port(),
                        "tls.ca-file=" + home.resolve("ca.crt"))) {
            EndpointReport report = later.check(catalog.require("acme"));
            assertThat(report.isGood()).isTrue();
            assertThat(report.steps())
                    .filteredOn(step -> step.what().equals("certificate"))
                    .extracting(Step::verdict)
                    .containsExactly(Verdict.WARNING);
        }
    }

    @Test
    void aRefusedLoginIsTheLastStepAndShowsNoPassword() throws Exception {
        try (ScriptedServer server = FtpScript.server().login("drover", "right").start();
                EndpointCatalog catalog = catalog(
                        "kind=ftp",
                        "host=" + server.host(),
                        "port=" + server.port(),
                        "username=drover",
                        "password=wr0ng-word")) {
            EndpointReport report = check.check(catalog.require("acme"));
            assertThat(report.isGood()).isFalse();
            assertThat(report.steps()).extracting(Step::what).containsExactly("connect", "log in");
            assertThat(report.steps()).last().satisfies(step -> {
                assertThat(step.verdict()).isEqualTo(Verdict.BAD);
                assertThat(step.detail()).contains("530").doesNotContain("wr0ng-word");
            });
        }
    }

    @Test
    void aServerThatIsDownIsAReportAndNoException() throws Exception {
        ScriptedServer gone = FtpScript.server().start();
        gone.close();
        try (EndpointCatalog catalog = catalog("kind=ftp", "host=" + gone.host(), "port=" + gone.port())) {
            EndpointReport report = check.check(catalog.require("acme"));
            assertThat(report.isGood()).isFalse();
            assertThat(report.steps()).extracting(Step::what).containsExactly("connect");
        }
    }

    @Test
    void aSmallFileGoesThereAndBackWhenAsked() throws Exception {
        Files.createDirectories(home.resolve("in"));
        try (EmbeddedServer server = EmbeddedServer.on(home).start();
                EndpointCatalog catalog = catalog(
                        "kind=ftp",
                        "host=" + server.host(),
                        "port=" + server.port(),
                        "username=" + EmbeddedServer.USER,
                        "password=" + EmbeddedServer.PASSWORD)) {
            EndpointReport report = check.checkWriting(catalog.require("acme"), RelativePath.of("in"));
            assertThat(report.isGood()).isTrue();
            assertThat(report.steps()).last().satisfies(step -> {
                assertThat(step.what()).isEqualTo("transfer");
                assertThat(step.detail()).isEqualTo("12 bytes there and back");
            });
            assertThat(home.resolve("in")).isEmptyDirectory();
        }
    }

    @Test
    void directoriesThatWereMadeForItAreRemovedAgainAndNoOthers() throws Exception {
        Path there = Files.createDirectories(home.resolve("there"));
        try (EmbeddedServer server = EmbeddedServer.on(home).start();
                EndpointCatalog remote = catalog(
                        "kind=ftp",
                        "host=" + server.host(),
                        "port=" + server.port(),
                        "username=" + EmbeddedServer.USER,
                        "password=" + EmbeddedServer.PASSWORD);
                EndpointCatalog local = catalog("kind=local", "root=" + home)) {
            for (EndpointCatalog catalog : List.of(remote, local)) {
                EndpointReport report = check.checkWriting(catalog.require("acme"), RelativePath.of("there/new/deep"));
                assertThat(report.isGood()).as(report.toString()).isTrue();
                assertThat(report.steps()).last().satisfies(step -> assertThat(step.verdict())
                        .isEqualTo(Verdict.GOOD));
                assertThat(there).isEmptyDirectory();
            }
        }
    }

    @Test
    void nothingStaysWhenTheFileMayNotBeFetchedBack() throws Exception {
        Files.createDirectories(home.resolve("root"));
        try (ScriptedServer server = FtpScript.server()
                        .file("/keep.txt", "x")
                        .on("RETR", "550 Not for you.")
                        .start();
                EndpointCatalog catalog = catalog("kind=ftp", "host=" + server.host(), "port=" + server.port())) {
            EndpointReport report = check.checkWriting(catalog.require("acme"), RelativePath.of("new/deep"));
            assertThat(report.isGood()).isFalse();
            assertThat(server.commands()).contains("MKD new", "MKD new/deep", "RMD new/deep", "RMD new");
            assertThat(server.commands())
                    .filteredOn(line -> line.startsWith("DELE "))
                    .hasSize(1);
        }
    }

    @Test
    void whatAServerLacksIsAWarning() throws Exception {
        try (ScriptedServer server = FtpScript.server().features("SIZE").start();
                EndpointCatalog catalog = catalog("kind=ftp", "host=" + server.host(), "port=" + server.port())) {
            EndpointReport report = check.check(catalog.require("acme"));
            assertThat(report.isGood()).isTrue();
            assertThat(report.steps())
                    .anySatisfy(step -> assertThat(step.detail()).contains("cannot be resumed"));
        }
    }

    @Test
    void aMissingDirectoryOnTheServerIsBad() throws Exception {
        try (ScriptedServer server = FtpScript.server().start();
                EndpointCatalog catalog =
                        catalog("kind=ftp", "host=" + server.host(), "port=" + server.port(), "root=/none")) {
            assertThat(check.check(catalog.require("acme")).isGood()).isFalse();
        }
    }

    @Test
    void aLocalDirectoryIsChecked() throws Exception {
        try (EndpointCatalog catalog =
                catalog("kind=local", "root=" + home.resolve("x"), "create=true", "allow.put=**")) {
            assertThat(check.check(catalog.require("acme")).steps())
                    .extracting(Step::what)
                    .containsExactly("list", "write");
            Files.delete(home.resolve("x"));
            assertThat(check.check(catalog.require("acme")).isGood()).isFalse();
        }
    }

    private static EndpointCatalog catalog(String... lines) {
        Map<String, String> properties = new TreeMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            properties.put(EndpointCatalog.PREFIX + "acme." + line.substring(0, equals), line.substring(equals + 1));
        }
        return EndpointCatalog.of(properties);
    }
}
