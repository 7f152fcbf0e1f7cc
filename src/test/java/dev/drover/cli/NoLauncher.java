package dev.drover.cli;

import java.io.PrintWriter;
import java.nio.file.Path;

/** For commands that start no deployment. */
public final class NoLauncher implements Launcher {
    @Override
    public int run(Path configuration, PrintWriter out, PrintWriter err) {
        throw new AssertionError("started");
    }

    @Override
    public int demo(Path configuration, boolean once, PrintWriter out, PrintWriter err) {
        throw new AssertionError("started");
    }
}
