package dev.drover.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterTest {
    @Test
    void bytesAreCountedInBothDirections() throws IOException {
        Meter in = new Meter(DataSettings.DEFAULT);
        Chunks.drain(in.count(Chunks.source(new byte[100], 7)), 10);
        assertThat(in.bytes()).isEqualTo(100);

        Meter out = new Meter(DataSettings.DEFAULT);
        Chunks.feed(out.count(Chunks.sink(new ByteArrayOutputStream())), new byte[100], 7);
        assertThat(out.bytes()).isEqualTo(100);
    }

    @Test
    void exactlyTheExpectedSizeIsFineAndOneByteMoreIsNot() throws IOException {
        DataSettings bounded = DataSettings.DEFAULT.withMaxBytes(100);
        assertThat(Chunks.drain(new Meter(bounded).count(Chunks.source(new byte[100], 9)), 10))
                .hasSize(100);
        assertThatThrownBy(() -> Chunks.drain(new Meter(bounded).count(Chunks.source(new byte[101], 9)), 10))
                .isInstanceOf(FtpProtocolException.class)
                .hasMessageContaining("100");
    }

    @Test
    void progressIsToldEveryTimeWhenTheIntervalIsZero() throws IOException {
        List<Long> heard = new ArrayList<>();
        Meter meter = new Meter(DataSettings.DEFAULT.withProgress(heard::add, Duration.ZERO));
        Chunks.drain(meter.count(Chunks.source(new byte[30], 10)), 10);
        assertThat(heard).containsExactly(10L, 20L, 30L);
    }

    @Test
    void progressIsToldAtMostOnceAnInterval() throws IOException {
        List<Long> heard = new ArrayList<>();
        Meter meter = new Meter(DataSettings.DEFAULT.withProgress(heard::add, Duration.ofHours(1)));
        Chunks.drain(meter.count(Chunks.source(new byte[30], 10)), 10);
        assertThat(heard).isEmpty();
    }

    @Test
    void withARateNoStepIsLargerThanTheBucket() throws IOException {
        RateLimit rate = RateLimit.bytesPerSecond(1_000_000_000_000L);
        assertThat(rate.step()).isEqualTo(256 * 1024);
        List<Integer> steps = new ArrayList<>();
        ByteSink counted = new Meter(DataSettings.DEFAULT.withRate(rate)).count((ByteSink) source -> {
            steps.add(source.remaining());
            source.position(source.limit());
        });
        ByteBuffer large = ByteBuffer.allocate(600 * 1024);
        counted.write(large);
        assertThat(steps).containsExactly(256 * 1024, 256 * 1024, 88 * 1024);
        assertThat(large.hasRemaining()).isFalse();
    }
}
