package dev.drover.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AbsentTest {
    private static List<String> paths(int count) {
        return IntStream.range(0, count).mapToObj(number -> "site/" + number).toList();
    }

    @Test
    void aFewAreNamedOneByOne() {
        assertThat(Absent.problems(paths(0), 30, false)).isEmpty();
        assertThat(Absent.problems(paths(2), 30, false))
                .containsExactly("site/0 is missing in it", "site/1 is missing in it");
    }

    @Test
    void manyAreCounted() {
        assertThat(Absent.problems(paths(25), 30, false))
                .hasSize(11)
                .last()
                .isEqualTo("15 more of 30 entries are missing in it");
    }

    @Test
    void whatLiesBehindTheDamageIsNotCalledMissing() {
        assertThat(Absent.problems(paths(0), 30, true)).isEmpty();
        assertThat(Absent.problems(paths(25), 30, true))
                .containsExactly("25 of 30 entries could not be read: site/0 and what is behind it");
    }
}
