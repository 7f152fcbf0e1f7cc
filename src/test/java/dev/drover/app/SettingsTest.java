package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("SECRET", "{{not a placeholder}}", "PORT", "2121");

    @Test
    void placeholdersAreFilledFromVariablesPropertiesAndDefaults() throws SettingsException {
        Settings settings = settings(Map.of(
                "host", "files.example",
                "url", "{{scheme:ftp}}://{{host}}:{{env:PORT}}/{{env:DIRECTORY:in}}",
                "broker", "{{env:BROKER:tcp://127.0.0.1:61616}}"));

        assertThat(settings.value("url")).contains("ftp://files.example:2121/in");
        assertThat(settings.value("broker")).contains("tcp://127.0.0.1:61616");
    }

    @Test
    void whatAVariableHoldsIsNotReadAsAPlaceholder() throws SettingsException {
        assertThat(settings(Map.of("password", "{{env:SECRET}}")).value("password"))
                .contains("{{not a placeholder}}");
    }

    @Test
    void aBlankPropertyCountsAsAbsent() throws SettingsException {
        assertThat(settings(Map.of("url", "  ")).value("url")).isEmpty();
    }

    @Test
    void variablesOfEndpointsAreLeftToTheCatalogThatUsesThem() throws SettingsException {
        Settings settings = settings(Map.of(
                "drover.data", "{{env:DIRECTORY:data}}",
                "drover.endpoint.drop.root", "{{drover.data}}/drop",
                "drover.endpoint.partner.password", "{{env:SECRET}}"));

        assertThat(settings.value("drover.endpoint.drop.root")).contains("data/drop");
        assertThat(settings.value("drover.endpoint.partner.password")).contains("{{env:SECRET}}");
    }

    @Test
    void everyUnsetVariableIsToldWithItsProperty() {
        Map<String, String> raw = Map.of("a.password", "{{env:A}}", "b.password", "{{env:B}}", "c", "{{nowhere}}");

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> settings(raw))
                .satisfies(refused -> assertThat(refused.problems())
                        .containsExactly(
                                "a.password: the environment variable A is not set",
                                "b.password: the environment variable B is not set",
                                "c: there is no property nowhere to fill in {{nowhere}}"));
    }

    @Test
    void aPropertyThatIsDefinedByItselfIsToldRatherThanFollowedForEver() {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> settings(Map.of("a", "{{b}}", "b", "{{a}}")))
                .withMessageContaining("a: it is defined by itself: a -> b -> a");
    }

    @Test
    void aDirectoryWithoutSettingsIsRefusedWithAdvice(@TempDir Path empty) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> Settings.read(empty, Map.of(), name -> Optional.empty()))
                .withMessageContaining("There is no ")
                .withMessageContaining("--config");
    }

    @Test
    void overridesWinOverTheFile(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("application.properties"), "name=Größe\nport=1\n");

        Settings settings = Settings.read(directory, Map.of("port", "2"), name -> Optional.empty());

        assertThat(settings.values()).containsOnly(Map.entry("name", "Größe"), Map.entry("port", "2"));
    }

    @Test
    void routesSeeNoSecrets() throws SettingsException {
        DroverConfig config = DroverConfig.read(settings(Map.of(
                "drover.endpoint.partner.password", "secret",
                "drover.broker.user", "drover",
                "drover.broker.password", "secret",
                "drover.poll", "1s")));

        assertThat(config.properties()).containsOnly(Map.entry("drover.poll", "1s"));
        assertThat(config.toString()).doesNotContain("secret");
    }

    @Test
    void valuesOfTheWrongKindAreToldAllAtOnce() {
        Map<String, String> raw = Map.of(
                "drover.shutdown-timeout", "soon",
                "drover.broker.memory-limit", "12 parsecs",
                "drover.broker.url", "vm://localhost",
                "drover.broker.user", "drover");

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> DroverConfig.read(settings(raw)))
                .satisfies(refused -> assertThat(refused.problems())
                        .containsExactlyInAnyOrder(
                                "drover.shutdown-timeout: \"soon\" is not a time like 500ms, 30s, 5m, 24h, 7d or 4w",
                                "drover.broker.memory-limit: \"12 parsecs\" is not a size like 300, 10K, 5MB or 2GB",
                                "drover.broker.url: vm: would start a second broker; leave it empty for the embedded one",
                                "drover.broker.password: user and password are set together or not at all"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drover.shutdown-timeout=999999999999999h",
                "drover.shutdown-timeout=999999999999999d",
                "drover.broker.memory-limit=999999999999999MB",
                "drover.routes=no/such/directory",
                "drover.broker.listen=tcp://0.0.0.0:61616",
                "drover.broker.listen=tcp://192.0.2.1:61616"
            })
    void whatCannotBeMeantIsToldByItsKey(String line) {
        String key = line.substring(0, line.indexOf('='));
        String told = key.equals("drover.broker.listen") ? "drover.broker.user: is missing: " + key : key + ": ";

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> DroverConfig.read(settings(Map.of(key, line.substring(key.length() + 1)))))
                .satisfies(refused -> assertThat(refused.problems())
                        .singleElement()
                        .asString()
                        .startsWith(told));
    }

    @Test
    void durationsAndSizesAreRead() throws SettingsException {
        DroverConfig config = DroverConfig.read(
                settings(Map.of("drover.shutdown-timeout", "2m", "drover.broker.store-limit", "3 GB")));

        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.broker().storeLimit()).isEqualTo(3L << 30);
    }

    @Test
    void whatIsEncryptedIsDecryptedWithThePassword() throws Exception {
        String sealed = new SealedValues(Optional.of("master")).seal("gehe!m").orElseThrow();

        assertThat(sealed).startsWith("ENC(").doesNotContain("gehe");
        assertThat(settings(Map.of("drover.secrets.password", "master", "a.password", sealed, "b", "{{a.password}}"))
                        .values())
                .containsEntry("a.password", "gehe!m")
                .containsEntry("b", "gehe!m");
    }

    @Test
    void theSameSecretIsNeverEncryptedToTheSameText() {
        SealedValues values = new SealedValues(Optional.of("master"));

        assertThat(values.seal("secret")).isNotEqualTo(values.seal("secret"));
    }

    @Test
    void whatCannotBeDecryptedIsToldWithItsPropertyAndWithoutItsValue() {
        String sealed = new SealedValues(Optional.of("another")).seal("secret").orElseThrow();

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> settings(Map.of("a.password", sealed, "b.password", sealed)))
                .satisfies(refused -> assertThat(refused.problems())
                        .hasSize(2)
                        .allMatch(problem -> problem.contains(".password: it is encrypted, and neither")));
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> settings(Map.of("a.password", sealed, "drover.secrets.password", "master")))
                .withMessageContaining("a.password: it cannot be decrypted")
                .withMessageNotContaining("master");
    }

    @Test
    void passwordsMayStandInFilesOfTheirOwn(@TempDir Path directory) throws Exception {
        Path master = Files.writeString(directory.resolve("master"), "master\n");
        Path broker = Files.writeString(directory.resolve("broker"), "from the file\n");
        String sealed = new SealedValues(Optional.of("master")).seal("sealed").orElseThrow();
        DroverConfig config = DroverConfig.read(settings(Map.of(
                "drover.secrets.password-file",
                master.toString(),
                "drover.broker.user",
                "drover",
                "drover.broker.password-file",
                broker.toString(),
                "mine",
                sealed)));

        assertThat(config.broker().password()).contains("from the file");
        assertThat(config.properties()).containsOnly(Map.entry("mine", "sealed"));
    }

    @Test
    void aFileThatHoldsNoPasswordIsToldByItsName(@TempDir Path directory) {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> DroverConfig.read(settings(Map.of(
                        "drover.broker.user",
                        "drover",
                        "drover.broker.password-file",
                        directory.resolve("none").toString()))))
                .withMessageContaining("drover.broker.password-file: the file ");
    }

    private static Settings settings(Map<String, String> raw) throws SettingsException {
        return Settings.of(raw, name -> Optional.ofNullable(ENVIRONMENT.get(name)));
    }
}
