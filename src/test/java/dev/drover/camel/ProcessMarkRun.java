package dev.drover.camel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Another process, which holds a mark until its input ends. */
final class ProcessMarkRun {
    private ProcessMarkRun() {}

    public static void main(String[] arguments) throws IOException {
        try (FileChannel mark = ProcessMark.hold(Path.of(arguments[0]))) {
            System.out.println(mark.isOpen() ? ProcessMark.ID : "not held");
            while (System.in.read() >= 0) {
                // Until it is killed.
            }
        }
    }
}
