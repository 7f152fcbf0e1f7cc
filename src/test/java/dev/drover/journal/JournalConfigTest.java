package dev.drover.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import dev.drover.testing.CapturedLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalConfigTest {
    private static final String SECRET = "s3cret-of-the-journal";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://drover:" + SECRET + "@db/drover",
                "jdbc:postgresql://db/drover?user=x&password=" + SECRET,
                "jdbc:postgresql://db/drover?sslmode=require&sslpassword=" + SECRET,
                "jdbc:postgresql://db/drover?PASSWORD=" + SECRET,
                "jdbc:h2:file:data/journal;USER=sa;PASSWORD=" + SECRET
            })
    void credentialsInAUrlAreRefusedAndNotRepeated(String url) {
        assertThatThrownBy(() -> JournalConfig.of("node-a", url, "drover", ""))
                .hasMessageContaining("settings of their own")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void otherDatabasesAreRefusedWithoutTheirParameters() {
        assertThatThrownBy(() -> JournalConfig.of("node-a", "jdbc:oracle:thin:@db?key=" + SECRET, "drover", ""))
                .hasMessageContaining("jdbc:oracle:thin:@db")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void theSettingsOfAFileCanBeOverruled() {
        assertThat(JournalConfig.of("a", "jdbc:h2:file:x;write_delay=500", "", "")
                        .driverUrl())
                .isEqualTo("jdbc:h2:async:x;write_delay=500;MODE=PostgreSQL;DB_CLOSE_ON_EXIT=FALSE");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:data/journal, jdbc:h2:async:data/journal",
        "jdbc:h2:./data/journal, jdbc:h2:async:./data/journal",
        "jdbc:h2:C:/data/journal, jdbc:h2:async:C:/data/journal",
        "jdbc:h2:mem:x, jdbc:h2:mem:x",
        "jdbc:h2:tcp://db/x, jdbc:h2:tcp://db/x",
        "jdbc:h2:nioMapped:x, jdbc:h2:nioMapped:x"
    })
    void filesAreOfTheKindThatAnInterruptDoesNotClose(String url, String driverUrl) {
        assertThat(JournalConfig.of("a", url, "", "").driverUrl()).startsWith(driverUrl + ";");
    }

    @Test
    void aDatabaseInAnotherProcessIsNotEmbedded() {
        assertThat(JournalConfig.file("a", Path.of("x")).isEmbedded()).isTrue();
        assertThat(JournalConfig.of("a", "jdbc:h2:tcp://db/x", "", "").isEmbedded())
                .isFalse();
        assertThat(JournalConfig.of("a", "jdbc:h2:file:x;AUTO_SERVER=TRUE", "", "")
                        .isEmbedded())
                .isFalse();
        assertThat(JournalConfig.of("a", "jdbc:postgresql://db/x", "", "").isEmbedded())
                .isFalse();
    }

    @Test
    void aDatabaseThatIsNotThereIsNamedAndTheWaitHasAnEnd() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        JournalConfig config = JournalConfig.of(
                        "node-a", "jdbc:postgresql://127.0.0.1:" + closed + "/drover?loggerLevel=OFF", "drover", SECRET)
                .withPatience(Duration.ofMillis(500));

        try (CapturedLog log = CapturedLog.of(HikariConfig.class)) {
            assertThatThrownBy(() -> Journal.open(config)).isInstanceOfSatisfying(JournalException.class, e -> {
                assertThat(e.retryable()).isTrue();
                assertThat(e)
                        .hasMessageContaining("jdbc:postgresql://127.0.0.1:" + closed + "/drover")
                        .hasMessageContaining("refused");
                assertThat(stackTrace(e)).doesNotContain(SECRET);
            });
            assertThat(log.lines().toString()).doesNotContain(SECRET);
        }
        assertThat(config.toString()).doesNotContain(SECRET);
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws Exception {
        Files.writeString(directory.resolve("journal.mv.db"), "not a database at all");
        JournalConfig config =
                JournalConfig.file("node-a", directory.resolve("journal")).withPatience(Duration.ofMillis(500));

        assertThatThrownBy(() -> Journal.open(config))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("journal");
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
