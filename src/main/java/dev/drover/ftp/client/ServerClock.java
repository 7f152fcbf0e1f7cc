package dev.drover.ftp.client;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.RemoteTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How far LIST is ahead of UTC, measured by MDTM of one file: both tell its time, the one in the zone of the server, the
 * other in UTC. The newest file is asked for: LIST tells only the day of old ones, or their summer time. Zones are
 * multiples of a quarter of an hour.
 */
final class ServerClock {
    private static final int QUARTER_SECONDS = 15 * 60;
    private static final int MOST_QUARTERS = 14 * 4;

    private final Listings listings;

    ServerClock(Listings listings) {
        this.listings = listings;
    }

    /** Empty when the directory holds no file whose time LIST tells to the minute, or the server has no MDTM. */
    Optional<ZoneOffset> measure(RemotePath directory) throws FtpException {
        Optional<RemoteEntry> newest = Optional.empty();
        try (Listing listing = listings.openList(directory, ZoneOffset.UTC)) {
            while (listing.hasNext()) {
                RemoteEntry entry = listing.next();
                if (entry.isFile()
                        && isExact(entry)
                        && newest.filter(n -> !isOlder(n, entry)).isEmpty()) {
                    newest = Optional.of(entry);
                }
            }
        }
        return newest.isPresent() ? offset(newest.get()) : Optional.empty();
    }

    private static boolean isOlder(RemoteEntry one, RemoteEntry other) {
        return one.modified()
                .orElseThrow()
                .instant()
                .isBefore(other.modified().orElseThrow().instant());
    }

    private static boolean isExact(RemoteEntry entry) {
        return entry.modified()
                .filter(t -> t.precision().compareTo(ChronoUnit.MINUTES) <= 0)
                .isPresent();
    }

    private Optional<ZoneOffset> offset(RemoteEntry witness) throws FtpException {
        Optional<RemoteTime> exact = listings.modified(witness.path());
        Optional<RemoteTime> listed = witness.modified();
        if (exact.isEmpty() || listed.isEmpty()) {
            return Optional.empty();
        }
        double ahead =
                Duration.between(exact.get().instant(), listed.get().instant()).toSeconds();
        long quarters = Math.round(ahead / QUARTER_SECONDS);
        return Math.abs(quarters) <= MOST_QUARTERS
                ? Optional.of(ZoneOffset.ofTotalSeconds((int) quarters * QUARTER_SECONDS))
                : Optional.empty();
    }
}
