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
        String directory = FileUtil.onlyPath(target);
        if (operations.existsFile(target)) {
            if (!endpoint.isEagerDeleteTargetFile()) {
                throw new GenericFileOperationFailedException("Cannot move existing file from: " + fileName + " to: "
                        + target + " as there already exists a file: " + target);
            }
            operations.deleteFile(target);
        } else if (directory != null) {
            operations.buildDirectory(directory, endpoint.isAbsolute(directory));
        }
        LOG.debug("Moving existing {} to {}", fileName, target);
        return operations.renameFile(fileName, target);
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
