package dev.drover.cli;

import dev.drover.transfer.ErrorClass;
import java.util.Optional;

/** What was asked for cannot be done; the message is for whoever asked. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    static CommandException notFound(String message) {
        return new CommandException(ExitCode.NOT_FOUND, message);
    }

    static CommandException refused(String message) {
        return new CommandException(ExitCode.REFUSED, message);
    }

    /** Something did not work, for a reason of this kind. */
    static CommandException failed(Optional<ErrorClass> reason, String message) {
        return new CommandException(reason.map(Failures::exitCode).orElse(ExitCode.FAILED), message);
    }

    int exitCode() {
        return exitCode;
    }
}
