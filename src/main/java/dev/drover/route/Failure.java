package dev.drover.route;

import dev.drover.transfer.ErrorClass;
import dev.drover.transform.TransformException;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileOperationFailedException;

/**
 * Why something failed, as the engine would sort it.
 *
 * @param reason one sentence
 * @param reply what the server said, where it was the server that refused
 */
public record Failure(ErrorClass errorClass, String reason, Optional<String> reply) {
    static Failure of(Exchange exchange) {
        Throwable thrown = exchange.getException();
        return of(thrown != null ? thrown : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    }

    static Failure of(Throwable thrown) {
        Throwable telling = causes(thrown)
                .filter(IOException.class::isInstance)
                .findFirst()
                .or(() -> causes(thrown).filter(JMSException.class::isInstance).findFirst())
                .orElse(thrown);
        Optional<String> reply = causes(thrown)
                .flatMap(cause -> ErrorClass.replyOf(cause).stream())
                .findFirst()
                .map(Object::toString);
        return new Failure(sort(thrown), sentence(telling), reply);
    }

    /**
     * Whether the file itself is to blame, so that it would fail again for as long as it lies there. What is wrong with a
     * server, a login, a broker or a directory concerns the next file as well: then the file stays and waits.
     */
    boolean isFinal() {
        return switch (errorClass) {
            case PERMANENT_REMOTE, CONFLICT, FORBIDDEN, INVALID -> true;
            case INTEGRITY,
                    TRANSIENT_NETWORK,
                    TRANSIENT_REMOTE,
                    AUTH,
                    TLS_POLICY,
                    AMBIGUOUS,
                    LOCAL,
                    LOCAL_FULL,
                    CANCELLED -> false;
        };
    }

    private static ErrorClass sort(Throwable thrown) {
        Optional<IOException> io = causes(thrown)
                .filter(IOException.class::isInstance)
                .map(IOException.class::cast)
                .findFirst();
        // What the file holds does not get better by waiting.
        if (io.filter(TransformException.class::isInstance).isPresent()) {
            return ErrorClass.INVALID;
        }
        if (io.isPresent()) {
            return ErrorClass.of(io.get());
        }
        if (causes(thrown).anyMatch(JMSException.class::isInstance)) {
            return ErrorClass.TRANSIENT_NETWORK;
        }
        if (causes(thrown).anyMatch(Failure::isInterruption)) {
            return ErrorClass.CANCELLED;
        }
        return causes(thrown)
                .filter(GenericFileOperationFailedException.class::isInstance)
                .findFirst()
                .map(Failure::ofCamel)
                .orElse(ErrorClass.INVALID);
    }

    // camel-file has one exception for everything, and says in words only that fileExist=Fail found a file.
    private static ErrorClass ofCamel(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("File already exist")
                ? ErrorClass.CONFLICT
                : ErrorClass.LOCAL;
    }

    private static boolean isInterruption(Throwable cause) {
        return cause instanceof InterruptedException || cause instanceof RejectedExecutionException;
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }

    // The JDK's own message is the path, and nothing else.
    private static String sentence(FileSystemException failure) {
        String path = String.valueOf(failure.getFile());
        if (failure instanceof AccessDeniedException) {
            return "This user may not read or write " + path + "; check owner and mode";
        }
        if (failure instanceof NoSuchFileException) {
            return "There is no " + path;
        }
        return failure.getClass().getSimpleName() + ": " + path;
    }

    private static String sentence(Throwable thrown) {
        if (thrown instanceof FileSystemException failure && failure.getReason() == null) {
            return sentence(failure);
        }
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
    }
}
