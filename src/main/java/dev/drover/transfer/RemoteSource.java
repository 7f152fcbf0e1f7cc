package dev.drover.transfer;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteTime;
import dev.drover.ftp.client.Checksum;
import dev.drover.ftp.client.Download;
import dev.drover.ftp.client.FtpSession;
import dev.drover.ftp.client.TransferOptions;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A file on a server that is read. */
final class RemoteSource implements Source {
    private final RemoteLocation location;
    private final Lease lease;

    RemoteSource(RemoteLocation location, Lease lease) {
        this.location = location;
        this.lease = lease;
    }

    @Override
    public Fingerprint look() throws IOException {
        FtpSession session = lease.session();
        if (!session.features().has("MLST")) {
            OptionalLong size = session.size(location.path());
            return new Fingerprint(size, time(session, size));
        }
        RemoteEntry entry = session.stat(location.path())
                .orElseThrow(() -> new TransferException(
                        ErrorClass.PERMANENT_REMOTE, "The source " + location + " does not exist"));
        if (entry.isDirectory()) {
            throw new TransferException(ErrorClass.PERMANENT_REMOTE, "The source " + location + " is a directory");
        }
        return new Fingerprint(entry.size(), entry.modified().map(RemoteTime::instant));
    }

    @Override
    public boolean looksAgain() {
        return false;
    }

    @Override
    public boolean canStartLater() throws IOException {
        return lease.session().features().has("REST", "STREAM");
    }

    @Override
    public Reading open(long offset, Fingerprint expected, boolean ascii) throws IOException {
        return reading(lease, location, offset, ascii ? OptionalLong.empty() : expected.size(), ascii);
    }

    @Override
    public Optional<ReadableByteChannel> nearby() {
        return Optional.empty();
    }

    @Override
    public Optional<String> digestAlgorithm() throws IOException {
        return OfferedDigest.of(lease.session().features());
    }

    @Override
    public Optional<Checksum> checksum(String algorithm) throws IOException {
        return lease.session().hash(location.path(), algorithm);
    }

    static Reading reading(Lease lease, RemoteLocation location, long offset, OptionalLong size, boolean ascii)
            throws FtpException {
        TransferOptions options = (ascii ? TransferOptions.ASCII : TransferOptions.BINARY).withOffset(offset);
        Download download = lease.session()
                .openDownload(location.path(), size.isPresent() ? options.withExpectedSize(size.getAsLong()) : options);
        return new RemoteReading(download);
    }

    private Optional<Instant> time(FtpSession session, OptionalLong size) throws FtpException {
        // Small files are not resumed, so nobody asks for their time.
        return size.orElse(0) < Copying.WORTH_RESUMING
                ? Optional.empty()
                : session.modified(location.path()).map(RemoteTime::instant);
    }

    private record RemoteReading(Download download) implements Reading {
        @Override
        public ReadableByteChannel channel() {
            return download.channel();
        }

        @Override
        public void finish() throws IOException {
            download.finish();
        }

        @Override
        public void close() throws IOException {
            download.close();
        }
    }
}
