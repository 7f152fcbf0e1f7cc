package dev.drover.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecretsTest {
    @ParameterizedTest
    @EnumSource(Databases.class)
    void allNodesShareASecretAndEachNameHasItsOwn(Databases kind) throws Exception {
        List<Journal> nodes = kind.twoNodes();

        byte[] first = nodes.get(0).secrets().shared("messages");

        assertThat(first).hasSize(32);
        assertThat(nodes.get(1).secrets().shared("messages")).isEqualTo(first);
        assertThat(nodes.get(0).secrets().shared("messages")).isEqualTo(first);
        assertThat(nodes.get(0).secrets().shared("others")).isNotEqualTo(first);
    }
}
