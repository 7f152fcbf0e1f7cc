package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.EmbeddedServer;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedMirrorTest extends MirrorContract {
    private EmbeddedServer server;

    @BeforeAll
    void start(@TempDir Path home) {
        server = EmbeddedServer.on(home).start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    FtpClient.Builder client() {
        return FtpClient.builder(server.address())
                .credentials(FtpCredentials.of(EmbeddedServer.USER, EmbeddedServer.PASSWORD));
    }

    @Override
    String remote(String path) {
        return "/" + path;
    }

    @Override
    Path onDisk(String path) {
        return server.home().resolve(path);
    }

    @Override
    boolean isUnix() {
        return false;
    }

    /** Times of both halves of a year, told in minutes of a zone that has summer time. */
    @Test
    void aListingInTheTimeOfAnotherZoneIsUnderstoodAcrossSummerTime(@TempDir Path here) throws IOException {
        TimeZone zone = TimeZone.getDefault();
        // That of the server's listing; a mirror must not care for it.
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        try (FtpClient client = client().useMlsd(false).build()) {
            followThroughTheYear(here, client);
        } finally {
            TimeZone.setDefault(zone);
        }
    }

    private void followThroughTheYear(Path here, FtpClient client) throws IOException {
        ZonedDateTime now = Clock.systemUTC().instant().atZone(ZoneId.of("America/New_York"));
        SampleTree tree = new SampleTree(Files.createDirectories(here.resolve("tree")));
        for (int daysAgo = 0; daysAgo < 170; daysAgo += 5) {
            ZonedDateTime then = now.minusDays(daysAgo).withSecond(17).minusHours(3);
            tree.write("file-" + daysAgo, "of that day", then.toInstant());
        }
        RemotePath there = RemotePath.of("/year");
        Mirror mirror =
                Mirror.from(Tree.local(tree.root()), Tree.remote(client, there)).build();
        MirrorEngine engine = new MirrorEngine(new TransferEngine());
        assertThat(engine.run(mirror).failed()).isEmpty();
        // The server does tell its own time, or this would show nothing.
        List<RemoteEntry> listed = client.call(session -> session.list(there));
        assertThat(listed)
                .filteredOn(entry -> entry.name().equals("file-0"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.modified().orElseThrow().instant())
                        .isBefore(now.toInstant().minus(Duration.ofHours(6))));

        assertThat(engine.run(mirror).plan().steps()).isEmpty();

        tree.write("file-50", "of that d.y", now.minusDays(50).toInstant());
        assertThat(engine.run(mirror).uploaded()).containsExactly("file-50");
    }
}
