package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sources that are moved to the archive of their endpoint. */
class DeskArchiveTest extends DeskScene {
    @BeforeEach
    void keepAnArchive() throws Exception {
        desk = desk(a, Map.of("drop.allow.move", "**", "drop.allow.list", "**", "drop.archive", "old"));
        write(drop.resolve("a"), "1");
    }

    @Test
    void theSecondFileOfANameIsArchivedBesideTheFirst() throws Exception {
        String body = transfer("'paths':['a'],'onSuccess':'archive'", "'directory':'in','ifExists':'overwrite'");
        assertThat(kinds(desk.handle(message("m1", body), files()))).contains("completed");
        write(drop.resolve("a"), "2");

        assertThat(kinds(desk.handle(message("m2", body.replace("request-0001", "request-0002")), files())))
                .contains("completed");

        assertThat(drop.resolve("old/a")).hasContent("1");
        assertThat(drop.resolve("old/a.request-0002")).hasContent("2");
        assertThat(drop.resolve("a")).doesNotExist();
    }

    @Test
    void theArchiveIsNoSourceOfWhatLiesAboveIt() throws Exception {
        String body = transfer("'directory':'.','recursive':true,'onSuccess':'archive'", "'directory':'in'");
        desk.handle(message("m1", body), files());
        write(drop.resolve("b"), "2");

        desk.handle(message("m2", body.replace("request-0001", "request-0002")), files());

        assertThat(names(drop.resolve("old"))).containsExactlyInAnyOrder("a", "b");
        assertThat(names(remote.resolve("in"))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void theArchiveIsASourceWhenItIsNamed() throws Exception {
        write(drop.resolve("old/2025/z"), "0");

        desk.handle(message("m1", transfer("'directory':'old','recursive':true", "'directory':'in'")), files());

        assertThat(remote.resolve("in/2025/z")).hasContent("0");
    }
}
