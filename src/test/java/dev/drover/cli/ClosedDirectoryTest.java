package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.EmbeddedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that may not be listed is told, and everything else is done. */
class ClosedDirectoryTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path home;

    private Path remote;
    private Path here;
    private EmbeddedServer server;

    @BeforeEach
    void start() throws IOException {
        remote = Files.createDirectories(home.resolve("remote"));
        here = Files.createDirectories(home.resolve("here"));
        for (String name : List.of("a/1.txt", "closed/2.txt", "z/3.txt")) {
            Files.createDirectories(remote.resolve("tree").resolve(name).getParent());
            Files.writeString(remote.resolve("tree").resolve(name), "four");
        }
        server = EmbeddedServer.on(remote).ftplet(new Closing()).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void getFetchesTheRest() {
        assertThat(execute("get", "-r", "partner:tree", here.toString())).isEqualTo(ExitCode.PARTIAL);
        assertThat(here.resolve("tree/a/1.txt")).hasContent("four");
        assertThat(here.resolve("tree/z/3.txt")).hasContent("four");
        assertThat(err.toString().lines()).singleElement().asString().contains("closed", "550");
    }

    @Test
    void duLsAndFindTellTheRest() {
        assertThat(execute("du", "-d", "0", "partner:tree")).isEqualTo(ExitCode.PARTIAL);
        assertThat(out.toString()).contains("8 B");
        assertThat(execute("ls", "-r", "partner:tree")).isEqualTo(ExitCode.PARTIAL);
        assertThat(out.toString()).contains("a/1.txt", "closed", "z/3.txt");
        assertThat(execute("find", "partner:tree", "--type", "file")).isEqualTo(ExitCode.PARTIAL);
    }

    @Test
    void rmDeletesTheRestAndWhatHoldsTheClosedOneStays() {
        assertThat(execute("rm", "-r", "partner:tree")).isEqualTo(ExitCode.PARTIAL);
        assertThat(remote.resolve("tree")).isDirectoryNotContaining("glob:**{a,z}");
        assertThat(remote.resolve("tree/closed/2.txt")).exists();
        assertThat(err.toString().lines()).singleElement().asString().contains("closed");
    }

    @Test
    void rmStillDeletesAWholeTree() {
        assertThat(execute("rm", "-r", "partner:tree/a")).isEqualTo(ExitCode.OK);
        assertThat(remote.resolve("tree/a")).doesNotExist();
    }

    @Test
    void whatMayNotBeListedAtAllIsRefused() {
        assertThat(execute("get", "-r", "partner:tree/closed", here.toString())).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void aServerThatIsDownIsSomethingToTryLater() {
        server.stop();
        assertThat(execute("check", "partner:")).isEqualTo(ExitCode.TEMPORARY);
    }

    @Test
    void aMistakeInTheOptionsIsOneSentence() {
        assertThat(execute("get", "--no-such-option", "partner:a")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines()).hasSizeLessThan(4);
        assertThat(err.toString()).contains("--no-such-option", "See drover get --help");
    }

    private int execute(String... arguments) {
        Map<String, String> settings = Map.of(
                "drover.endpoint.partner.kind",
                "ftp",
                "drover.endpoint.partner.host",
                "localhost",
                "drover.endpoint.partner.port",
                String.valueOf(server.port()),
                "drover.endpoint.partner.username",
                EmbeddedServer.USER,
                "drover.endpoint.partner.password",
                EmbeddedServer.PASSWORD);
        return DroverCommand.with(new NoLauncher(), new GivenSettings(settings))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    /** Refuses to list one directory. */
    private static final class Closing extends DefaultFtplet {
        @Override
        public FtpletResult beforeCommand(FtpSession session, FtpRequest request) throws FtpException, IOException {
            boolean isListing = List.of("LIST", "MLSD", "NLST").contains(request.getCommand());
            if (isListing && isClosed(session, request)) {
                session.write(new DefaultFtpReply(550, "Permission denied"));
                return FtpletResult.SKIP;
            }
            return super.beforeCommand(session, request);
        }

        private static boolean isClosed(FtpSession session, FtpRequest request) throws FtpException {
            String directory = session.getFileSystemView().getWorkingDirectory().getAbsolutePath();
            return String.valueOf(request.getArgument()).contains("closed") || directory.contains("closed");
        }
    }
}
