package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteTime;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.apache.camel.component.file.GenericFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in the local work directory: written as {@code name.inprogress}, renamed when it is whole, deleted when the
 * exchange is done. With {@code resumeDownload} a part that was left behind is continued if a note beside it says that
 * it is of the same remote file: same size, same time.
 */
final class WorkFile implements Retrieved {
    private static final Logger LOG = LoggerFactory.getLogger(WorkFile.class);
    private static final int COPY_BUFFER = 128 * 1024;

    private final Path target;
    private final Path part;
    private final Path note;
    private final boolean resume;
    private long offset;

    private WorkFile(Path target, boolean resume) {
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".inprogress");
        this.note = target.resolveSibling(target.getFileName() + ".inprogress.source");
        this.resume = resume;
    }

    /** The place of a remote file below the work directory; a name that leads out of it is refused. */
    static WorkFile of(FtpEndpoint endpoint, GenericFile<RemoteEntry> file) throws IOException {
        Path directory = Path.of(String.valueOf(endpoint.getLocalWorkDirectory()));
        Path target = directory.resolve(file.getRelativeFilePath()).normalize();
        if (!target.startsWith(directory.normalize()) || target.equals(directory.normalize())) {
            throw new IOException("The remote file \"" + file.getRelativeFilePath()
                    + "\" was not fetched: its name leads out of the local work directory " + directory + ".");
        }
        return new WorkFile(target, endpoint.isResumeDownload());
    }

    /** Makes room, and tells from which byte on the file is to be fetched. */
    long prepare(@Nullable RemoteEntry source) throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.deleteIfExists(target);
        String identity = identity(source);
        boolean same = resume
                && !identity.isEmpty()
                && Files.exists(part)
                && Files.exists(note)
                && Files.readString(note).equals(identity);
        offset = same ? Files.size(part) : 0;
        if (source != null
                && source.size().isPresent()
                && offset > source.size().getAsLong()) {
            offset = 0;
        }
        if (offset == 0) {
            Files.deleteIfExists(part);
        }
        if (resume && !identity.isEmpty()) {
            Files.writeString(note, identity);
        }
        return offset;
    }

    /** What makes a part belong to a remote file; empty when the server tells too little to know. */
    private static String identity(@Nullable RemoteEntry source) {
        if (source == null || source.size().isEmpty() || source.modified().isEmpty()) {
            return "";
        }
        OptionalLong size = source.size();
        RemoteTime modified = source.modified().get();
        return source.path() + "\n" + size.getAsLong() + "\n" + modified.instant();
    }

    /** Writes what comes behind what is there. */
    void write(ReadableByteChannel from) throws IOException {
        try (FileChannel to = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            to.position(offset);
            ByteBuffer buffer = ByteBuffer.allocateDirect(COPY_BUFFER);
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        }
    }

    /** Gives the whole file its name. */
    void complete() throws IOException {
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(note);
    }

    File file() {
        return target.toFile();
    }

    /** Deletes the file, and a part that will not be continued. */
    @Override
    public void release() {
        delete(target);
        if (!resume) {
            delete(part);
            delete(note);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("The local work file {} could not be deleted: {}", path, e.toString());
        }
    }
}
