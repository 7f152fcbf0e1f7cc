package dev.drover.camel;

import dev.drover.ftp.FtpReply;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.apache.camel.component.file.GenericFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in the local work directory: written as {@code name.inprogress}, renamed when it is whole, deleted when the
 * exchange is done. With {@code resumeDownload} a part that was left behind is continued if a note beside it says that
 * it is of the same remote file: same size, same second.
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

    /** Whether there is something that may be continued. */
    boolean hasPart() {
        return resume && Files.exists(part) && Files.exists(note);
    }

    /**
     * Makes room, and tells from which byte on the file is to be fetched.
     *
     * @param version of the remote file, as the server has just told it when there is a part; a part without is not continued
     */
    long prepare(RemotePath source, Optional<RemoteVersion> version) throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.deleteIfExists(target);
        Optional<String> identity = version.map(known -> source + "\n" + known.size() + "\n" + known.modified());
        boolean same =
                hasPart() && identity.isPresent() && Files.readString(note).equals(identity.get());
        offset = same ? Files.size(part) : 0;
        if (version.filter(known -> offset > known.size()).isPresent()) {
            offset = 0;
        }
        if (offset == 0) {
            discardPart();
        }
        if (resume && identity.isPresent()) {
            Files.writeString(note, identity.get());
        }
        return offset;
    }

    /** What is written so far is good for nothing unless the end of the download says that it is one file. */
    FtpReply checked(Ending download) throws IOException {
        boolean good = false;
        try {
            FtpReply done = download.finish();
            good = true;
            return done;
        } finally {
            if (!good) {
                discardPart();
            }
        }
    }

    /** The last step of a download. */
    interface Ending {
        FtpReply finish() throws IOException;
    }

    private void discardPart() throws IOException {
        Files.deleteIfExists(note);
        Files.deleteIfExists(part);
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
