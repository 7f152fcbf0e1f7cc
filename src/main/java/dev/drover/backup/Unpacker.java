package dev.drover.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.OptionalInt;
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
    private final ArchiveInputStream<? extends ArchiveEntry> archive;

    private Unpacker(ArchiveInputStream<? extends ArchiveEntry> archive) {
        this.archive = archive;
    }

    static Unpacker of(ArchiveFormat format, InputStream from) throws IOException {
        String utf8 = StandardCharsets.UTF_8.name();
        return new Unpacker(
                switch (format) {
                    case TAR_GZ -> new TarArchiveInputStream(gunzip(from), utf8);
                    case ZIP -> new ZipArchiveInputStream(from, utf8, true, true);
                });
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
        return entry == null ? null : item(entry);
    }

    /** The bytes of the entry that {@link #next} gave last. */
    InputStream body() {
        return archive;
    }

    private static Item item(ArchiveEntry entry) {
        String name = entry.getName();
        String path = entry.isDirectory() && name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        Instant modified = modified(entry);
        if (entry instanceof TarArchiveEntry tar) {
            return new Item(path, kind(tar), tar.getLinkName(), OptionalInt.of(tar.getMode() & 0777), modified);
        }
        if (entry instanceof ZipArchiveEntry zip && zip.getUnixMode() != 0) {
            Manifest.Kind kind = zip.isDirectory()
                    ? Manifest.Kind.DIRECTORY
                    : zip.isUnixSymlink() ? Manifest.Kind.LINK : Manifest.Kind.FILE;
            return new Item(path, kind, "", OptionalInt.of(zip.getUnixMode() & 0777), modified);
        }
        Manifest.Kind kind = entry.isDirectory() ? Manifest.Kind.DIRECTORY : Manifest.Kind.FILE;
        return new Item(path, kind, "", OptionalInt.empty(), modified);
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
        return entry.isFile() && !entry.isLink() ? Manifest.Kind.FILE : null;
    }

    /**
     * An entry as the archive tells it.
     *
     * @param kind null for devices, hard links and the like, which we never write
     * @param link where a symbolic link points
     * @param modified as exactly as the format has it
     */
    record Item(String path, Manifest.@Nullable Kind kind, String link, OptionalInt mode, Instant modified) {}
}
