package dev.drover.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.endpoint.EndpointConfigException.Problem;
import dev.drover.ftp.FtpListener;
import dev.drover.testing.TestCertificates;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.RenameMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointCatalogTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("ACME_PW", "p\\a$$ $1 w0rd");

    @TempDir
    Path home;

    @Test
    void aServerIsDescribedByItsProperties() throws Exception {
        try (EndpointCatalog catalog = catalog(
                "acme.kind=ftp",
                "acme.host=ftp.acme.example",
                "acme.port=2121",
                "acme.username=drover",
                "acme.password={{env:ACME_PW}}",
                "acme.root=/incoming/",
                "acme.allow.put=in/**, {new,newer}/*.csv",
                "acme.rename=delete-first",
                "acme.max-sessions=3",
                "acme.max-transfers=2",
                "acme.timeout.connect=5s",
                "acme.retry.attempts=8",
                "acme.retry.base=5s",
                "acme.retry.cap=15m",
                "acme.retry.codes=550,552",
                "acme.max-file-size=10GB")) {
            FtpEndpoint acme = (FtpEndpoint) catalog.require("acme");
            assertThat(acme.client().address()).hasToString("ftp.acme.example:2121");
            assertThat(acme.locate(RelativePath.of("in/a.csv")))
                    .hasToString("acme:/incoming/in/a.csv")
                    .extracting("renameMode")
                    .isEqualTo(RenameMode.DELETE_FIRST);
            assertThat(acme.gate().limit()).isEqualTo(2);
            assertThat(acme.retry().attempts()).isEqualTo(8);
            assertThat(acme.retry().cap()).isEqualTo(Duration.ofMinutes(15));
            assertThat(acme.retry().retryCodes()).containsExactlyInAnyOrder(550, 552);
            assertThat(acme.settings().maxFileSize()).isEqualTo(10L << 30);
            assertThat(acme.access().allows(Action.PUT, "in/2026/a.csv")).isTrue();
            assertThat(acme.access().allows(Action.PUT, "newer/a.csv")).isTrue();
            assertThat(acme.access().allows(Action.PUT, "out/a.csv")).isFalse();
            assertThat(acme.client().pool().opened()).isZero();
        }
    }

    @Test
    void nothingIsAllowedUnlessItIsSaid() throws Exception {
        try (EndpointCatalog catalog = catalog("acme.kind=ftp", "acme.host=h")) {
            for (Action action : Action.values()) {
                assertThat(catalog.require("acme").access().allows(action, "a")).isFalse();
            }
        }
    }

    @Test
    void onlyTheSubmittersThatAreNamedMayAsk() throws Exception {
        try (EndpointCatalog catalog = catalog(
                "acme.kind=ftp",
                "acme.host=h",
                "acme.submitters=billing, ops",
                "acme.allow.get=out/**",
                "acme.allow.delete.ops=**")) {
            Access access = catalog.require("acme").access();

            assertThat(access.as(Optional.of("billing")).allows(Action.GET, "out/a"))
                    .isTrue();
            assertThat(access.as(Optional.of("billing")).allows(Action.GET, "in/a"))
                    .isFalse();
            assertThat(access.as(Optional.of("billing")).allows(Action.DELETE, "out/a"))
                    .isFalse();
            assertThat(access.as(Optional.of("ops")).allows(Action.DELETE, "out/a"))
                    .isTrue();
            assertThat(access.as(Optional.of("intruder")).allows(Action.GET, "out/a"))
                    .isFalse();
            assertThat(access.as(Optional.empty()).allowsAny(Action.GET)).isFalse();
            assertThat(access.allows(Action.GET, "out/a")).isFalse();
        }
    }

    @Test
    void whatIsAllowedToOneSubmitterIsAllowedToNobodyElse() throws Exception {
        try (EndpointCatalog catalog = catalog(
                "acme.kind=ftp", "acme.host=h", "acme.allow.get=public/**", "acme.allow.get.billing.app=invoices/**")) {
            Access access = catalog.require("acme").access();

            assertThat(access.allows(Action.GET, "public/a")).isTrue();
            assertThat(access.allows(Action.GET, "invoices/a")).isFalse();
            assertThat(access.as(Optional.of("billing.app")).allows(Action.GET, "invoices/a"))
                    .isTrue();
            assertThat(access.as(Optional.of("billing")).allows(Action.GET, "invoices/a"))
                    .isFalse();
        }
    }

    @Test
    void submittersWhoMayDoNothingAreAMistake() {
        assertThat(problems("acme.kind=ftp", "acme.host=h", "acme.submitters=billing"))
                .singleElement()
                .extracting(Problem::property)
                .isEqualTo("drover.endpoint.acme.submitters");
    }

    @Test
    void theOrderOfRequestsIsKeptWhereItIsSaid() throws Exception {
        try (EndpointCatalog catalog = catalog("a.kind=ftp", "a.host=h", "a.ordered=true", "b.kind=ftp", "b.host=h")) {
            assertThat(catalog.require("a").settings().ordered()).isTrue();
            assertThat(catalog.require("b").settings().ordered()).isFalse();
        }
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThat(problems(
                        "acme.kind=ftp",
                        "acme.hots=ftp.acme.example",
                        "acme.port=70000",
                        "acme.timeout.connect=30",
                        "acme.rename=move",
                        "acme.tls.mode=explicit",
                        "acme.allow.put={in",
                        "acme.charset=UTF-99",
                        "acme.password={{env:NOT_SET}}",
                        "acme.retry.base=10m",
                        "acme.retry.cap=1s",
                        "drop.kind=local",
                        "drop.root=" + home.resolve("gone"),
                        "other.kind=sftp",
                        "none.host=h",
                        "Upper.kind=ftp"))
                .extracting(Problem::property)
                .containsExactlyInAnyOrder(
                        "drover.endpoint.acme.host",
                        "drover.endpoint.acme.hots",
                        "drover.endpoint.acme.port",
                        "drover.endpoint.acme.timeout.connect",
                        "drover.endpoint.acme.rename",
                        "drover.endpoint.acme.tls.mode",
                        "drover.endpoint.acme.allow.put",
                        "drover.endpoint.acme.charset",
                        "drover.endpoint.acme.password",
                        "drover.endpoint.acme.retry.cap",
                        "drover.endpoint.drop.root",
                        "drover.endpoint.other.kind",
                        "drover.endpoint.none.kind",
                        "drover.endpoint.Upper.kind");
    }

    @ParameterizedTest
    @CsvSource({
        "hots, did you mean drover.endpoint.acme.host?",
        "tls.mode, TLS needs kind=ftps",
        "pasword, did you mean drover.endpoint.acme.password?",
        "max-session, did you mean drover.endpoint.acme.max-sessions?",
        "timeout.dataidle, did you mean drover.endpoint.acme.timeout.data-idle?",
        "allow.everything, known are",
        "submiters, did you mean drover.endpoint.acme.submitters?"
    })
    void aMisspeltPropertyNamesTheNearestOne(String key, String hint) {
        assertThat(problems("acme.kind=ftp", "acme.host=h", "acme." + key + "=x"))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains(hint);
    }

    @Test
    void noSecretIsEverShown() throws Exception {
        String secret = "hunter2-secret";
        EndpointConfigException failure = catchThrowableOfType(
                EndpointConfigException.class,
                () -> catalog(
                        "acme.kind=ftps",
                        "acme.host=h",
                        "acme.password=" + secret,
                        "acme.pasword=" + secret,
                        "acme.tls.key-store=" + home.resolve("none.p12"),
                        "acme.tls.key-store-password=" + secret,
                        "acme.proxy.password=" + secret));
        assertThat(failure).hasMessageNotContaining(secret).hasMessageContaining("acme.pasword");
        try (EndpointCatalog catalog =
                catalog("acme.kind=ftp", "acme.host=h", "acme.username=u", "acme.password=" + secret)) {
            Endpoint acme = catalog.require("acme");
            assertThat(acme.settings().shown())
                    .containsEntry("password", "****")
                    .containsEntry("host", "h");
            assertThat(acme.toString() + acme.settings()).doesNotContain(secret);
        }
    }

    @Test
    void aPasswordMayStandInAFile() throws Exception {
        Path file = Files.writeString(home.resolve("pw"), "from-file\nnot this\n");
        try (EndpointCatalog catalog =
                catalog("acme.kind=ftp", "acme.host=h", "acme.username=u", "acme.password-file=" + file)) {
            assertThat(catalog.require("acme").settings().shown()).containsEntry("password-file", file.toString());
        }
        assertThat(problems(
                        "acme.kind=ftp",
                        "acme.host=h",
                        "acme.username=u",
                        "acme.password=x",
                        "acme.password-file=" + file))
                .singleElement()
                .extracting(Problem::property)
                .isEqualTo("drover.endpoint.acme.password-file");
    }

    @Test
    void placeholdersOfOtherKindsAreNotTakenForText() {
        assertThat(problems("acme.kind=ftp", "acme.host={{host}}"))
                .extracting(Problem::message)
                .anyMatch(m -> m.contains("{{host}} is not filled"));
    }

    @Test
    void tlsMaterialIsReadAtTheStart() throws Exception {
        TestCertificates.shared().writeTo(home);
        try (EndpointCatalog catalog = catalog(
                "acme.kind=ftps",
                "acme.host=h",
                "acme.tls.mode=implicit",
                "acme.tls.ca-file=" + home.resolve("ca.crt"),
                "acme.tls.key-store=" + home.resolve("client.p12"),
                "acme.tls.key-store-password=" + TestCertificates.PASSWORD)) {
            assertThat(((FtpEndpoint) catalog.require("acme")).client().address())
                    .hasToString("h:990");
        }
        assertThat(problems(
                        "acme.kind=ftps",
                        "acme.host=h",
                        "acme.tls.ca-file=" + home.resolve("none.pem"),
                        "acme.tls.key-store=" + home.resolve("client.p12"),
                        "acme.tls.key-store-password=wrong",
                        "acme.tls.key-file=" + home.resolve("client.key"),
                        "acme.tls.fingerprint=abc",
                        "acme.tls.protocols=SSLv3"))
                .extracting(Problem::property)
                .containsExactlyInAnyOrder(
                        "drover.endpoint.acme.tls.ca-file",
                        "drover.endpoint.acme.tls.key-store",
                        "drover.endpoint.acme.tls.key-file",
                        "drover.endpoint.acme.tls.fingerprint",
                        "drover.endpoint.acme.tls.protocols");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() throws Exception {
        try (EndpointCatalog catalog = catalog("acme-ftps.kind=ftp", "acme-ftps.host=h")) {
            assertThatThrownBy(() -> catalog.require("acme-ftp"))
                    .isInstanceOf(UnknownEndpointException.class)
                    .hasMessageContaining("did you mean \"acme-ftps\"?");
            assertThatThrownBy(() -> catalog.require("zzz")).hasMessageContaining("not in the configuration");
        }
    }

    @Test
    void aLocalDirectoryCanBeMadeAndIsAJail() throws Exception {
        Path root = home.resolve("drops/in");
        try (EndpointCatalog catalog = catalog("drop.kind=local", "drop.root=" + root, "drop.create=true")) {
            assertThat(root).isDirectory();
            assertThat(catalog.require("drop").locate(RelativePath.of("a/b"))).hasToString("drop:a/b");
            assertThatThrownBy(() -> catalog.require("drop").locate(RelativePath.of("../b")))
                    .isInstanceOf(PathRefusedException.class);
        }
    }

    @Test
    void propertiesOfOthersAreNoneOfItsBusiness() {
        Properties properties = new Properties();
        properties.setProperty("camel.main.name", "x");
        properties.setProperty("drover.endpoints", "x");
        try (EndpointCatalog catalog = EndpointCatalog.of(properties)) {
            assertThat(catalog.all()).isEmpty();
        }
    }

    private List<Problem> problems(String... lines) {
        return catchThrowableOfType(EndpointConfigException.class, () -> catalog(lines))
                .problems();
    }

    private static EndpointCatalog catalog(String... lines) {
        Map<String, String> properties = new TreeMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            properties.put(EndpointCatalog.PREFIX + line.substring(0, equals), line.substring(equals + 1));
        }
        return EndpointCatalog.of(properties, FtpListener.NONE, ENVIRONMENT::get);
    }
}
