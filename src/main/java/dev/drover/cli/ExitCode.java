package dev.drover.cli;

/** What a process ends with. */
public final class ExitCode {
    /** Everything asked for was done. */
    public static final int OK = 0;

    /** Something asked for was not done. */
    public static final int FAILED = 1;

    /** The command line or the settings make no sense. */
    public static final int USAGE = 2;

    private ExitCode() {}
}
