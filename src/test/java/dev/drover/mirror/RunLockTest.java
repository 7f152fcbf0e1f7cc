package dev.drover.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs of one mirror at the same time. */
class RunLockTest {
    @TempDir
    Path home;

    private final MirrorEngine engine = new MirrorEngine(new TransferEngine());
    private final List<Exception> refused = new ArrayList<>();

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(home.resolve("one"));
        Files.writeString(home.resolve("one/a.txt"), "a");
    }

    private Mirror.Builder both() {
        return Mirror.both(Tree.local(home.resolve("one")), Tree.local(home.resolve("two")), home.resolve("state"));
    }

    private Mirror.Builder oneWay(String to) {
        return Mirror.from(Tree.local(home.resolve("one")), Tree.local(home.resolve(to)));
    }

    private void runAgain(Mirror mirror) {
        try {
            engine.run(mirror);
        } catch (IOException e) {
            refused.add(e);
        }
    }

    @Test
    void aSecondRunOfTheSameMirrorIsRefusedWhileTheFirstIsAtWork() throws Exception {
        Mirror second = oneWay("two").build();
        Mirror first = oneWay("two")
                .listener(event -> {
                    if (event instanceof MirrorEvent.Planned) {
                        runAgain(second);
                        runAgain(oneWay("three").build());
                        runAgain(oneWay("two").dryRun(true).build());
                    }
                })
                .build();
        assertThat(engine.run(first).isComplete()).isTrue();
        assertThat(refused).singleElement().isInstanceOf(MirrorBusyException.class);
        assertThat(home.resolve("three/a.txt")).exists();
        assertThat(engine.run(second).isComplete()).isTrue();
    }

    @Test
    void anotherProcessIsKeptOutByALockOfTheSystem() throws Exception {
        engine.run(oneWay("two").build());
        // Within one JVM a lock held by another channel looks the same as one of another process.
        long position = RunLock.position(both().build());
        try (FileChannel channel = FileChannel.open(RunLock.file(), StandardOpenOption.WRITE);
                FileLock other = channel.lock(position, 1, false)) {
            assertThat(other.isValid()).isTrue();
            assertThatThrownBy(() -> engine.run(both().build())).isInstanceOf(MirrorBusyException.class);
        }
        assertThat(engine.run(both().build()).isComplete()).isTrue();
    }
}
