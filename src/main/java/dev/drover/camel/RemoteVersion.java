package dev.drover.camel;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpSession;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tells that a remote file is still the one whose first part was fetched. The times of most listings are of whole
 * minutes or days and tell nothing; MLSD, MLST and MDTM tell seconds.
 */
record RemoteVersion(long size, Instant modified) {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteVersion.class);

    /** As it was listed; empty when the listing told too little. */
    static Optional<RemoteVersion> listed(@Nullable RemoteEntry entry) {
        if (entry == null || entry.size().isEmpty()) {
            return Optional.empty();
        }
        long size = entry.size().getAsLong();
        return entry.modified()
                .filter(time -> time.precision().compareTo(ChronoUnit.SECONDS) <= 0)
                .map(time -> new RemoteVersion(size, time.instant().truncatedTo(ChronoUnit.SECONDS)));
    }

    /** As the server says now; empty when it tells too little, or will not tell. */
    static Optional<RemoteVersion> asked(FtpSession session, RemotePath file) throws FtpException {
        try {
            return session.stat(file).flatMap(RemoteVersion::listed);
        } catch (FtpReplyException e) {
            if (!e.sessionUsable()) {
                throw e;
            }
            LOG.debug("Which version of {} is there cannot be told: {}", file, e.getMessage());
            return Optional.empty();
        }
    }
}
