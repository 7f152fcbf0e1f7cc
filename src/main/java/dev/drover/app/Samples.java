package dev.drover.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Files to move: of no byte, of one, of many, and with names that programs trip over. */
final class Samples {
    private static final int MEBI = 1 << 20;
    private static final List<Sample> ALL = List.of(
            new Sample("empty.txt", 0),
            new Sample("one byte.bin", 1),
            new Sample("ten mebibytes.bin", 10 * MEBI),
            new Sample("Überweisung März.csv", 4_321),
            new Sample("月次報告 二〇二六.pdf", 54_321),
            new Sample("#1 is 100% a+b.dat", 9_876),
            new Sample("-leading dash.txt", 123),
            new Sample("list[1] (copy).xml", 7_777));

    private Samples() {}

    /**
     * A file to be made.
     *
     * @param size in bytes
     */
    record Sample(String name, int size) {}

    /** Those whose names this machine can write; under a locale like POSIX, Java cannot write them all. */
    static List<Sample> possible() {
        return ALL.stream().filter(sample -> isPossible(sample.name())).toList();
    }

    /** Those whose names a transfer request may hold as well; it has no room for characters that mean something. */
    static List<Sample> forRequests() {
        return possible().stream()
                .filter(sample -> Stream.of("#", "%").noneMatch(sample.name()::contains))
                .toList();
    }

    /** Writes a sample so that nobody sees a part of it. Other content for each seed. */
    static void write(Sample sample, Path directory, long seed) throws IOException {
        Path part = Files.write(directory.resolve(".seed-" + sample.size()), content(sample, seed));
        Files.move(part, directory.resolve(sample.name()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The SHA-256 of what {@link #write} writes, in lower-case hex. */
    static String sha256(Sample sample, long seed) {
        return HexFormat.of().formatHex(sha256().digest(content(sample, seed)));
    }

    /** The SHA-256 of a file, in lower-case hex. */
    static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream content = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] content(Sample sample, long seed) {
        byte[] content = new byte[sample.size()];
        new Random(seed * 31 + sample.name().hashCode()).nextBytes(content);
        return content;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static boolean isPossible(String name) {
        try {
            return !Path.of(name).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
