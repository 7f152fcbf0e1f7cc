package dev.drover.ftp.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CompressionTest {
    @Property(tries = 200)
    void whatGoesOutComesInTheSame(
            @ForAll byte[] bytes,
            @ForAll @IntRange(min = 1, max = 50) int piece,
            @ForAll @IntRange(min = 1, max = 50) int room)
            throws IOException {
        byte[] wire = compressed(bytes, piece);
        assertThat(Chunks.drain(new InflatingSource(Chunks.source(wire, piece), true), room))
                .isEqualTo(bytes);
    }

    @Test
    void aBufferThatIsUsedAgainIsNotSentAgain() throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        DeflatingSink sink = new DeflatingSink(Chunks.sink(wire));
        ByteBuffer buffer = ByteBuffer.allocate(8);

        sink.write(buffer.put(Chunks.bytes("hello")).flip());
        buffer.clear();
        sink.finish();

        assertThat(Chunks.drain(new InflatingSource(Chunks.source(wire.toByteArray(), 100), true), 100))
                .asString()
                .isEqualTo("hello");
    }

    @Test
    void aConnectionThatBringsNothingIsAnEmptyFile() throws IOException {
        assertThat(Chunks.drain(new InflatingSource(Chunks.source(new byte[0], 1), true), 10))
                .isEmpty();
    }

    @Test
    void aStreamThatStopsInTheMiddleIsNoEnd() throws IOException {
        byte[] wire = compressed(new byte[100_000], 1000);
        byte[] half = Arrays.copyOf(wire, wire.length / 2);
        assertThatThrownBy(() -> Chunks.drain(new InflatingSource(Chunks.source(half, 10), true), 1000))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("middle");
    }

    @Test
    void bytesBehindTheEndAreRefused() throws IOException {
        byte[] wire = compressed(new byte[10], 10);
        byte[] longer = Arrays.copyOf(wire, wire.length + 1);
        for (int piece : new int[] {1, 1000}) {
            assertThatThrownBy(() -> Chunks.drain(new InflatingSource(Chunks.source(longer, piece), true), 1000))
                    .isInstanceOf(FtpProtocolException.class)
                    .hasMessageContaining("after the end");
        }
    }

    @Test
    void clearTextIsNotTakenForCompressed() {
        assertThatThrownBy(() -> Chunks.drain(new InflatingSource(Chunks.source(Chunks.bytes("hello"), 5), true), 10))
                .isInstanceOf(FtpProtocolException.class)
                .hasMessageContaining("zlib");
    }

    @Test
    void aDictionaryIsRefused() {
        Deflater deflater = new Deflater();
        deflater.setDictionary(Chunks.bytes("hello hello"));
        deflater.setInput(Chunks.bytes("hello"));
        deflater.finish();
        byte[] wire = new byte[100];
        int length = deflater.deflate(wire);
        deflater.end();
        assertThatThrownBy(() ->
                        Chunks.drain(new InflatingSource(Chunks.source(Arrays.copyOf(wire, length), 100), true), 10))
                .isInstanceOf(FtpProtocolException.class)
                .hasMessageContaining("dictionary");
    }

    @Test
    void aBombIsPutOutWhenNobodyKnowsTheSize() throws IOException {
        byte[] bomb = compressed(new byte[100 << 20], 1 << 20);
        ByteSource unbounded = new InflatingSource(Chunks.source(bomb, 1 << 16), false);
        assertThatThrownBy(() -> Chunks.drain(unbounded, 1 << 16))
                .isInstanceOf(FtpProtocolException.class)
                .hasMessageContaining("200 times");
    }

    private static byte[] compressed(byte[] bytes, int piece) throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        Chunks.feed(new DeflatingSink(Chunks.sink(wire)), bytes, piece);
        return wire.toByteArray();
    }
}
