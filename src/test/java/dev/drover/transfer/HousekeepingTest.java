package dev.drover.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.testing.EmbeddedServer;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HousekeepingTest {
    @TempDir
    Path home;

    private EmbeddedServer server;
    private FtpClient client;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedServer.on(home).start();
        client = FtpClient.builder(server.address())
                .credentials(FtpCredentials.of(EmbeddedServer.USER, EmbeddedServer.PASSWORD))
                .build();
        Files.createDirectories(home.resolve("in/sub"));
        Files.writeString(home.resolve("in/a.csv"), "12345");
        Files.writeString(home.resolve("in/sub/b.csv"), "1");
        Files.writeString(home.resolve("in/.c.csv.token.part"), "1");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void filesAndDirectoriesAreFound(boolean remote) throws Exception {
        List<FoundFile> flat = Housekeeping.list(at(remote, "in"), false, file -> !file.isPartial(), 10);
        assertThat(flat).extracting(f -> f.path().toString()).containsExactlyInAnyOrder("a.csv", "sub");
        assertThat(flat)
                .filteredOn(f -> !f.isDirectory())
                .singleElement()
                .satisfies(f -> assertThat(f.size()).hasValue(5))
                .satisfies(f -> assertThat(f.modified()).isPresent());
        // Servers may hide names with a leading dot, so the partial file is not asked for.
        assertThat(Housekeeping.list(at(remote, "in"), true, f -> !f.isDirectory() && !f.isPartial(), 10))
                .extracting(f -> f.path().toString())
                .containsExactlyInAnyOrder("a.csv", "sub/b.csv");
        assertThat(Housekeeping.list(root(remote), false, file -> true, 10))
                .extracting(f -> f.path().toString())
                .containsExactly("in");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tooManyAndNoneAreErrors(boolean remote) {
        assertThatThrownBy(() -> Housekeeping.list(at(remote, "in"), true, file -> true, 2))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.INVALID));
        assertThatThrownBy(() -> Housekeeping.list(at(remote, "none"), true, file -> true, 2))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSearchThatIsCancelledEnds(boolean remote) {
        Cancellation cancellation = new Cancellation();
        Sought sought = new Sought(
                file -> {
                    cancellation.cancel();
                    return true;
                },
                below -> true,
                10,
                10,
                cancellation);

        assertThatThrownBy(() -> Housekeeping.list(at(remote, "in"), sought)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Housekeeping.list(at(remote, "in"), sought))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.CANCELLED));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsLookedAtIsLimitedAndDirectoriesMayBeLeftOut(boolean remote) throws Exception {
        Sought few = new Sought(file -> false, below -> true, 10, 1, new Cancellation());
        assertThatThrownBy(() -> Housekeeping.list(at(remote, "in"), few))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.INVALID))
                .hasMessageContaining("more than 1 files");

        Sought aside = new Sought(
                file -> !file.isDirectory() && !file.isPartial(),
                below -> !below.toString().equals("sub"),
                10,
                10,
                new Cancellation());
        assertThat(Housekeeping.list(at(remote, "in"), aside))
                .extracting(f -> f.path().toString())
                .containsExactly("a.csv");
    }

    @Test
    void linksAreNeitherToldNorFollowed() throws Exception {
        Files.createSymbolicLink(home.resolve("in/loop"), home.resolve("in"));
        Files.createSymbolicLink(home.resolve("in/passwd"), server.home().resolveSibling("elsewhere"));
        assertThat(Housekeeping.list(at(false, "in"), true, file -> !file.isPartial(), 10))
                .extracting(f -> f.path().toString())
                .containsExactlyInAnyOrder("a.csv", "sub", "sub/b.csv");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFileIsRemovedOnce(boolean remote) throws Exception {
        assertThat(Housekeeping.remove(at(remote, "in/a.csv"))).isTrue();
        assertThat(home.resolve("in/a.csv")).doesNotExist();
        assertThat(Housekeeping.remove(at(remote, "in/a.csv"))).isFalse();
        assertThatThrownBy(() -> Housekeeping.remove(at(remote, "in"))).isInstanceOf(IOException.class);
        assertThat(home.resolve("in/sub/b.csv")).exists();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRenameMakesTheDirectoryAndNeverReplaces(boolean remote) throws Exception {
        Housekeeping.rename(at(remote, "in/a.csv"), at(remote, "out/new/a.csv"));
        assertThat(home.resolve("out/new/a.csv")).hasContent("12345");
        assertThat(home.resolve("in/a.csv")).doesNotExist();
        assertThatThrownBy(() -> Housekeeping.rename(at(remote, "in/sub/b.csv"), at(remote, "out/new/a.csv")))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.CONFLICT));
        assertThat(home.resolve("out/new/a.csv")).hasContent("12345");
        assertThatThrownBy(() -> Housekeeping.rename(at(remote, "in/none"), at(remote, "out/none")))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void directoriesAreMadeInDepthAndAgain(boolean remote) throws Exception {
        Housekeeping.makeDirectories(at(remote, "x/y/z"));
        Housekeeping.makeDirectories(at(remote, "x/y/z"));
        assertThat(home.resolve("x/y/z")).isDirectory();
        assertThat(Housekeeping.look(at(remote, "x/y")))
                .hasValueSatisfying(f -> assertThat(f.isDirectory()).isTrue());
        assertThat(Housekeeping.look(at(remote, "x/none"))).isEmpty();
    }

    @Test
    void aLostReplyToARenameIsLookedUp() throws Exception {
        FtpScript script = FtpScript.server()
                .file("/a", "x")
                .once("RNTO")
                .asUsualButSilently()
                .closesControl();
        try (ScriptedServer scripted = script.start();
                FtpClient other = FtpClient.builder(scripted.address()).build()) {
            Housekeeping.rename(
                    Location.remote(other, RemotePath.of("/a")), Location.remote(other, RemotePath.of("/b")));
            assertThat(scripted.file("/b")).isPresent();
            assertThat(scripted.commands().stream().filter(line -> line.startsWith("RNTO")))
                    .hasSize(1);
        }
    }

    @Test
    void aNameThatLeadsElsewhereSpoilsTheListing() throws Exception {
        FtpScript script =
                FtpScript.server().on("MLSD").sendsLines("type=file;size=1; good", "type=file;size=1; ..\\..\\evil");
        try (ScriptedServer scripted = script.start();
                FtpClient other = FtpClient.builder(scripted.address()).build()) {
            assertThatThrownBy(
                            () -> Housekeeping.list(Location.remote(other, RemotePath.of("/")), true, file -> true, 10))
                    .isInstanceOf(IOException.class);
        }
    }

    private Location at(boolean remote, String path) {
        try {
            return remote
                    ? Location.remote(client, RemotePath.of("/" + path))
                    : Location.local(home, RelativePath.of(path));
        } catch (PathRefusedException e) {
            throw new AssertionError(e);
        }
    }

    private Location root(boolean remote) {
        return remote ? Location.remote(client, RemotePath.ROOT) : Location.local(home, RelativePath.ROOT);
    }
}
