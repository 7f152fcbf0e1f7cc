package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpNameException;
import dev.drover.testing.script.FtpScript;
import org.junit.jupiter.api.Test;

/** What a client tells of itself after the login, where the server wants to hear it: CLNT, LANG, OPTS UTF8. */
class IntroductionScriptTest extends ScriptCase {
    private static FtpScript listener() {
        return FtpScript.server().features("CLNT", "LANG EN*;FR", "UTF8");
    }

    private static FtpClient.Builder introduced(FtpClient.Builder builder) {
        return builder.clientName("Drover 1.0").language("fr");
    }

    @Test
    void theNameGoesBeforeTheLanguageAndBothBeforeUtf8() throws Exception {
        session(listener(), IntroductionScriptTest::introduced, (server, session) -> assertThat(server.commands())
                .containsSubsequence("PASS " + PASSWORD, "FEAT", "CLNT Drover 1.0", "LANG fr", "OPTS UTF8 ON"));
    }

    @Test
    void nothingIsToldThatWasNotSet() throws Exception {
        session(listener(), (server, session) -> assertThat(server.commands())
                .noneMatch(line -> line.matches("(CLNT|LANG).*")));
    }

    @Test
    void aServerThatDoesNotListThemIsNotTold() throws Exception {
        session(FtpScript.server(), IntroductionScriptTest::introduced, (server, session) -> assertThat(
                        server.commands())
                .contains("OPTS UTF8 ON")
                .noneMatch(line -> line.matches("(CLNT|LANG).*")));
    }

    @Test
    void aServerThatRefusesThemAllTheSameIsTakenAsItIs() throws Exception {
        FtpScript script = listener()
                .on("CLNT", "500 Who?")
                .on("LANG", "504 Je ne parle pas cette langue")
                .file("/a", "hello");
        session(script, IntroductionScriptTest::introduced, (server, session) -> assertThat(
                        session.downloadBytes(path("/a"), 10))
                .isEqualTo(bytes("hello")));
    }

    @Test
    void theyAreToldBeforeTheLoginTooWhereFeaturesAreAskedThen() throws Exception {
        session(listener(), builder -> introduced(builder).featuresBeforeLogin(true), (server, session) -> assertThat(
                        server.commands())
                .containsSubsequence(
                        "FEAT", "CLNT Drover 1.0", "LANG fr", "OPTS UTF8 ON", "USER user", "FEAT", "CLNT Drover 1.0"));
    }

    @Test
    void aLineEndInThemIsNeverSent() throws Exception {
        client(listener(), builder -> builder.clientName("a\r\nDELE b"), (server, client) -> {
            failure(FtpNameException.class, client::open);

            assertThat(server.commands()).noneMatch(line -> line.startsWith("DELE") || line.startsWith("CLNT"));
        });
    }
}
