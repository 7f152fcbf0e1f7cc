package dev.drover.cli;

import dev.drover.endpoint.EndpointConfigException;
import dev.drover.endpoint.UnknownEndpointException;
import dev.drover.ftp.FtpReply;
import dev.drover.mirror.MirrorBusyException;
import dev.drover.mirror.MirrorRefusedException;
import dev.drover.transfer.ErrorClass;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Turns what went wrong into one sentence and an exit code. */
final class Failures {
    /** What to do about a full disk, after the sentence that names the file. */
    static final String MAKE_ROOM = "; make room there and give the command again";

    private static final int FILE_UNAVAILABLE = 550;

    private Failures() {}

    /** The handler of the whole command line. A stack trace is shown only to those who ask with {@code --verbose}. */
    static int tell(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        if (failure instanceof OutputLost lost) {
            return tell(lost, line);
        }
        line.getErr().println(sentence(failure));
        OptionSpec verbose = line.getCommandSpec().findOption("--verbose");
        if (verbose != null && Boolean.TRUE.equals(verbose.getValue())) {
            failure.printStackTrace(line.getErr());
        }
        line.getErr().flush();
        return exitCode(failure);
    }

    static int tell(OutputLost lost, CommandLine line) {
        if (!lost.isReaderGone()) {
            line.getErr().println(lost.getMessage());
            line.getErr().flush();
        }
        return lost.exitCode();
    }

    static String sentence(Exception failure) {
        String message = failure.getMessage();
        if (message == null) {
            return failure.toString();
        }
        if (failure instanceof NoSuchFileException) {
            return "There is no file or directory " + Texts.printable(message);
        }
        if (failure instanceof AccessDeniedException) {
            return "This process may not use " + Texts.printable(message);
        }
        if (failure instanceof FileAlreadyExistsException) {
            return Texts.printable(message) + " exists already";
        }
        if (failure instanceof IOException io && ErrorClass.of(io) == ErrorClass.LOCAL_FULL) {
            return Texts.printable(message) + MAKE_ROOM;
        }
        // Names are in what goes wrong with files; the problems of settings are one a line.
        return failure instanceof IOException && !(failure instanceof EndpointConfigException)
                ? Texts.printable(message)
                : Texts.lines(message);
    }

    static int exitCode(Exception failure) {
        if (failure instanceof CommandException known) {
            return known.exitCode();
        }
        if (failure instanceof ConfigurationException
                || failure instanceof EndpointConfigException
                || failure instanceof IllegalArgumentException) {
            return ExitCode.USAGE;
        }
        if (failure instanceof UnknownEndpointException || failure instanceof NoSuchFileException) {
            return ExitCode.NOT_FOUND;
        }
        if (failure instanceof MirrorBusyException || failure instanceof ConnectException) {
            return ExitCode.TEMPORARY;
        }
        if (failure instanceof MirrorRefusedException || failure instanceof AccessDeniedException) {
            return ExitCode.REFUSED;
        }
        return failure instanceof IOException io ? exitCode(ErrorClass.of(io), io) : ExitCode.FAILED;
    }

    static int exitCode(ErrorClass errorClass) {
        return switch (errorClass) {
            case TRANSIENT_NETWORK, TRANSIENT_REMOTE, AMBIGUOUS, LOCAL_FULL -> ExitCode.TEMPORARY;
            case AUTH, TLS_POLICY, CONFLICT, FORBIDDEN, PERMANENT_REMOTE -> ExitCode.REFUSED;
            case INVALID -> ExitCode.USAGE;
            case LOCAL, INTEGRITY, CANCELLED -> ExitCode.FAILED;
        };
    }

    private static int exitCode(ErrorClass errorClass, IOException failure) {
        boolean isAbsent =
                switch (errorClass) {
                    case PERMANENT_REMOTE -> meansAbsent(failure);
                    case LOCAL -> failure.getCause() instanceof NoSuchFileException;
                    default -> false;
                };
        return isAbsent ? ExitCode.NOT_FOUND : exitCode(errorClass);
    }

    // 550 says "no such file" and "permission denied" alike (RFC 959 section 4.2.2); only the words tell which.
    private static boolean meansAbsent(IOException failure) {
        Optional<FtpReply> reply = ErrorClass.replyOf(failure);
        String words = reply.map(FtpReply::toString)
                .orElse(String.valueOf(failure.getMessage()))
                .toLowerCase(Locale.ROOT);
        return reply.map(found -> found.code() == FILE_UNAVAILABLE).orElse(true)
                && Stream.of("no such", "not found", "not exist", "cannot find", "not a valid", "no file")
                        .anyMatch(words::contains);
    }
}
