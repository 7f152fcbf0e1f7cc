package dev.drover.mirror;

import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.RemoteTime;
import dev.drover.ftp.client.Features;
import dev.drover.ftp.client.FtpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a server. MLSD tells UTC, to the second. LIST tells minutes or days in a zone that it does not name: how far
 * that is from UTC is measured once with MDTM, and again for each month that does not agree, because of summer time.
 */
final class ServerClock implements PlaceClock {
    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");

    private final RemoteTree tree;
    private final Clock clock;
    private final boolean mayWrite;
    private final boolean tellsTimes;
    private final Map<YearMonth, Duration> zoneByMonth = new HashMap<>();
    private Duration zone = Duration.ZERO;
    private @Nullable Boolean keeps;
    private Duration ahead = Duration.ZERO;

    private ServerClock(RemoteTree tree, Clock clock, boolean mayWrite, boolean tellsTimes) {
        this.tree = tree;
        this.clock = clock;
        this.mayWrite = mayWrite;
        this.tellsTimes = tellsTimes;
    }

    /**
     * Measures the zone of the listing by its newest file, where it tells minutes only.
     *
     * @param mayWrite whether a small file may be written to find out what the server does with times
     * @param tellsTimes whether it is told the times of copies at all
     */
    static ServerClock of(RemoteTree tree, TreeScan scan, Clock clock, boolean mayWrite, boolean tellsTimes)
            throws IOException {
        ServerClock server = new ServerClock(tree, clock, mayWrite, tellsTimes);
        Optional<TreeEntry> sample = files(scan.root())
                .filter(file ->
                        file.modified().filter(ServerClock::tellsMinutes).isPresent())
                .max(Comparator.comparing(file -> file.modified().orElseThrow().instant()));
        if (sample.isPresent()) {
            server.exactly(sample.get());
            server.zone = server.zoneByMonth.values().stream().findFirst().orElse(Duration.ZERO);
        }
        return server;
    }

    @Override
    public RemoteTime inUtc(RemoteTime listed) {
        if (!tellsMinutes(listed)) {
            return listed;
        }
        Duration offset = zoneByMonth.getOrDefault(month(listed), zone);
        return new RemoteTime(listed.instant().plus(offset), listed.precision());
    }

    @Override
    public Optional<RemoteTime> exactly(TreeEntry file) throws IOException {
        Optional<RemoteTime> listed = file.modified();
        if (listed.isPresent() && !Windows.isCoarse(listed.get())) {
            return listed;
        }
        Optional<RemoteTime> told = ask(file);
        if (told.isPresent() && listed.isPresent() && tellsMinutes(listed.get())) {
            learn(listed.get(), told.get());
        }
        return told.isPresent() ? told : listed.map(this::inUtc);
    }

    @Override
    public boolean keepsTimes() throws IOException {
        if (keeps == null) {
            keeps = tree.client().call(this::findOut);
        }
        return keeps;
    }

    @Override
    public Duration ahead() {
        return ahead;
    }

    private Optional<RemoteTime> ask(TreeEntry file) throws IOException {
        try {
            return tree.client().call(session -> session.modified(tree.resolve(file.path())));
        } catch (FtpReplyException refused) {
            if (!refused.sessionUsable()) {
                throw refused;
            }
            return Optional.empty();
        }
    }

    private void learn(RemoteTime listed, RemoteTime told) {
        Duration apart = Duration.between(listed.instant(), told.instant());
        Duration offset = Windows.nearestQuarter(apart);
        Duration rest = apart.minus(offset);
        // The listing cuts off the seconds. What differs by something else is no matter of zones.
        if (!rest.isNegative() && rest.compareTo(listed.precision().getDuration()) < 0) {
            zoneByMonth.put(month(listed), offset);
        }
    }

    private boolean findOut(FtpSession session) throws IOException {
        Features features = session.features();
        boolean known = tellsTimes && (features.has("MFMT") || features.has("MFF"));
        if (known || !mayWrite) {
            return tellsTimes;
        }
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        RemotePath probe = tree.resolve(RemotePath.of(".clock." + Selection.TOKEN + "-" + random + ".part"));
        session.uploadBytes(probe, "clock".getBytes(StandardCharsets.US_ASCII));
        try {
            session.modified(probe).ifPresent(now -> ahead = Duration.between(clock.instant(), now.instant()));
            return tellsTimes && keepsTime(session, probe);
        } finally {
            if (session.isUsable()) {
                session.delete(probe);
            }
        }
    }

    private static boolean keepsTime(FtpSession session, RemotePath probe) throws IOException {
        try {
            session.setModified(probe, LONG_AGO);
            RemoteTime wanted = new RemoteTime(LONG_AGO, ChronoUnit.SECONDS);
            return session.modified(probe)
                    .filter(now -> Windows.meet(now, wanted))
                    .isPresent();
        } catch (FtpReplyException refused) {
            if (!refused.sessionUsable()) {
                throw refused;
            }
            return false;
        }
    }

    private static boolean tellsMinutes(RemoteTime time) {
        return Windows.isCoarse(time) && !Windows.isDay(time);
    }

    private static YearMonth month(RemoteTime time) {
        return YearMonth.from(time.instant().atOffset(ZoneOffset.UTC));
    }

    private static Stream<TreeEntry> files(TreeEntry entry) {
        return entry.isFile()
                ? Stream.of(entry)
                : entry.children().values().stream().flatMap(ServerClock::files);
    }
}
