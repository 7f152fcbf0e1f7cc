package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.journal.Claim;
import dev.drover.journal.ClaimVerdict;
import dev.drover.journal.ItemRecord;
import dev.drover.journal.NewRequest;
import dev.drover.journal.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A deletion that is tried again deletes what was there when it was asked for, and nothing that came since. */
class DeskDeleteTest extends DeskScene {
    private static final Map<String, String> DELETING =
            Map.of("acme.allow.delete", "**", "acme.allow.list", "**", "acme.retry.codes", "550");

    @BeforeEach
    void letDelete() throws IOException {
        desk = desk(a, DELETING);
        write(remote.resolve("in/1"), "old");
        // A file cannot be deleted that is a directory: the server refuses, and the request is tried again.
        write(remote.resolve("in/2/x"), "keeps the directory");
    }

    @Test
    void aFileThatCameAfterTheFirstAttemptStays() throws Exception {
        String body = delete("'paths':['in/1','in/2']");
        assertThat(kinds(desk.handle(message("m1", body), files()))).containsExactly("retry-scheduled", "again");
        assertThat(remote.resolve("in/1")).doesNotExist();
        write(remote.resolve("in/1"), "NEW");

        desk.handle(message("m1", body), files());

        assertThat(remote.resolve("in/1")).hasContent("NEW");
        assertThat(items()).containsExactly(ItemRecord.State.COMPLETED, ItemRecord.State.FAILED);
    }

    @Test
    void whatWasGoneAtFirstStaysWhenItComes() throws Exception {
        String body = delete("'paths':['in/0','in/2']");
        desk.handle(message("m1", body), files());
        write(remote.resolve("in/0"), "NEW");

        desk.handle(message("m1", body), files());

        assertThat(remote.resolve("in/0")).hasContent("NEW");
        assertThat(items()).containsExactly(ItemRecord.State.SKIPPED, ItemRecord.State.FAILED);
    }

    @Test
    void theFilesOfADirectoryAreThoseOfTheFirstAttempt() throws Exception {
        String body = delete("'directory':'in'");
        deadNodeHadPlanned(body, seen(0, "in/0", 3), seen(1, "in/1", 3));
        write(remote.resolve("in/0"), "anew");
        write(remote.resolve("in/3"), "NEW");
        desk.handle(message("m1", body), files());

        assertThat(remote.resolve("in/0")).hasContent("anew");
        assertThat(remote.resolve("in/1")).doesNotExist();
        assertThat(remote.resolve("in/3")).hasContent("NEW");
        assertThat(items()).containsExactly(ItemRecord.State.FAILED, ItemRecord.State.COMPLETED);
    }

    @Test
    void whatADeadNodeWasAboutToDeleteAndIsGoneWasDeletedByIt() throws Exception {
        Files.delete(remote.resolve("in/1"));
        String body = delete("'paths':['in/1']");
        deadNodeHadPlanned(body, seen(0, "in/1", 3).running("in/1"));

        List<Letter> letters = desk.handle(message("m1", body), files());

        assertThat(kinds(letters)).containsExactly("completed", "reply COMPLETED");
        assertThat(replies(letters)).singleElement().asString().contains("\"done\":1,\"skipped\":0");
    }

    @Test
    void whatCameInPlaceOfWhatADeadNodeWasAboutToDeleteStays() throws Exception {
        write(remote.resolve("in/1"), "another");
        String body = delete("'paths':['in/1']");
        deadNodeHadPlanned(body, seen(0, "in/1", 3).running("in/1"));

        List<Letter> letters = desk.handle(message("m1", body), files());

        assertThat(kinds(letters)).containsExactly("completed", "reply COMPLETED");
        assertThat(remote.resolve("in/1")).hasContent("another");
    }

    @Test
    void whatADeadNodeWasAboutToDeleteAndIsThereStillIsDeleted() throws Exception {
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        Files.setLastModifiedTime(remote.resolve("in/1"), FileTime.from(time));
        String body = delete("'paths':['in/1']");
        ItemRecord item = seen(0, "in/1", 3).withDetail("{\"size\":3,\"modified\":\"" + time + "\"}");
        deadNodeHadPlanned(body, item.running("in/1"));

        desk.handle(message("m1", body), files());

        assertThat(remote.resolve("in/1")).doesNotExist();
    }

    private void deadNodeHadPlanned(String body, ItemRecord... items) throws Exception {
        TransferRequest request = new RequestReader().read(body);
        NewRequest known =
                NewRequest.of(request.id(), "delete", request.content()).withMessageKey("m1");
        Claim dead = ((ClaimVerdict.Granted) b.requests().claim(known, Duration.ofMillis(100))).claim();
        b.requests().record(dead, List.of(items), Tally.NONE);
        await().atMost(PATIENCE).until(() -> !a.history().abandoned(1).isEmpty());
    }

    private static ItemRecord seen(int number, String path, long size) {
        return ItemRecord.pending(number, path).withTarget(path).withDetail("{\"size\":" + size + "}");
    }

    private List<ItemRecord.State> items() throws IOException {
        return a.history().items("request-0001").stream().map(ItemRecord::state).toList();
    }

    private static String delete(String source) {
        return ("{'version':1,'id':'request-0001','operation':'delete','source':{'endpoint':'acme'," + source + "}}")
                .replace('\'', '"');
    }
}
