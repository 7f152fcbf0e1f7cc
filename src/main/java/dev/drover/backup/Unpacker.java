package dev.drover.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** Reads an archive from its first byte to its last, entry by entry. One thread. */
final class Unpacker {
    private static final LongSupplier NO_CRC = () -> -1;

    private final ArchiveInputStream<? extends ArchiveEntry> archive;
    private final InputStream unpacked;
    private long entries;

    /** @param unpacked what the archive is read from */
    private Unpacker(ArchiveInputStream<? extends ArchiveEntry> archive, InputStream unpacked) {
        this.archive = archive;
        this.unpacked = unpacked;
    }

    static Unpacker of(ArchiveFormat format, InputStream from) throws IOException {
        String utf8 = StandardCharsets.UTF_8.name();
        InputStream unpacked =
                switch (format) {
                    case TAR_GZ -> gunzip(from);
                    case ZIP -> new ZipEnd(from);
                };
        return new Unpacker(
                switch (format) {
                    case TAR_GZ -> new TarArchiveInputStream(unpacked, utf8);
                    case ZIP -> new ZipArchiveInputStream(unpacked, utf8, true, true);
                },
                unpacked);
    }

    private static InputStream gunzip(InputStream from) throws IOException {
        return GzipCompressorInputStream.builder()
                .setInputStream(from)
                .setDecompressConcatenated(true)
                .get();
    }

    /** The next entry, or null at the end; what is left of the last one is skipped. */
    @Nullable
    Item next() throws IOException {
        ArchiveEntry entry = archive.getNextEntry();
        entries += entry == null ? 0 : 1;
        return entry == null ? null : item(entry);
    }

    /** The bytes of the entry that {@link #next} gave last. */
    InputStream body() {
        return archive;
    }

    /** Reads what is behind the last entry: the checksum of all that is packed stands there. */
    void drain() throws IOException {
        unpacked.transferTo(OutputStream.nullOutputStream());
        if (unpacked instanceof ZipEnd end) {
            end.require(entries);
        }
    }

    /** As others write them too: {@code ./a} is {@code a}, and {@code ./} is the directory itself, without a name. */
    private static String path(ArchiveEntry entry) {
        String name = entry.getName();
        String path = entry.isDirectory() && name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        while (path.startsWith("./")) {
            path = path.substring(2);
        }
        return entry.isDirectory() && path.equals(".") ? "" : path;
    }

    private static Item item(ArchiveEntry entry) {
        String path = path(entry);
        Instant modified = modified(entry);
        if (entry instanceof TarArchiveEntry tar) {
            return new Item(path, kind(tar), tar.getLinkName(), OptionalInt.of(tar.getMode() & 0777), modified, NO_CRC);
        }
        if (entry instanceof ZipArchiveEntry zip && zip.getUnixMode() != 0) {
            Manifest.Kind kind = zip.isDirectory()
                    ? Manifest.Kind.DIRECTORY
                    : zip.isUnixSymlink() ? Manifest.Kind.LINK : Manifest.Kind.FILE;
            return new Item(path, kind, "", OptionalInt.of(zip.getUnixMode() & 0777), modified, zip::getCrc);
        }
        Manifest.Kind kind = entry.isDirectory() ? Manifest.Kind.DIRECTORY : Manifest.Kind.FILE;
        return new Item(
                path,
                kind,
                "",
                OptionalInt.empty(),
                modified,
                entry instanceof ZipArchiveEntry zip ? zip::getCrc : NO_CRC);
    }

    private static Instant modified(ArchiveEntry entry) {
        if (entry instanceof TarArchiveEntry tar) {
            return tar.getLastModifiedTime().toInstant();
        }
        FileTime exact = entry instanceof ZipArchiveEntry zip ? zip.getLastModifiedTime() : null;
        return exact == null ? entry.getLastModifiedDate().toInstant() : exact.toInstant();
    }

    private static Manifest.@Nullable Kind kind(TarArchiveEntry entry) {
        if (entry.isDirectory()) {
            return Manifest.Kind.DIRECTORY;
        }
        if (entry.isSymbolicLink()) {
            return Manifest.Kind.LINK;
        }
        // What is no directory is a file for the library, devices too.
        boolean isOther = entry.isLink() || entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
        return entry.isFile() && !isOther ? Manifest.Kind.FILE : null;
    }

    /**
     * An entry as the archive tells it.
     *
     * @param kind null for devices, hard links and the like, which we never write
     * @param link where a symbolic link points
     * @param modified as exactly as the format has it
     */
    record Item(
            String path,
            Manifest.@Nullable Kind kind,
            String link,
            OptionalInt mode,
            Instant modified,
            LongSupplier crc) {
        /**
         * As a manifest tells it; not of a kind that it does not know.
         *
         * @param content reads that of a file
         */
        Manifest.Entry listed(Reading content) throws IOException {
            return switch (Objects.requireNonNull(kind)) {
                case FILE -> {
                    Content read = content.read();
                    yield new Manifest.Entry(path, Manifest.Kind.FILE, read.size(), modified, read.sha256());
                }
                case DIRECTORY -> new Manifest.Entry(path, Manifest.Kind.DIRECTORY, 0, modified, "");
                case LINK -> new Manifest.Entry(path, Manifest.Kind.LINK, 0, modified, link);
            };
        }

        /** Reads a file to its end. */
        @FunctionalInterface
        interface Reading {
            Content read() throws IOException;
        }
    }
}
