package dev.drover.cli;

/** What a process ends with. */
public final class ExitCode {
    /** Everything asked for was done. */
    public static final int OK = 0;

    /** Something asked for was not done. */
    public static final int FAILED = 1;

    /** The command line or the settings make no sense. */
    public static final int USAGE = 2;

    /** Some of what was asked for was done. */
    public static final int PARTIAL = 3;

    /** There is no such file, directory or endpoint. */
    public static final int NOT_FOUND = 4;

    /** Somebody said no: the login, the certificate, the server, or a guard of ours. */
    public static final int REFUSED = 5;

    /** The same command may succeed later ({@code EX_TEMPFAIL} of sysexits). */
    public static final int TEMPORARY = 75;

    private ExitCode() {}
}
