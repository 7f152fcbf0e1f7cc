package dev.drover.backup;

import java.io.EOFException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a file system says, in words rather than in names of classes. */
final class Reasons {
    private Reasons() {}

    /** To stand after the name of the file, which it does not repeat. */
    static String of(Exception failure) {
        if (failure instanceof NoSuchFileException) {
            return "it is not there any more";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof EOFException && failure.getMessage() == null) {
            return "it ends too early";
        }
        String reason = failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
        return reason == null ? failure.toString() : reason;
    }
}
