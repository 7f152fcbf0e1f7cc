package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.route.Movement.Outcome;
import dev.drover.transfer.ErrorClass;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransferLogTest {
    @Test
    void aMovedFileIsALineWithSizeAndSpeed() {
        Movement movement = movement("März.csv", 10 << 20, Duration.ofMillis(250), Outcome.MOVED, "");

        assertThat(TransferLog.line(movement)).isEqualTo("drop-to-ftp    moved     10.0 MiB   40.0 MiB/s  März.csv");
    }

    @Test
    void aFileThatWaitsIsALineWithTheReason() {
        Movement movement = movement("a.txt", 1, Duration.ofSeconds(1), Outcome.WAITING, "The server is away.");

        assertThat(TransferLog.line(movement))
                .isEqualTo("drop-to-ftp    waiting        1 B               a.txt: The server is away.");
    }

    @Test
    void aNameCannotWriteALineOfItsOwn() {
        Movement movement =
                movement("a\r\n12:00:00 \u202eforged", 1, Duration.ofSeconds(1), Outcome.DEAD, "x\u001b[31m\ny");

        assertThat(TransferLog.line(movement))
                .doesNotContain("\r", "\n", "\u001b", "\u202e")
                .contains("a??12:00:00 ?forged: x?[31m?y");
    }

    @Test
    void sizesAreShort() {
        assertThat(Quantities.bytes(0)).isEqualTo("0 B");
        assertThat(Quantities.bytes(1023)).isEqualTo("1023 B");
        assertThat(Quantities.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Quantities.bytes(5L << 40)).isEqualTo("5.0 TiB");
        assertThat(Quantities.bytes(5L << 50)).isEqualTo("5120.0 TiB");
    }

    @Test
    void whatTookNoTimeHasNoSpeed() {
        assertThat(movement("a", 1, Duration.ZERO, Outcome.MOVED, "").bytesPerSecond())
                .isZero();
    }

    private static Movement movement(String file, long bytes, Duration took, Outcome outcome, String detail) {
        return new Movement(
                "drop-to-ftp",
                "outbox",
                file,
                bytes,
                took,
                outcome,
                detail.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Failure(ErrorClass.LOCAL, detail, Optional.empty())));
    }
}
