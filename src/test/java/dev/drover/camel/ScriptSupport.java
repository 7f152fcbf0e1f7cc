package dev.drover.camel;

import dev.drover.testing.BetweenPolls;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A Camel context and a scripted server. */
abstract class ScriptSupport extends CamelSupport {
    @Nullable
    ScriptedServer server;

    @AfterEach
    final void endServer() throws Exception {
        BetweenPolls.stop(camel);
        if (server != null) {
            server.close();
        }
    }

    void play(FtpScript script) {
        server = script.start();
    }

    String ftp(String directory, String... options) {
        return "ftp:" + server.host() + ":" + server.port() + "/" + directory + "?username=u&password=p"
                + (options.length == 0 ? "" : "&" + String.join("&", options));
    }

    /** Polls as fast as it can. */
    String poll(String directory, String... options) {
        return ftp(directory, options) + "&initialDelay=0&delay=50";
    }

    List<String> commands() {
        return server.commands();
    }

    @Override
    String hint() {
        return "; the server heard " + (server == null ? "nothing" : commands());
    }
}
