package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.EmbeddedServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which servers are left alone after a login was refused. */
class DeskCircuitTest extends DeskScene {
    @Test
    void ofARelayOnlyTheServerThatRefusedIsLeftAlone() throws Exception {
        desk = desk(a, wrongLogin("bad.allow.get", "**", "bad.allow.put", "**"));
        write(remote.resolve("x"), "1");
        write(drop.resolve("a"), "1");

        desk.handle(message("m1", transferOf("bad", "'paths':['x']", "acme", "'directory':'in'", "")), files());
        assertThat(desk.circuits().snapshot()).containsOnlyKeys("bad");

        String good = transfer("'paths':['a']", "'directory':'in'").replace("request-0001", "request-0002");
        assertThat(kinds(desk.handle(message("m2", good), files()))).contains("completed");
    }

    @Test
    void theTargetOfARelayMayBeTheOneThatRefused() throws Exception {
        desk = desk(a, wrongLogin("bad.allow.put", "**"));
        write(remote.resolve("x"), "1");

        List<Letter> letters =
                desk.handle(message("m1", transferOf("acme", "'paths':['x']", "bad", "'directory':'in'", "")), files());

        assertThat(kinds(letters)).containsExactly("retry-scheduled", "again");
        assertThat(desk.circuits().snapshot()).containsOnlyKeys("bad");
    }

    @Test
    void ofADirectoryThatCannotBeListedTheSourceIsLeftAlone() throws Exception {
        desk = desk(a, wrongLogin("bad.allow.get", "**", "bad.allow.list", "**"));

        desk.handle(message("m1", transferOf("bad", "'directory':'.'", "acme", "'directory':'in'", "")), files());

        assertThat(desk.circuits().snapshot()).containsOnlyKeys("bad");
    }

    private Map<String, String> wrongLogin(String... allowed) {
        Map<String, String> more = new HashMap<>(Map.of(
                "bad.kind",
                "ftp",
                "bad.host",
                server.host(),
                "bad.port",
                String.valueOf(server.port()),
                "bad.username",
                EmbeddedServer.USER,
                "bad.password",
                "wr0ng"));
        for (int i = 0; i < allowed.length; i += 2) {
            more.put(allowed[i], allowed[i + 1]);
        }
        return more;
    }
}
