package dev.drover.camel;

import dev.drover.transfer.Digests;
import dev.drover.transfer.OfferedDigest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Digests of a body, taken while its bytes pass: SHA-256, and the one that the server of the file can calculate, if it can.
 * When all bytes have passed they are asked for; not before. One thread at a time.
 */
final class BodyDigests {
    /** Exchange property: those of what was fetched, once it was compared with what the server has. */
    static final String FETCHED = "DroverFetchedDigests";

    private final Optional<String> offered;
    private final Digests digests;
    private final Map<String, String> values = new HashMap<>();

    private BodyDigests(Optional<String> offered) throws IOException {
        this.offered = offered;
        this.digests = new Digests(
                Stream.concat(Stream.of(Digests.SHA_256), offered.stream()).collect(Collectors.toUnmodifiableSet()));
    }

    /** For a body on its way from or to a server. */
    static BodyDigests with(RemoteServer server) throws IOException {
        return new BodyDigests(server.repeatable(session -> OfferedDigest.of(session.features())));
    }

    /** For the same body, on its way once more. */
    BodyDigests anew() throws IOException {
        return new BodyDigests(offered);
    }

    static String sha256(Path file) throws IOException {
        Digests digests = new Digests(Set.of(Digests.SHA_256));
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
            digests.update(content, Long.MAX_VALUE);
        }
        return digests.finish(Digests.SHA_256).orElseThrow();
    }

    /** By the name of the JDK, or {@code CRC32}. */
    Optional<String> offered() {
        return offered;
    }

    void update(byte[] bytes, int from, int length) {
        digests.update(ByteBuffer.wrap(bytes, from, length));
    }

    void update(Path file) throws IOException {
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
            digests.update(content, Long.MAX_VALUE);
        }
    }

    /** Feeds what is written to the stream. */
    OutputStream watch(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
                update(bytes, from, length);
            }
        };
    }

    /** In lower-case hex: SHA-256, or what is {@link #offered}. */
    String value(String algorithm) {
        return values.computeIfAbsent(algorithm, each -> digests.finish(each).orElseThrow());
    }

    String sha256() {
        return value(Digests.SHA_256);
    }
}
