package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code docs/servers.md} says that can be told without the servers; {@link ServersTableIT} sees to the rest. */
class ServersGuideTest {
    @Test
    void theNamesThatAServerCannotHaveAreTold() throws Exception {
        assertThat(Files.readString(Path.of("docs", "servers.md"))).contains(NastyNames.table());
    }
}
