package dev.drover.backup;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/** Writes entries into an archive; closing it ends the archive and closes what it writes to. One thread. */
interface Packer extends Closeable {
    static Packer of(ArchiveFormat format, OutputStream to) throws IOException {
        return switch (format) {
            case TAR_GZ -> new TarGz(to);
            case ZIP -> new Zip(to);
        };
    }

    boolean keepsLinks();

    /**
     * Begins an entry; the bytes of a file are written to {@link #body} then, exactly as many as announced.
     *
     * @param mode permission bits, or -1 where there are none
     */
    void begin(Manifest.Entry entry, int mode) throws IOException;

    OutputStream body();

    void end() throws IOException;

    /** POSIX tar, so that names and sizes have no limit. */
    final class TarGz implements Packer {
        private static final int LINK_MODE = 0777;

        private final TarArchiveOutputStream tar;

        TarGz(OutputStream to) throws IOException {
            tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(to), StandardCharsets.UTF_8.name());
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
        }

        @Override
        public boolean keepsLinks() {
            return true;
        }

        @Override
        public void begin(Manifest.Entry entry, int mode) throws IOException {
            TarArchiveEntry header =
                    switch (entry.kind()) {
                        case FILE -> new TarArchiveEntry(entry.path(), true);
                        case DIRECTORY -> new TarArchiveEntry(entry.path() + "/", true);
                        case LINK -> new TarArchiveEntry(entry.path(), TarConstants.LF_SYMLINK, true);
                    };
            if (entry.kind() == Manifest.Kind.LINK) {
                header.setLinkName(entry.sha256());
                header.setMode(LINK_MODE);
            } else if (mode >= 0) {
                header.setMode(mode);
            }
            header.setSize(entry.size());
            header.setLastModifiedTime(FileTime.from(entry.modified()));
            tar.putArchiveEntry(header);
        }

        @Override
        public OutputStream body() {
            return tar;
        }

        @Override
        public void end() throws IOException {
            tar.closeArchiveEntry();
        }

        @Override
        public void close() throws IOException {
            tar.close();
        }
    }

    /** Names in UTF-8; sizes known before, so that files over 4 GiB can be streamed. */
    final class Zip implements Packer {
        private final ZipArchiveOutputStream zip;

        Zip(OutputStream to) {
            zip = new ZipArchiveOutputStream(to);
            zip.setEncoding(StandardCharsets.UTF_8.name());
            zip.setUseLanguageEncodingFlag(true);
        }

        @Override
        public boolean keepsLinks() {
            return false;
        }

        @Override
        public void begin(Manifest.Entry entry, int mode) throws IOException {
            boolean directory = entry.kind() == Manifest.Kind.DIRECTORY;
            ZipArchiveEntry header = new ZipArchiveEntry(directory ? entry.path() + "/" : entry.path());
            if (mode >= 0) {
                header.setUnixMode(mode);
            }
            if (!directory) {
                header.setSize(entry.size());
            }
            header.setLastModifiedTime(FileTime.from(entry.modified()));
            zip.putArchiveEntry(header);
        }

        @Override
        public OutputStream body() {
            return zip;
        }

        @Override
        public void end() throws IOException {
            zip.closeArchiveEntry();
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
