package dev.drover.camel;

import java.util.regex.Pattern;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a file back to the name that it was found under. When another file has come under that name meanwhile, that
 * one stays, and the file is kept beside it under a name that nobody takes for a new file, until somebody decides.
 */
final class WayBack {
    private static final Logger LOG = LoggerFactory.getLogger(WayBack.class);
    private static final String KEPT = ".drover-kept-";
    private static final Pattern KEPT_NAME = Pattern.compile(".+" + Pattern.quote(KEPT) + "[0-9a-f]+");

    private WayBack() {}

    /** Whether a file was kept under this name. Polls pass over such names. */
    static boolean isKept(String name) {
        return name.contains(KEPT) && KEPT_NAME.matcher(name).matches();
    }

    /**
     * Renames the file back, unless it was deleted or moved meanwhile. FTP has no rename that never replaces, so a file
     * that comes between the look and the rename is still replaced: the time of one command.
     *
     * @throws GenericFileOperationFailedException when the server refuses; the file is where it was then
     */
    static void take(GenericFileOperations<?> operations, String now, String original) {
        if (!operations.existsFile(original)) {
            rename(operations, now, original);
            return;
        }
        String kept = original + KEPT + TemporaryNames.random();
        if (rename(operations, now, kept)) {
            LOG.warn(
                    "{} could not go back to its name, which a newer file has taken meanwhile: it is kept as {}, and not"
                            + " taken again before somebody renames it.",
                    original,
                    kept);
        }
    }

    private static boolean rename(GenericFileOperations<?> operations, String from, String to) {
        try {
            if (operations.renameFile(from, to)) {
                return true;
            }
        } catch (GenericFileOperationFailedException e) {
            if (e.getCode() == 0 || operations.existsFile(from)) {
                throw e;
            }
            return false;
        }
        if (operations.existsFile(from)) {
            throw new GenericFileOperationFailedException("Cannot rename file: " + from + " to: " + to);
        }
        return false;
    }
}
