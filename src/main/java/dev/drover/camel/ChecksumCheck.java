package dev.drover.camel;

import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.Checksum;
import dev.drover.ftp.client.Download;
import dev.drover.transfer.Digests;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the bytes that went over the wire with those that lie on the server: by the digest that the server calculates, or,
 * when it calculates none, by fetching the file once more.
 */
final class ChecksumCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ChecksumCheck.class);

    private final FtpEndpoint endpoint;
    private final RemoteOperations operations;

    ChecksumCheck(FtpEndpoint endpoint, RemoteOperations operations) {
        this.endpoint = endpoint;
        this.operations = operations;
    }

    /**
     * Does it, when all bytes have passed.
     *
     * @param how what happened to them: {@code sent} or {@code fetched}
     * @throws FtpTransferException when the file on the server is another one
     */
    void compare(RemotePath path, BodyDigests ours, long bytes, String how) throws IOException {
        Optional<Checksum> told = told(path, ours);
        Checksum there = told.isPresent() ? told.get() : readBack(path);
        String here = ours.value(there.algorithm());
        if (!here.equals(there.value())) {
            throw FtpTransferException.incomplete(
                    endpoint.getConfiguration().remoteServerInformation() + " has " + path + " with the "
                            + there.algorithm() + " " + there.value()
                            + (told.isPresent() ? ", as it says itself" : ", as it was when read back")
                            + ", but what was "
                            + how + " has " + here + ". It does not count, and is tried again.",
                    path,
                    bytes);
        }
    }

    private Optional<Checksum> told(RemotePath path, BodyDigests ours) throws IOException {
        if (ours.offered().isEmpty()) {
            return Optional.empty();
        }
        String algorithm = ours.offered().get();
        try {
            return operations
                    .server()
                    .repeatable(session -> operations.in(session, path, leaf -> session.hash(leaf, algorithm)));
        } catch (FtpReplyException e) {
            LOG.debug("The {} of {} was not told, so it is read back: {}", algorithm, path, e.getMessage());
            return Optional.empty();
        }
    }

    private Checksum readBack(RemotePath path) throws IOException {
        return operations
                .server()
                .repeatable(session -> operations.in(session, path, leaf -> {
                    Digests digests = new Digests(Set.of(Digests.SHA_256));
                    try (Download download = session.openDownload(leaf)) {
                        digests.update(download.channel(), Long.MAX_VALUE);
                        download.finish();
                    }
                    return new Checksum(
                            Digests.SHA_256, digests.finish(Digests.SHA_256).orElseThrow());
                }));
    }
}
