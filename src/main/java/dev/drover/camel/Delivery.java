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
import java.security.MessageDigest;
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

    private final FtpEndpoint endpoint;
    private final RemoteOperations operations;
    private final Exchange exchange;

    Delivery(FtpEndpoint endpoint, RemoteOperations operations, Exchange exchange) {
        this.endpoint = endpoint;
        this.operations = operations;
        this.exchange = exchange;
    }

    /** Writes the body; gives the checksum of what was sent when the endpoint names an algorithm. */
    @Nullable
    String store(String name) {
        MessageDigest digest = Checksums.digest(endpoint.getChecksumFileAlgorithm());
        OutgoingBody body = new OutgoingBody(endpoint, exchange, digest);
        body.check(name);
        send(name, new Content() {
            @Override
            public void writeTo(Upload upload) throws IOException {
                body.writeTo(upload);
                if (isAppend() && endpoint.getAppendChars() != null) {
                    upload.stream().write(endpoint.getAppendChars().getBytes(charset()));
                }
            }

            @Override
            public boolean isTouched() {
                return body.isTouched();
            }
        });
        return digest == null ? null : Checksums.hex(digest);
    }

    /** Writes a short text, replacing what is there. */
    void store(String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        send(name, new Content() {
            @Override
            public void writeTo(Upload upload) throws IOException {
                upload.stream().write(bytes);
            }

            @Override
            public boolean isTouched() {
                return false;
            }
        });
    }

    private void send(String name, Content content) {
        RemotePath path = RemotePath.of(name);
        try {
            Failures.show(once(session -> send(session, path, content), content), exchange.getIn());
        } catch (IOException e) {
            Failures.replyOf(e).ifPresent(reply -> Failures.show(reply, exchange.getIn()));
            throw Failures.wrap(e);
        }
    }

    /** A session that ended while it was idle shows it now; as long as the body is untouched another one will do. */
    private FtpReply once(Work<FtpReply> work, Content content) throws IOException {
        try {
            return operations.server().call(work);
        } catch (FtpConnectionLostException e) {
            if (e.timedOut() || content.isTouched()) {
                throw e;
            }
            return operations.server().call(work);
        }
    }

    private FtpReply send(FtpSession session, RemotePath path, Content content) throws IOException {
        if (endpoint.isAutoCreate()) {
            operations.ensureDirectory(session, path.parent());
        }
        try (Upload upload = begin(session, path)) {
            content.writeTo(upload);
            FtpReply done = upload.finish();
            verify(session, path, upload.bytes());
            return done;
        } catch (FtpException e) {
            operations.forgetDirectory(path.parent());
            throw e;
        }
    }

    private Upload begin(FtpSession session, RemotePath path) throws IOException {
        TransferOptions options =
                endpoint.getConfiguration().isBinary() ? TransferOptions.BINARY : TransferOptions.ASCII;
        return operations.in(
                session,
                path,
                leaf -> isAppend() ? session.openAppend(leaf, options) : session.openUpload(leaf, options));
    }

    private boolean isAppend() {
        return endpoint.getFileExist() == GenericFileExist.Append;
    }

    /** Asks what the server has got. One that does not tell has confirmed the transfer, which must do. */
    private void verify(FtpSession session, RemotePath path, long sent) throws IOException {
        if (!endpoint.isVerifySize() || !endpoint.getConfiguration().isBinary() || isAppend()) {
            return;
        }
        OptionalLong size;
        try {
            size = operations.in(session, path, session::size);
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

    /** What is sent. */
    private interface Content {
        void writeTo(Upload upload) throws IOException;

        boolean isTouched();
    }
}
