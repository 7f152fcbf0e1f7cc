package dev.drover.app;

import dev.drover.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code drover prepare}: uses what commands use, against a server of its own, and says nothing. The launcher runs it once
 * for each Java, and has the classes it needed archived so that commands start faster from then on.
 */
@Command(name = "prepare", hidden = true, description = "Makes commands start faster; the launcher runs it by itself.")
final class PrepareCommand implements Callable<Integer> {
    private static final String USER = "prepare";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        // Else the server writes into the log of the Drover whose directory this is.
        new ConfigurationFile().logToStandardError(false);
        Path home = Files.createTempDirectory("drover-prepare");
        Path secret = home.resolve("secret");
        Path file = home.resolve("file");
        String password = UUID.randomUUID().toString();
        try (DemoServer server = DemoServer.start(home, USER, password)) {
            Files.writeString(secret, password);
            Files.writeString(file, "content");
            String url = "ftp://" + USER + "@" + DemoServer.HOST + ":" + server.port() + "/";
            CommandLine line = spec.root().commandLine();
            line.setOut(new PrintWriter(Writer.nullWriter()));
            line.setErr(new PrintWriter(Writer.nullWriter()));
            String setting = "password-file=" + secret;
            line.execute("--version");
            line.execute("put", "--help");
            line.execute("put", "-s", setting, file.toString(), url + "sent");
            line.execute("ls", "-l", "-s", setting, url);
            line.execute("ls", "-o", "json", "-s", setting, url);
            line.execute(
                    "get", "-s", setting, url + "sent", home.resolve("fetched").toString());
            line.execute("find", "-s", setting, "--name", "*.csv", url);
            line.execute("rm", "-s", setting, url + "sent");
            line.execute(
                    "mirror", "-n", "-s", setting, url, home.resolve("mirrored").toString());
            return ExitCode.OK;
        } finally {
            clear(home);
        }
    }

    private static void clear(Path home) throws IOException {
        try (var files = Files.list(home)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(home);
    }
}
