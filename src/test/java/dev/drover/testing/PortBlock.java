package dev.drover.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Ports for one server that wants to know them before it starts: one for control, the rest for passive data. A lock on a
 * file keeps a block from every other test run on the machine, also from one that will end without a word. Blocks lie
 * below the range from which the system takes ports by itself.
 */
final class PortBlock implements AutoCloseable {
    private static final int FIRST_PORT = 12_000;
    private static final int SIZE = 100;
    private static final int BLOCKS = 200;

    private static final Set<Integer> TAKEN_HERE = ConcurrentHashMap.newKeySet();

    private final int number;
    private final int first;
    private final FileChannel lockFile;

    private PortBlock(int number, FileChannel lockFile) {
        this.number = number;
        this.first = FIRST_PORT + number * SIZE;
        this.lockFile = lockFile;
    }

    static PortBlock reserve() {
        int start = (int) (ProcessHandle.current().pid() % BLOCKS);
        try {
            Path folder = Path.of(System.getProperty("java.io.tmpdir"), "drover-test-ports");
            Files.createDirectories(folder);
            for (int i = 0; i < BLOCKS; i++) {
                PortBlock block = tryReserve(folder, (start + i) % BLOCKS);
                if (block != null) {
                    return block;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no ports could be reserved", e);
        }
        throw new IllegalStateException("all " + BLOCKS + " blocks of ports are taken");
    }

    private static @Nullable PortBlock tryReserve(Path folder, int number) throws IOException {
        // Asked before the file is opened: closing a second channel on it would drop the lock of the first.
        if (!TAKEN_HERE.add(number)) {
            return null;
        }
        FileChannel file = FileChannel.open(
                folder.resolve(Integer.toString(number)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (file.tryLock() != null && isFree(FIRST_PORT + number * SIZE)) {
            return new PortBlock(number, file);
        }
        file.close();
        TAKEN_HERE.remove(number);
        return null;
    }

    // Somebody else's server may sit in the middle of a block that no test holds.
    private static boolean isFree(int first) {
        return IntStream.range(first, first + SIZE).allMatch(PortBlock::mayListenOn);
    }

    private static boolean mayListenOn(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    int control() {
        return first;
    }

    /** FIRST-LAST. */
    String passive() {
        return (first + 1) + "-" + (first + SIZE - 1);
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
        TAKEN_HERE.remove(number);
    }
}
