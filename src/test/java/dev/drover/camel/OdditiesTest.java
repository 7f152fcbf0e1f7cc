package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OdditiesTest {
    private final Oddities oddities = new Oddities("a server");

    @Test
    void healthDoesNotRecoverWhileAPollIsOnlyBegun() {
        oddities.begin();
        oddities.add("in", "\"x\" is odd");
        assertThat(oddities.count()).isOne();
        oddities.end();
        oddities.begin();
        assertThat(oddities.count()).isOne();
        assertThat(oddities.failure()).hasMessageContaining("\"x\" is odd");
        oddities.end();
        assertThat(oddities.count()).isZero();
        assertThat(oddities.failure()).isNull();
    }
}
