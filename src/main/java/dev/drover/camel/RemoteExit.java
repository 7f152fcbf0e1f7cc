package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import java.time.LocalDateTime;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where files of a server go. FTP has no rename that never replaces, so a file that somebody else brings between the look
 * and the rename may still be replaced: the time of one command.
 */
final class RemoteExit implements Exit<RemoteEntry> {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteExit.class);

    private final FtpEndpoint endpoint;
    private final String root;

    RemoteExit(FtpEndpoint endpoint, String root) {
        this.endpoint = endpoint;
        this.root = root;
    }

    @Override
    public void require(GenericFile<RemoteEntry> to) {
        String path = to.getAbsoluteFilePath();
        if (!RemoteNames.isBelow(root, path)) {
            throw new IllegalArgumentException("The file would leave to " + path + ", which is not below "
                    + (root.isEmpty() ? "the directory of the login" : root)
                    + ", the root of the endpoint; it stays where it is. Correct where the route moves its files to.");
        }
    }

    @Override
    public GenericFile<RemoteEntry> take(
            GenericFileOperations<RemoteEntry> operations, GenericFile<RemoteEntry> from, GenericFile<RemoteEntry> to) {
        require(to);
        String source = from.getAbsoluteFilePath();
        String wanted = to.getAbsoluteFilePath();
        if (source.equals(wanted)) {
            return to;
        }
        for (String name : FreeNames.of(wanted, '/', LocalDateTime.now())) {
            if (rename(operations, source, name)) {
                if (!name.equals(wanted)) {
                    LOG.info("{} is kept as {}: another file was {} already.", source, name, wanted);
                    Exit.rename(to, name, '/');
                    to.setAbsoluteFilePath(name);
                }
                return to;
            }
        }
        throw new GenericFileOperationFailedException(
                "Cannot rename file: " + source + " to: " + wanted + ", nor to names beside it: all are taken");
    }

    private boolean rename(GenericFileOperations<RemoteEntry> operations, String source, String target) {
        String place = endpoint.getConfiguration().place(target);
        try (PathLocks.Held alone = endpoint.getComponent().locks().hold(place)) {
            return !operations.existsFile(target)
                    && new Replacement(operations, source, target, '/').performUnlessTaken(true);
        }
    }
}
