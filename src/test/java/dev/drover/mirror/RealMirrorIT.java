package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.Daemon;
import dev.drover.testing.RealServer;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract with daemons that differ in what they list: vsftpd has no MLSD and tells minutes, or days. */
class RealMirrorIT {
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class WithDaemon extends MirrorContract {
        private final Daemon daemon;
        private RealServer server;

        WithDaemon(Daemon daemon) {
            this.daemon = daemon;
        }

        @BeforeAll
        void start() {
            server = RealServer.start(daemon, Daemon.Mode.PLAIN);
        }

        @AfterAll
        void stop() throws IOException {
            if (server != null) {
                server.close();
            }
        }

        @Override
        FtpClient.Builder client() {
            return FtpClient.builder(server.address()).credentials(server.credentials());
        }

        @Override
        String remote(String path) {
            return server.remote(path);
        }

        @Override
        Path onDisk(String path) {
            return server.home().resolve(path);
        }
    }

    @Nested
    class Vsftpd extends WithDaemon {
        Vsftpd() {
            super(Daemon.VSFTPD);
        }
    }

    @Nested
    class Proftpd extends WithDaemon {
        Proftpd() {
            super(Daemon.PROFTPD);
        }

        @Override
        boolean tellsWhereLinksLead() {
            return false;
        }
    }

    @Nested
    class PureFtpd extends WithDaemon {
        PureFtpd() {
            super(Daemon.PURE_FTPD);
        }

        @Override
        boolean tellsWhereLinksLead() {
            return false;
        }

        /** It makes an underscore of a blank at the end, in every command. */
        @Test
        void bothWaysNoNameIsSentThatItWouldChange(@TempDir Path here) throws IOException {
            SampleTree tree = new SampleTree(Files.createDirectories(here.resolve("tree")));
            tree.write("0 ", "mine", SampleTree.TIMES[0]);
            tree.write("plain", "plain", SampleTree.TIMES[1]);
            new SampleTree(onDisk("names")).write("0_", "hers", SampleTree.TIMES[2]);
            Files.setPosixFilePermissions(onDisk("names"), PosixFilePermissions.fromString("rwxrwxrwx"));
            try (FtpClient client = client().build()) {
                Mirror both = Mirror.both(
                                Tree.local(tree.root()),
                                Tree.remote(client, RemotePath.of(remote("names"))),
                                here.resolve("state"))
                        .build();
                MirrorEngine engine = new MirrorEngine(new TransferEngine());
                SyncResult first = engine.run(both);
                assertThat(first.refused()).singleElement().satisfies(problem -> assertThat(problem.toString())
                        .startsWith("0 : the server changes this name"));
                assertThat(first.uploaded()).containsExactly("plain");
                assertThat(engine.run(both).isUnchanged()).isTrue();
                assertThat(onDisk("names/0_")).hasContent("hers");
                assertThat(onDisk("names")).isDirectoryNotContaining("glob:**names.mirror*");
            }
        }
    }

    @Test
    void contentsAreComparedByTheServersOwnDigests(@TempDir Path here) throws IOException {
        SampleTree tree = new SampleTree(Files.createDirectories(here.resolve("tree")));
        tree.write("same.txt", "12345", SampleTree.TIMES[0]);
        tree.write("other.txt", "12345", SampleTree.TIMES[1]);
        try (RealServer server = RealServer.start(Daemon.PROFTPD, Daemon.Mode.PLAIN);
                FtpClient client = FtpClient.builder(server.address())
                        .credentials(server.credentials())
                        .build()) {
            Mirror mirror = Mirror.from(
                            Tree.local(tree.root()), Tree.remote(client, RemotePath.of(server.remote("tree"))))
                    .comparison(Comparison.CHECKSUM)
                    .build();
            MirrorEngine engine = new MirrorEngine(new TransferEngine());
            engine.run(mirror);
            tree.write("other.txt", "54321", SampleTree.TIMES[1]);
            tree.write("same.txt", "12345", SampleTree.TIMES[2]);

            assertThat(engine.run(mirror).uploaded()).containsExactly("other.txt");
            assertThat(server.home().resolve("tree/other.txt")).hasContent("54321");
            assertThat(engine.run(mirror).isUnchanged()).isTrue();
        }
    }
}
