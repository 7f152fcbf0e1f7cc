package dev.drover.camel;

import dev.drover.endpoint.UriText;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpSession;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.file.GenericFileExist;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileProducer;
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes exchanges to a server: under a temporary name first, then, when the server has confirmed all bytes, by a rename,
 * so that nobody sees a part of a file and an old one is there until the new one is. One producer serves all threads.
 */
public final class FtpProducer extends GenericFileProducer<RemoteEntry> {
    private static final Logger LOG = LoggerFactory.getLogger(FtpProducer.class);

    private final FtpEndpoint ftp;
    private final RemoteOperations remote;
    private final Temporaries temporaries;
    private @Nullable ProducerHealth health;

    FtpProducer(FtpEndpoint endpoint, RemoteOperations operations) {
        super(endpoint, operations);
        this.ftp = endpoint;
        this.remote = operations;
        this.temporaries = new Temporaries(endpoint, operations);
    }

    @Override
    public FtpEndpoint getEndpoint() {
        return ftp;
    }

    @Override
    public boolean isSingleton() {
        return true;
    }

    @Override
    public String getFileSeparator() {
        return "/";
    }

    @Override
    public String normalizePath(String name) {
        return name;
    }

    /** The name to write, from header, option or message id; one that leaves the starting directory is refused. */
    @Override
    public String createFileName(Exchange exchange) {
        if (ftp instanceof DroverEndpoint) {
            TargetName.require(ftp, exchange);
        }
        String name = super.createFileName(exchange);
        if (ftp.isJailStartingDirectory()) {
            RemoteNames.jail(ftp.getConfiguration().getDirectory(), name);
        }
        return name;
    }

    @Override
    protected void doProcess(Exchange exchange) throws Exception {
        String given = exchange.getIn().getHeader(FtpConstants.FILE_NAME, String.class);
        String target = createFileName(exchange);
        Delivered.forget(exchange);
        try {
            processExchange(exchange, target);
            Delivered.noteSkipped(exchange, ftp.getFileExist(), target);
        } finally {
            exchange.getIn().removeHeader(FtpConstants.OVERRULE_FILE_NAME);
            exchange.getIn().setHeader(FtpConstants.FILE_NAME, given);
        }
    }

    @Override
    protected void processExchange(Exchange exchange, String target) {
        String name = ftp.getConfiguration().normalizePath(target);
        try {
            String temporary = givenTemporary(exchange, target, name);
            try (PathLocks.Held alone = lock(name, temporary)) {
                LOG.trace("Writing {} ({})", name, alone);
                if (!write(exchange, target, name, temporary)) {
                    return;
                }
            }
            ContinuedAppend.forget(exchange);
            temporaries.dropLeftBehind();
        } finally {
            disconnectAfter(exchange);
        }
    }

    /** False when it is not to be said that the file was produced. */
    private boolean write(Exchange exchange, String target, String name, @Nullable String temporary) {
        Optional<UnsettledUpload> settled = UnsettledUpload.of(
                        exchange, ftp.getConfiguration().place(name))
                .filter(earlier -> isSettled(earlier, name));
        UnsettledUpload.forget(exchange);
        if (settled.isPresent()) {
            LOG.info(
                    "{} was renamed to {} by an attempt that did not hear of it.",
                    settled.get().temporary(),
                    name);
            Delivered.note(exchange, relative(name), OptionalLong.empty(), null);
            writeChecksum(exchange, name, settled.get().checksum());
        } else if (mayWrite(name)) {
            String checksum = isDirect() ? store(exchange, name) : storeAndRename(exchange, name, temporary);
            writeChecksum(exchange, name, checksum);
        } else if (ObjectHelper.isNotEmpty(ftp.getTempFileName())) {
            // As camel-ftp: a file that is ignored before it gets a temporary name is not said to be produced.
            return false;
        }
        writeDoneFile(target);
        exchange.getIn().setHeader(FtpConstants.FILE_NAME_PRODUCED, target);
        return true;
    }

    /** Whether the file has its name; what did not get it is deleted, and sent anew. */
    private boolean isSettled(UnsettledUpload earlier, String name) {
        if (remote.existsFile(earlier.temporary())) {
            temporaries.drop(earlier.temporary());
            return false;
        }
        return remote.existsFile(name);
    }

    /** The temporary name that the endpoint gives; null when it gives none. */
    private @Nullable String givenTemporary(Exchange exchange, String target, String name) {
        if (isDirect() || ObjectHelper.isEmpty(ftp.getTempFileName())) {
            return null;
        }
        String temporary = ftp.getConfiguration().normalizePath(createTempFileName(exchange, target));
        if (RemoteNames.compact(temporary).equals(RemoteNames.compact(name))) {
            throw new GenericFileOperationFailedException("Cannot write " + name
                    + ": tempFileName gives it the same name for the time before it is whole, and whoever has the name would"
                    + " be written over. Use another one, or leave tempFileName out.");
        }
        return temporary;
    }

    /** Several targets may be given the same temporary name. */
    private PathLocks.Held lock(String name, @Nullable String temporary) {
        PathLocks locks = ftp.getComponent().locks();
        return temporary == null
                ? locks.hold(ftp.getConfiguration().place(name))
                : locks.hold(
                        ftp.getConfiguration().place(name),
                        ftp.getConfiguration().place(temporary));
    }

    /** Does what fileExist says about a file that is there already; false when it is to be left alone. */
    private boolean mayWrite(String name) {
        return switch (ftp.getFileExist()) {
            case Override, Append, TryRename -> true;
            case Ignore -> !remote.existsFile(name);
            case Fail -> {
                if (remote.existsFile(name)) {
                    throw alreadyThere(name);
                }
                yield true;
            }
            case Move -> {
                if (isDirect()) {
                    moveExisting(name);
                } else if (!ftp.isEagerDeleteTargetFile()
                        && ftp.getMoveExistingFileStrategy() instanceof MoveExisting ours) {
                    ours.check(ftp, remote, name);
                }
                yield true;
            }
        };
    }

    private static GenericFileOperationFailedException alreadyThere(String name) {
        return new GenericFileOperationFailedException("File already exist: " + name + ". Cannot write new file.");
    }

    /** False when there is none. */
    private boolean moveExisting(String name) {
        return remote.existsFile(name) && ftp.getMoveExistingFileStrategy().moveExistingFile(ftp, remote, name);
    }

    private boolean isDirect() {
        return ftp.getFileExist() == GenericFileExist.Append
                || (!ftp.isAtomicUpload() && ObjectHelper.isEmpty(ftp.getTempFileName()));
    }

    private @Nullable String store(Exchange exchange, String name) {
        Delivery delivery = new Delivery(ftp, remote, exchange);
        String checksum = delivery.store(name);
        finish(exchange, name);
        delivery.note(relative(name));
        return checksum;
    }

    private @Nullable String storeAndRename(Exchange exchange, String name, @Nullable String temporary) {
        return temporary == null ? storeUnderOurName(exchange, name) : storeUnderGivenName(exchange, name, temporary);
    }

    private @Nullable String storeUnderOurName(Exchange exchange, String name) {
        Delivery delivery = new Delivery(ftp, remote, exchange);
        OutgoingBody body = delivery.body(name);
        ContinuedUpload upload = new ContinuedUpload(ftp, remote, delivery, temporaries, name);
        boolean done = false;
        boolean unsettled = false;
        try {
            delivery.shown(() -> upload.send(body));
            delivery.check(upload.temporary(), body);
            finish(exchange, upload.temporary());
            try {
                if (takeName(upload.temporary(), name)) {
                    delivery.note(relative(name));
                }
            } catch (GenericFileOperationFailedException e) {
                unsettled = UnsettledUpload.isCause(e);
                throw e;
            }
            done = true;
        } finally {
            if (unsettled) {
                new UnsettledUpload(ftp.getConfiguration().place(name), upload.temporary(), body.checksum())
                        .leaveTo(exchange);
            }
            if (done || unsettled) {
                temporaries.end(upload.temporary());
            } else {
                temporaries.drop(upload.temporary());
            }
        }
        temporaries.sweep(name);
        return body.checksum();
    }

    private @Nullable String storeUnderGivenName(Exchange exchange, String name, String temporary) {
        boolean done = false;
        try {
            Delivery delivery = new Delivery(ftp, remote, exchange);
            String checksum = delivery.store(temporary);
            finish(exchange, temporary);
            if (takeName(temporary, name)) {
                delivery.note(relative(name));
            }
            done = true;
            return checksum;
        } finally {
            if (!done) {
                temporaries.drop(temporary);
            }
        }
    }

    /** Below the directory of the endpoint. */
    private String relative(String name) {
        return RemoteNames.relative(ftp.getConfiguration().getDirectory(), name);
    }

    /** False when somebody else was faster and the file is to be left alone. */
    private boolean takeName(String temporary, String name) {
        Replacement replacement = new Replacement(remote, temporary, name, ftp.getFileSeparator());
        switch (ftp.getFileExist()) {
            case TryRename -> replacement.rename();
            case Fail -> {
                if (remote.existsFile(name) || !replacement.performUnlessTaken(ftp.isAutoCreate())) {
                    throw alreadyThere(name);
                }
            }
            case Ignore -> {
                if (remote.existsFile(name) || !replacement.performUnlessTaken(ftp.isAutoCreate())) {
                    temporaries.drop(temporary);
                    return false;
                }
            }
            case Move -> takeNameOfMoved(replacement, name);
            default -> replacement.perform(ftp.isAutoCreate());
        }
        return true;
    }

    /** The old file leaves directly before the new one takes its name, and comes back when that fails. */
    private void takeNameOfMoved(Replacement replacement, String name) {
        boolean moved = moveExisting(name);
        boolean done = false;
        try {
            replacement.perform(ftp.isAutoCreate());
            done = true;
        } finally {
            if (moved && !done && ftp.getMoveExistingFileStrategy() instanceof MoveExisting ours) {
                ours.putBack(ftp, remote, name);
            }
        }
    }

    /** Mode and time, set before the file gets its name. */
    private void finish(Exchange exchange, String name) {
        RemotePath path = RemotePath.of(name);
        String mode = ftp.getConfiguration().getChmod();
        if (mode != null && !mode.isEmpty()) {
            wish("set mode " + mode, session -> session.setMode(path, mode));
        }
        Instant modified = ftp.isKeepLastModified() ? lastModified(exchange) : null;
        if (modified != null) {
            wish("keep the time", session -> session.setModified(path, modified));
        }
    }

    /** Something that many servers do not offer: a refusal is logged, and the file is delivered all the same. */
    private void wish(String what, Wish wish) {
        try {
            remote.server().repeatable(session -> {
                wish.on(session);
                return true;
            });
        } catch (FtpReplyException e) {
            LOG.warn("{} would not {}: {}", ftp.getConfiguration().remoteServerInformation(), what, e.getMessage());
        } catch (IOException e) {
            throw Failures.wrap(e);
        }
    }

    private static @Nullable Instant lastModified(Exchange exchange) {
        Object header = exchange.getIn().getHeader(FtpConstants.FILE_LAST_MODIFIED);
        if (header instanceof Date date) {
            return date.toInstant();
        }
        Long millis = exchange.getIn().getHeader(FtpConstants.FILE_LAST_MODIFIED, Long.class);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private void writeChecksum(Exchange exchange, String name, @Nullable String checksum) {
        if (checksum != null) {
            exchange.getMessage().setHeader(FtpConstants.FILE_CHECKSUM, checksum);
            if (ftp.isChecksumWriteFile()) {
                remote.storeFileDirectly(name + "." + ftp.getChecksumFileAlgorithm(), checksum);
            }
        }
    }

    private void writeDoneFile(String target) {
        if (ftp.getDoneFileName() != null) {
            remote.storeFileDirectly(ftp.getConfiguration().normalizePath(ftp.doneFileFor(target)), "");
        }
    }

    private void disconnectAfter(Exchange exchange) {
        boolean last = exchange.getProperty(ExchangePropertyKey.BATCH_COMPLETE, false, Boolean.class);
        if (ftp.isDisconnect() || (last && ftp.isDisconnectOnBatchComplete())) {
            remote.server().disconnect();
        }
    }

    @Override
    protected void doStart() throws Exception {
        health = ProducerHealth.register(this);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        if (health != null) {
            health.unregister();
            health = null;
        }
        remote.server().close();
        super.doStop();
    }

    RemoteOperations operations() {
        return remote;
    }

    @Override
    public String toString() {
        return "FtpProducer[" + UriText.shown(URISupport.sanitizeUri(ftp.getEndpointUri())) + "]";
    }

    private interface Wish {
        void on(FtpSession session) throws FtpException;
    }
}
