package dev.drover.camel;

import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient.Work;
import dev.drover.ftp.client.FtpSession;
import dev.drover.ftp.client.TransferOptions;
import dev.drover.ftp.client.Upload;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileExist;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes of one exchange into one remote file, verified. The body is not read before the server is ready for it, so a
 * connection that proves dead costs a second attempt and not the body.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final int TRANSFER_COMPLETE = 226;
    private static final int FILE_ACTION_COMPLETE = 250;

    private final FtpEndpoint endpoint;
    private final RemoteOperations operations;
    private final Exchange exchange;
    private long sent;
    private @Nullable BodyDigests digests;

    Delivery(FtpEndpoint endpoint, RemoteOperations operations, Exchange exchange) {
        this.endpoint = endpoint;
        this.operations = operations;
        this.exchange = exchange;
    }

    /** The body of the exchange, to be sent with {@link #store} or {@link #send(String, long, OutgoingBody)}. */
    OutgoingBody body(String name) {
        OutgoingBody body =
                new OutgoingBody(endpoint, exchange, Checksums.digest(endpoint.getChecksumFileAlgorithm()), watching());
        body.check(name);
        return body;
    }

    private @Nullable BodyDigests watching() {
        try {
            return endpoint.getConfiguration().isVerifyChecksum() ? BodyDigests.with(operations.server()) : null;
        } catch (IOException e) {
            throw Failures.wrap(e);
        }
    }

    /** Notes on the exchange that what was sent has its name now. */
    void note(String relativeName) {
        OptionalLong size = isAppend() ? OptionalLong.empty() : OptionalLong.of(sent);
        Delivered.note(exchange, relativeName, size, digests);
    }

    /** Compares what was sent with what the server has now, if the endpoint wants it. */
    void check(String name, OutgoingBody body) {
        BodyDigests taken = body.digests();
        if (taken != null) {
            try {
                new ChecksumCheck(endpoint, operations).compare(RemotePath.of(name), taken, sent, "sent");
                digests = taken;
            } catch (IOException e) {
                throw Failures.wrap(e);
            }
        }
    }

    /** Writes the body in place; gives the checksum of what was sent when the endpoint names an algorithm. */
    @Nullable
    String store(String name) {
        OutgoingBody body = body(name);
        shown(() -> isAppend()
                ? new ContinuedAppend(endpoint, operations, exchange, this, name).send(body)
                : send(name, 0, body));
        check(name, body);
        return body.checksum();
    }

    /** Writes a short text, replacing what is there. */
    void store(String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        shown(() -> once(name, 0, new Content() {
            @Override
            public void writeTo(Upload upload) throws IOException {
                upload.stream().write(bytes);
            }

            @Override
            public boolean isTouched() {
                return false;
            }

            @Override
            public boolean isRepeatable() {
                return true;
            }
        }));
    }

    /** Writes the body, and what is to follow each append, from a byte on, behind what the server has already. */
    FtpReply send(String name, long offset, OutgoingBody body) throws IOException {
        return once(name, offset, new Content() {
            @Override
            public void writeTo(Upload upload) throws IOException {
                long passed = body.writeTo(upload, offset);
                if (isAppend() && endpoint.getAppendChars() != null) {
                    byte[] more = endpoint.getAppendChars().getBytes(charset());
                    int from = (int) Math.min(passed, more.length);
                    upload.stream().write(more, from, more.length - from);
                }
            }

            @Override
            public boolean isTouched() {
                return body.isTouched();
            }

            @Override
            public boolean isRepeatable() {
                return body.isRepeatable();
            }
        });
    }

    /** How many bytes of the file have left us with the latest attempt and those that it continued. */
    long sent() {
        return sent;
    }

    /** Shows the last reply in the headers, whether it is good or bad, and turns failures into those of Camel. */
    void shown(Step step) {
        try {
            Failures.show(step.perform(), exchange.getIn());
        } catch (IOException e) {
            Failures.replyOf(e).ifPresent(reply -> Failures.show(reply, exchange.getIn()));
            throw Failures.wrap(e);
        }
    }

    /**
     * A session that ended while it was idle shows it now; as long as the body is untouched another one will do. A directory
     * that we know may have been removed since.
     */
    private FtpReply once(String name, long offset, Content content) throws IOException {
        RemotePath path = RemotePath.of(name);
        Work<FtpReply> work = session -> send(session, path, offset, content);
        boolean before = content.isTouched();
        boolean known = operations.knows(path.parent());
        try {
            return operations.server().call(work);
        } catch (FtpConnectionLostException e) {
            if (e.timedOut() || (content.isTouched() && !before)) {
                throw e;
            }
        } catch (FtpReplyException | FtpTransferException e) {
            boolean again = content.isRepeatable() || !content.isTouched() || before;
            if (!known || !again || !endpoint.isAutoCreate() || !isForWantOfDirectory(path.parent(), e)) {
                throw e;
            }
            LOG.info("The directory {} was removed meanwhile; it is made again: {}", path.parent(), e.getMessage());
        }
        return operations.server().call(work);
    }

    private boolean isForWantOfDirectory(RemotePath directory, FtpException failure) {
        if (Failures.replyOf(failure).filter(FtpReply::isPermanentFailure).isEmpty()) {
            return false;
        }
        try {
            return operations.server().repeatable(session -> !session.exists(directory));
        } catch (IOException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    private FtpReply send(FtpSession session, RemotePath path, long offset, Content content) throws IOException {
        boolean first = endpoint.isAutoCreate()
                ? operations.ensureDirectory(session, path.parent())
                : operations.learnDirectory(path.parent());
        sent = offset;
        try {
            return operations.in(session, path, leaf -> send(session, path, leaf, offset, content, first));
        } catch (FtpException e) {
            operations.forgetDirectory(path.parent());
            throw e;
        }
    }

    private FtpReply send(
            FtpSession session, RemotePath path, RemotePath leaf, long offset, Content content, boolean first)
            throws IOException {
        try (Upload upload = begin(session, leaf, offset)) {
            FtpReply done;
            try {
                content.writeTo(upload);
                done = upload.finish();
            } finally {
                sent = offset + upload.bytes();
            }
            if (first || offset > 0 || endpoint.isVerifyUpload() || upload.isDoubtful() || !isUsual(done)) {
                verify(session, path, leaf);
            }
            return done;
        }
    }

    private static boolean isUsual(FtpReply reply) {
        return reply.code() == TRANSFER_COMPLETE || reply.code() == FILE_ACTION_COMPLETE;
    }

    private Upload begin(FtpSession session, RemotePath leaf, long offset) throws FtpException {
        TransferOptions options =
                endpoint.getConfiguration().isBinary() ? TransferOptions.BINARY : TransferOptions.ASCII;
        // What is appended goes to the end by itself, also the rest of it.
        return isAppend() ? session.openAppend(leaf, options) : session.openUpload(leaf, options.withOffset(offset));
    }

    private boolean isAppend() {
        return endpoint.getFileExist() == GenericFileExist.Append;
    }

    /** Asks what the server has got. One that does not tell has confirmed the transfer, which must do. */
    private void verify(FtpSession session, RemotePath path, RemotePath leaf) throws IOException {
        if (!endpoint.isVerifySize() || !endpoint.getConfiguration().isBinary() || isAppend()) {
            return;
        }
        OptionalLong size;
        try {
            size = session.size(leaf);
        } catch (FtpReplyException e) {
            LOG.debug("The size of {} was not told: {}", path, e.getMessage());
            return;
        }
        if (size.isPresent() && size.getAsLong() != sent) {
            throw FtpTransferException.incomplete(
                    endpoint.getConfiguration().remoteServerInformation() + " confirmed " + path + ", but has "
                            + size.getAsLong() + " of " + sent + " bytes of it.",
                    path,
                    sent);
        }
    }

    private Charset charset() {
        String charset = endpoint.getCharset();
        return charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset);
    }

    /** Something that ends with a reply. */
    interface Step {
        FtpReply perform() throws IOException;
    }

    /** What is sent. */
    private interface Content {
        void writeTo(Upload upload) throws IOException;

        boolean isTouched();

        boolean isRepeatable();
    }
}
