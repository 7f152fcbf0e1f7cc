package dev.drover.transfer;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.Checksum;
import dev.drover.ftp.client.FtpSession;
import dev.drover.ftp.client.TransferOptions;
import dev.drover.ftp.client.Upload;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory on a server that a file is written into. */
final class RemoteTarget implements Target {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteTarget.class);

    /** How servers say that the directory is missing. 551 is the answer of Apache FtpServer, after all bytes. */
    private static final Set<Integer> MAY_MEAN_NO_DIRECTORY = Set.of(550, 551, 553);

    /** How servers answer SIZE when there is no such file. */
    private static final Set<Integer> MEANS_ABSENT = Set.of(450, 550, 553);

    private final RemoteLocation location;
    private final Lease lease;
    private final KnownDirectories directories;
    /** Whether the directory was known when the upload began: what others found out since says nothing of its refusal. */
    private boolean knewDirectory;

    RemoteTarget(RemoteLocation location, Lease lease, KnownDirectories directories) {
        this.location = location;
        this.lease = lease;
        this.directories = directories;
    }

    @Override
    public Optional<Found> look(String name) throws IOException {
        FtpSession session = lease.session();
        RemotePath path = path(name);
        if (session.features().has("MLST")) {
            return session.stat(path).map(e -> new Found(e.isDirectory(), e.size()));
        }
        if (!session.features().has("SIZE")) {
            return session.stat(path).map(e -> new Found(e.isDirectory(), e.size()));
        }
        // One round trip is enough: a directory of that name refuses the rename by itself.
        OptionalLong size = sizeIfThere(path);
        return size.isPresent() ? Optional.of(new Found(false, size)) : Optional.empty();
    }

    @Override
    public OptionalLong size(String name) throws IOException {
        OptionalLong size = sizeIfThere(path(name));
        return size.isPresent() || lease.session().features().has("SIZE")
                ? size
                : look(name).map(Found::size).orElse(OptionalLong.empty());
    }

    @Override
    public long resumePoint(String partial, long whole) throws IOException {
        long there = size(partial).orElse(0);
        return there > whole ? 0 : there;
    }

    @Override
    public boolean canStartLater() throws IOException {
        return lease.session().features().has("REST", "STREAM");
    }

    @Override
    public Writing open(String name, long offset, boolean ascii) throws IOException {
        knewDirectory = directories.knows(location.client(), location.path().parent());
        TransferOptions options = (ascii ? TransferOptions.ASCII : TransferOptions.BINARY).withOffset(offset);
        return new RemoteWriting(lease.session().openUpload(path(name), options));
    }

    @Override
    public boolean mendDirectory(IOException refusal) throws IOException {
        RemotePath directory = location.path().parent();
        boolean mayBe = ErrorClass.replyOf(refusal)
                .map(FtpReply::code)
                .filter(MAY_MEAN_NO_DIRECTORY::contains)
                .isPresent();
        if (!mayBe || directory.isEmpty() || directory.equals(RemotePath.ROOT)) {
            return false;
        }
        FtpSession session = lease.session();
        if (knewDirectory) {
            directories.forget(location.client(), directory);
            if (session.exists(directory)) {
                return false;
            }
        }
        return make(session, directory, refusal);
    }

    @Override
    public boolean refusesToReplace() {
        return false;
    }

    @Override
    public boolean publish(String partial, String name, boolean replace, Course course) throws IOException {
        directories.add(location.client(), location.path().parent());
        switch (location.renameMode()) {
            case UNSUPPORTED -> {}
            case DELETE_FIRST -> {
                if (replace && look(name).isPresent()) {
                    replaceByDeleting(partial, name, course);
                } else {
                    lease.session().rename(path(partial), path(name));
                }
            }
            case ATOMIC -> renameOver(partial, name, replace, course);
        }
        return true;
    }

    @Override
    public void remove(String name) throws IOException {
        FtpSession session = lease.session();
        try {
            session.delete(path(name));
        } catch (FtpReplyException refused) {
            // 550 says that it is gone, or that we may not: only the first is fine. (Apache FtpServer says 450.)
            if (!refused.sessionUsable() || session.exists(path(name))) {
                throw refused;
            }
        }
    }

    @Override
    public Optional<ReadableByteChannel> nearby(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> digestAlgorithm() throws IOException {
        return OfferedDigest.of(lease.session().features());
    }

    @Override
    public Optional<Checksum> checksum(String name, String algorithm) throws IOException {
        return lease.session().hash(path(name), algorithm);
    }

    @Override
    public Source.Reading readBack(String name) throws IOException {
        return RemoteSource.reading(lease, location.withName(name), 0, OptionalLong.empty(), false);
    }

    private void renameOver(String partial, String name, boolean replace, Course course) throws IOException {
        FtpSession session = lease.session();
        try {
            session.rename(path(partial), path(name));
        } catch (FtpReplyException refused) {
            // Only when an old file is in the way, and the new one is whole: Apache FtpServer refuses a rename of a
            // missing file with the same code.
            boolean inTheWay = replace && refused.sessionUsable() && look(name).isPresent();
            if (!inTheWay || !isWhole(partial, course)) {
                throw refused;
            }
            LOG.info("{} refuses a rename over an existing file, so the old {} is deleted first", location, name);
            replaceByDeleting(partial, name, course);
        }
    }

    private void replaceByDeleting(String partial, String name, Course course) throws IOException {
        FtpSession session = lease.session();
        // From here the partial file is the only copy on the server: it must outlive any failure.
        course.keepPartial();
        session.delete(path(name));
        session.rename(path(partial), path(name));
    }

    private boolean isWhole(String partial, Course course) throws IOException {
        OptionalLong size = size(partial);
        return size.isPresent() && (course.isText() || size.getAsLong() == course.arrived());
    }

    private boolean make(FtpSession session, RemotePath directory, IOException refusal) throws IOException {
        try {
            session.makeDirectories(directory);
        } catch (FtpReplyException refused) {
            refused.addSuppressed(refusal);
            throw refused;
        }
        directories.add(location.client(), directory);
        return true;
    }

    private OptionalLong sizeIfThere(RemotePath path) throws FtpException {
        try {
            return lease.session().size(path);
        } catch (FtpReplyException refused) {
            if (MEANS_ABSENT.contains(refused.reply().code())) {
                return OptionalLong.empty();
            }
            throw refused;
        }
    }

    private RemotePath path(String name) throws PathRefusedException {
        return location.withName(name).path();
    }

    private record RemoteWriting(Upload upload) implements Writing {
        @Override
        public WritableByteChannel channel() {
            return upload.channel();
        }

        @Override
        public void finish() throws FtpException {
            upload.finish();
        }

        @Override
        public void close() throws IOException {
            upload.close();
        }
    }
}
