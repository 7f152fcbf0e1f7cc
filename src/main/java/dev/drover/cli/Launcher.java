package dev.drover.cli;

import java.io.PrintWriter;
import java.nio.file.Path;

/** What the command line can start. The composition root gives it, since only that sees every room. */
public interface Launcher {
    /**
     * Runs the deployment of a configuration directory until the process is told to stop.
     *
     * @return an exit code of {@link ExitCode}
     */
    int run(Path configuration, PrintWriter out, PrintWriter err) throws Exception;

    /**
     * Runs the routes of a configuration directory against a server, a broker and sample files of its own.
     *
     * @param once end when the samples have moved, rather than when told to stop
     * @return an exit code of {@link ExitCode}
     */
    int demo(Path configuration, boolean once, PrintWriter out, PrintWriter err) throws Exception;
}
