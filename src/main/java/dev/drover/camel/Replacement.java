package dev.drover.camel;

import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file takes a name that another one may have. Most servers let a rename replace the other; for those that refuse, the
 * other is set aside under a third name first and deleted last, so that no content is ever gone before its successor has
 * the name. Missing directories are made when the server turns out to miss them.
 */
final class Replacement {
    private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);

    private final GenericFileOperations<?> operations;
    private final String source;
    private final String target;
    private final char separator;

    /** @param separator of both paths */
    Replacement(GenericFileOperations<?> operations, String source, String target, char separator) {
        this.operations = operations;
        this.source = source;
        this.target = target;
        this.separator = separator;
    }

    /** Just the rename: what happens when the name is taken is up to the server. */
    void rename() {
        operations.renameFile(source, target);
    }

    /** The rename, by whatever it takes. */
    void perform(boolean makeDirectories) {
        if (!performUnlessTaken(makeDirectories)) {
            replaceOld();
        }
    }

    /**
     * The rename, unless the name is taken by then: false in that case, and nothing has changed. A server that lets a rename
     * replace a file without a word cannot be kept from it.
     */
    boolean performUnlessTaken(boolean makeDirectories) {
        try {
            rename();
        } catch (GenericFileOperationFailedException e) {
            if (!Failures.isRefusal(e)) {
                throw e;
            }
            if (operations.existsFile(target)) {
                return false;
            }
            if (!makeDirectories) {
                throw e;
            }
            renameIntoNewDirectory(e);
        }
        return true;
    }

    private void replaceOld() {
        String aside = directoryOf(target, separator) + ".drover-" + TemporaryNames.random() + ".old";
        operations.renameFile(target, aside);
        boolean replaced = false;
        try {
            rename();
            replaced = true;
        } finally {
            if (!replaced) {
                putBack(aside);
            }
        }
        dropOld(aside);
    }

    private void putBack(String aside) {
        try {
            operations.renameFile(aside, target);
        } catch (GenericFileOperationFailedException e) {
            LOG.error(
                    "{} could not be replaced and could not be put back: it is now {}. {}",
                    target,
                    aside,
                    e.getMessage());
        }
    }

    private void dropOld(String aside) {
        try {
            operations.deleteFile(aside);
        } catch (GenericFileOperationFailedException e) {
            LOG.warn("{} was replaced, but its old content stays behind as {}: {}", target, aside, e.getMessage());
        }
    }

    private void renameIntoNewDirectory(GenericFileOperationFailedException refusal) {
        String directory = directoryOf(target, separator);
        if (directory.isEmpty() || directory.equals(directoryOf(source, separator))) {
            throw refusal;
        }
        operations.buildDirectory(directory, directory.startsWith("/"));
        rename();
    }

    /** With its separator at the end; empty for a bare name. */
    private static String directoryOf(String path, char separator) {
        return path.substring(0, path.lastIndexOf(separator) + 1);
    }
}
