package dev.drover.camel;

import dev.drover.camel.LocalFiles.LocalFilesEndpoint;
import dev.drover.transfer.LocalRename;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.file.FileConstants;
import org.apache.camel.component.file.GenericFileExist;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProducer;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into a directory of this machine, as {@link FtpProducer} does to a server: under a temporary name that nobody
 * else uses, then by one rename that replaces, or by one that never does. All producers of a context that write the same
 * file take turns. With a temporary name of the route's own, or {@code Append}, Camel's way is kept.
 */
final class LocalProducer extends GenericFileProducer<File> {
    private static final Logger LOG = LoggerFactory.getLogger(LocalProducer.class);

    private final LocalFilesEndpoint local;
    private final PathLocks locks;
    private final LocalLeftovers leftovers;

    LocalProducer(
            LocalFilesEndpoint endpoint,
            GenericFileOperations<File> operations,
            PathLocks locks,
            LocalLeftovers leftovers) {
        super(endpoint, operations);
        this.local = endpoint;
        this.locks = locks;
        this.leftovers = leftovers;
    }

    @Override
    public String createFileName(Exchange exchange) {
        TargetName.require(endpoint, exchange);
        return super.createFileName(exchange);
    }

    @Override
    protected void processExchange(Exchange exchange, String target) throws Exception {
        Path path = Path.of(target).toAbsolutePath().normalize();
        Delivered.forget(exchange);
        try (PathLocks.Held alone = locks.hold(path.toString())) {
            LOG.trace("Writing {} ({})", path, alone);
            if (endpoint.getFileExist() == GenericFileExist.Append
                    || ObjectHelper.isNotEmpty(endpoint.getTempFileName())) {
                super.processExchange(exchange, target);
                Delivered.note(exchange, relative(path), OptionalLong.empty(), null);
            } else if (mayWrite(target)) {
                write(exchange, target, path);
            }
            Delivered.noteSkipped(exchange, endpoint.getFileExist(), target);
        }
    }

    /** Does what fileExist says about a file that is there already; false when it is to be left alone. */
    private boolean mayWrite(String target) {
        if (!operations.existsFile(target)) {
            return true;
        }
        switch (endpoint.getFileExist()) {
            case Fail -> throw alreadyThere(target);
            case Move -> endpoint.getMoveExistingFileStrategy().moveExistingFile(endpoint, operations, target);
            default -> LOG.trace("{} is there already.", target);
        }
        return endpoint.getFileExist() != GenericFileExist.Ignore;
    }

    private void write(Exchange exchange, String target, Path path) throws IOException {
        String temporary = leftovers.begin(target);
        try {
            writeFile(exchange, temporary);
            BodyDigests digests = check(exchange, Path.of(temporary), path);
            long size = Files.size(Path.of(temporary));
            if (takeName(Path.of(temporary), path)) {
                Delivered.note(exchange, relative(path), OptionalLong.of(size), digests);
                writeChecksum(exchange, target);
                writeDoneFile(target);
                exchange.getIn().setHeader(FileConstants.FILE_NAME_PRODUCED, target);
            }
        } finally {
            Files.deleteIfExists(Path.of(temporary));
            leftovers.end(temporary);
        }
        leftovers.sweep(path);
    }

    /** What was fetched with a checksum, and is stored as it came, is compared once more: now it is on the disk. */
    private static @Nullable BodyDigests check(Exchange exchange, Path temporary, Path path) throws IOException {
        boolean asItCame = exchange.getIn().getBody() == exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE);
        if (asItCame && exchange.getProperty(BodyDigests.FETCHED) instanceof BodyDigests fetched) {
            String stored = BodyDigests.sha256(temporary);
            if (!stored.equals(fetched.sha256())) {
                throw new IOException("What was fetched has the SHA-256 " + fetched.sha256()
                        + ", but what was written for " + path + " has " + stored
                        + ". It does not get its name, and is fetched again; look at the disk.");
            }
            return fetched;
        }
        return null;
    }

    /** Below the directory of the endpoint. */
    private String relative(Path path) {
        Path directory = Path.of(endpoint.getConfiguration().getDirectory()).toAbsolutePath();
        return directory.normalize().relativize(path).toString().replace(File.separatorChar, '/');
    }

    /** False when somebody else was faster and the file is to be left alone. */
    private boolean takeName(Path temporary, Path path) throws IOException {
        GenericFileExist exist = endpoint.getFileExist();
        if (exist != GenericFileExist.Fail && exist != GenericFileExist.Ignore) {
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
        if (LocalRename.unlessTaken(temporary, path)) {
            return true;
        }
        if (exist == GenericFileExist.Fail) {
            throw alreadyThere(path.toString());
        }
        return false;
    }

    private static GenericFileOperationFailedException alreadyThere(String target) {
        return new GenericFileOperationFailedException("File already exist: " + target + ". Cannot write new file.");
    }

    private void writeChecksum(Exchange exchange, String target) {
        @Nullable String checksum = exchange.getMessage().getHeader(FileConstants.FILE_CHECKSUM, String.class);
        if (endpoint.isChecksumWriteFile() && endpoint.getChecksumFileAlgorithm() != null && checksum != null) {
            operations.storeFileDirectly(target + "." + endpoint.getChecksumFileAlgorithm(), checksum);
        }
    }

    private void writeDoneFile(String target) {
        if (endpoint.getDoneFileName() != null) {
            operations.storeFileDirectly(local.doneFileFor(target), "");
        }
    }
}
