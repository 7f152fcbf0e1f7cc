package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import dev.drover.transfer.TransferEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trees of which one lies in the other. */
class OverlapTest {
    private static final Instant TIME = Instant.parse("2024-05-06T07:08:09Z");

    @TempDir
    Path home;

    private final MirrorEngine engine = new MirrorEngine(new TransferEngine());

    @ParameterizedTest
    @CsvSource({"nest, nest/copy", "nest/a, nest", "nest, nest", "nest, link/new", "nest, other/../nest/a"})
    void localTreesThatOverlapAreRefusedAndNothingIsTouched(String from, String to) throws Exception {
        SampleTree tree = new SampleTree(Files.createDirectories(home.resolve("nest")));
        tree.write("a/one.txt", "1", TIME);
        tree.write("b/two.txt", "2", TIME);
        Files.createSymbolicLink(home.resolve("link"), Path.of("nest"));
        Mirror mirror = Mirror.from(Tree.local(home.resolve(from)), Tree.local(home.resolve(to)))
                .delete(true)
                .maxDelete(DeleteLimit.NONE)
                .build();

        assertThatThrownBy(() -> engine.run(mirror))
                .isInstanceOf(MirrorRefusedException.class)
                .hasMessageContaining("lies in it");

        assertThat(home.resolve("nest/b/two.txt")).exists();
        assertThat(home.resolve("nest/copy")).doesNotExist();
        assertThat(home.resolve("nest/new")).doesNotExist();
    }

    @Test
    void neighboursOfSimilarNamesAreMirrored() throws Exception {
        new SampleTree(Files.createDirectories(home.resolve("nest"))).write("one.txt", "1", TIME);
        Mirror mirror = Mirror.from(Tree.local(home.resolve("nest")), Tree.local(home.resolve("nest-copy")))
                .build();
        assertThat(engine.run(mirror).isComplete()).isTrue();
        assertThat(home.resolve("nest-copy/one.txt")).hasContent("1");
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /a/b, true",
        "/a/b, /a, true",
        "'', /home/x, true",
        "x, /home/x, true",
        "/a, /ab, false",
        "x, /x, false"
    })
    void treesOfOneServerAreComparedFromWhereTheLoginLands(String from, String to, boolean overlap) throws Exception {
        FtpScript script = FtpScript.server()
                .directory("/a/b")
                .directory("/ab")
                .directory("/x")
                .directory("/home/x")
                .directory("/x/home")
                .on("PWD", "257 \"/home\"");
        try (ScriptedServer server = script.start();
                FtpClient one = client(server);
                FtpClient other = client(server)) {
            Mirror mirror = Mirror.from(Tree.remote(one, RemotePath.of(from)), Tree.remote(other, RemotePath.of(to)))
                    .build();
            if (overlap) {
                assertThatThrownBy(() -> Overlap.refuse(mirror)).isInstanceOf(MirrorRefusedException.class);
            } else {
                Overlap.refuse(mirror);
            }
        }
    }

    private static FtpClient client(ScriptedServer server) {
        return FtpClient.builder(server.address())
                .credentials(FtpCredentials.of("drover", "secret"))
                .build();
    }
}
