package dev.drover.camel;

import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.MoveExistingFileStrategyUtils;
import org.apache.camel.component.file.strategy.FileMoveExistingStrategy;
import org.apache.camel.util.FileUtil;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves a file out of the way for {@code fileExist=Move}, to where {@code moveExisting} says. */
final class MoveExisting implements FileMoveExistingStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(MoveExisting.class);

    @Override
    public boolean moveExistingFile(
            GenericFileEndpoint<?> endpoint, GenericFileOperations<?> operations, String fileName) {
        String target = target(endpoint, fileName);
        refuseTaken(endpoint, operations, fileName, target);
        LOG.debug("Moving existing {} to {}", fileName, target);
        // An earlier copy is there until this one has its name.
        new Replacement(operations, fileName, target, endpoint.getFileSeparator()).perform(true);
        return true;
    }

    /** Refuses early what {@link #moveExistingFile} would refuse when the new file is on the server already. */
    void check(FtpEndpoint endpoint, GenericFileOperations<?> operations, String fileName) {
        if (operations.existsFile(fileName)) {
            refuseTaken(endpoint, operations, fileName, target(endpoint, fileName));
        }
    }

    /** Never fails: what went wrong before is what the route must hear of. */
    void putBack(FtpEndpoint endpoint, GenericFileOperations<?> operations, String fileName) {
        String target = target(endpoint, fileName);
        try {
            // A rename of unknown outcome may have brought the new one.
            if (!operations.existsFile(fileName)) {
                operations.renameFile(target, fileName);
            }
        } catch (GenericFileOperationFailedException e) {
            LOG.error(
                    "{} was not replaced and could not be put back: it is now {}. {}",
                    fileName,
                    target,
                    e.getMessage());
        }
    }

    private static void refuseTaken(
            GenericFileEndpoint<?> endpoint, GenericFileOperations<?> operations, String fileName, String target) {
        if (!endpoint.isEagerDeleteTargetFile() && operations.existsFile(target)) {
            throw new GenericFileOperationFailedException("Cannot move existing file from: " + fileName + " to: "
                    + target + " as there already exists a file: " + target);
        }
    }

    private static String target(GenericFileEndpoint<?> endpoint, String fileName) {
        String directory = FileUtil.stripLeadingSeparator(FileUtil.onlyPath(fileName));
        String onlyName = FileUtil.stripPath(fileName);
        Exchange dummy = endpoint.createExchange();
        dummy.getIn().setHeader(FtpConstants.FILE_NAME, fileName);
        dummy.getIn().setHeader(FtpConstants.FILE_NAME_ONLY, onlyName);
        dummy.getIn().setHeader(FtpConstants.FILE_PARENT, directory);
        String to = FileUtil.stripLeadingSeparator(endpoint.getMoveExisting().evaluate(dummy, String.class));
        if (ObjectHelper.isEmpty(to)) {
            throw new GenericFileOperationFailedException(
                    "moveExisting evaluated as empty String, cannot move existing file: " + fileName);
        }
        String complete = MoveExistingFileStrategyUtils.completePartialRelativePath(to, onlyName, directory);
        return ((FtpEndpoint) endpoint).getConfiguration().normalizePath(complete);
    }
}
