package dev.drover.cli;

import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;

/** How many of the things a command was asked to do were done; what was not is told at once. One thread. */
final class Tally {
    private final PrintWriter err;
    private final Set<Integer> codes = new TreeSet<>();
    private int done;

    Tally(PrintWriter err) {
        this.err = err;
    }

    /** Does one; that it failed does not keep the others from being done. */
    void attempt(Task task) {
        if (prepare(task)) {
            done++;
        }
    }

    /** The same, but success is not yet something done. */
    boolean prepare(Task task) {
        try {
            task.run();
            return true;
        } catch (OutputLost e) {
            throw e;
        } catch (Exception e) {
            failed(e);
            return false;
        }
    }

    /** Tells of something that was not done. */
    void failed(Exception failure) {
        err.println(Failures.sentence(failure));
        err.flush();
        codes.add(Failures.exitCode(failure));
    }

    /** All, some, or none: then why, when it was for one and the same reason. */
    int exitCode() {
        if (codes.isEmpty()) {
            return ExitCode.OK;
        }
        if (done > 0) {
            return ExitCode.PARTIAL;
        }
        return codes.size() == 1 ? codes.iterator().next() : ExitCode.FAILED;
    }

    /** One thing to do. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }
}
