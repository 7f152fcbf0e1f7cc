package dev.drover.camel;

import dev.drover.ftp.FtpReply;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.Download;
import dev.drover.ftp.client.FtpSession;
import dev.drover.ftp.client.TransferOptions;
import java.io.File;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.component.file.GenericFile;

/**
 * One file on its way into one exchange. By default it is fetched whole first: into memory while it is small, beyond
 * {@code spoolThreshold} into a temporary file that lives as long as the exchange. With {@code localWorkDirectory} it is
 * fetched into a file there, with {@code streamDownload} the body is the running transfer. In every way the file counts
 * as fetched only when the server has confirmed it and the size is right.
 */
final class Retrieval {
    private final FtpEndpoint endpoint;
    private final RemoteOperations operations;
    private final Exchange exchange;
    private final GenericFile<RemoteEntry> file;

    @SuppressWarnings("unchecked")
    Retrieval(FtpEndpoint endpoint, RemoteOperations operations, Exchange exchange) {
        this.endpoint = endpoint;
        this.operations = operations;
        this.exchange = exchange;
        this.file = (GenericFile<RemoteEntry>) Objects.requireNonNull(
                exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE), "the exchange carries no file");
    }

    void retrieve(String name, long size) {
        RemotePath path = pathOf(name);
        try {
            if (endpoint.getLocalWorkDirectory() != null
                    && !endpoint.getLocalWorkDirectory().isEmpty()) {
                fetchIntoWorkDirectory(path);
            } else if (endpoint.getConfiguration().isStreamDownload()) {
                stream(path);
            } else {
                fetch(path);
            }
        } catch (IOException e) {
            Failures.replyOf(e).ifPresent(reply -> Failures.show(reply, exchange.getIn()));
            Retrieved.release(exchange);
            throw Failures.wrap(e);
        }
    }

    private void fetch(RemotePath path) throws IOException {
        FtpReply done = operations.server().persist(() -> {
            Retrieved.release(exchange);
            try (ContinuedDownload download = download(path)) {
                download.open(0);
                SpooledBody body = SpooledBody.read(download, download.expectedSize(), endpoint);
                Retrieved.put(exchange, body);
                exchange.getExchangeExtension().setSafeCopyProperty(Retrieved.PROPERTY, body);
                FtpReply reply = download.finish();
                file.setBody(body.content());
                return reply;
            }
        });
        if (file.getBody() instanceof byte[] bytes) {
            check(path, digests -> digests.update(bytes, 0, bytes.length));
        } else if (file.getBody() instanceof File spooled) {
            check(path, digests -> digests.update(spooled.toPath()));
        }
        Failures.show(done, exchange.getIn());
    }

    private ContinuedDownload download(RemotePath path) {
        return new ContinuedDownload(endpoint, operations, path, file.getFile(), options());
    }

    private void stream(RemotePath path) throws IOException {
        Activity activity = operations.server().activity();
        BodyDigests digests =
                endpoint.getConfiguration().isVerifyChecksum() ? BodyDigests.with(operations.server()) : null;
        FtpSession session = operations.server().openForLong();
        boolean handedOver = false;
        try (Activity.Scope mine = activity.enter()) {
            Download download = operations.in(session, path, leaf -> session.openDownload(leaf, options()));
            RemoteStream stream =
                    new RemoteStream(session, download, activity, digests, watched -> compare(path, watched));
            Retrieved.put(exchange, stream);
            handedOver = true;
            file.setBody(stream);
            // Stream caching would read all of it into memory before the route sees any.
            exchange.getExchangeExtension().setStreamCacheDisabled(true);
            exchange.getIn().setHeader(FtpConstants.REMOTE_FILE_INPUT_STREAM, stream);
            Failures.show(session.lastReply(), exchange.getIn());
        } finally {
            if (!handedOver) {
                session.close();
            }
        }
    }

    private void fetchIntoWorkDirectory(RemotePath path) throws IOException {
        WorkFile work = WorkFile.of(endpoint, file);
        Retrieved.put(exchange, work);
        FtpReply done = operations.server().persist(() -> fetchInto(work, path));
        work.complete();
        check(path, digests -> digests.update(work.file().toPath()));
        file.setBody(work.file());
        exchange.getIn()
                .setHeader(FtpConstants.FILE_LOCAL_WORK_PATH, work.file().getPath());
        Failures.show(done, exchange.getIn());
    }

    private FtpReply fetchInto(WorkFile work, RemotePath path) throws IOException {
        try (ContinuedDownload download = download(path)) {
            Optional<RemoteVersion> version =
                    endpoint.isResumeDownload() ? download.version(work.hasPart()) : Optional.empty();
            download.open(work.prepare(path, version));
            work.write(download);
            return work.checked(download::finish);
        }
    }

    /** Compares what was fetched with what the server has, if the endpoint wants it. */
    private void check(RemotePath path, Feeding feeding) throws IOException {
        if (endpoint.getConfiguration().isVerifyChecksum()) {
            BodyDigests digests = BodyDigests.with(operations.server());
            feeding.feed(digests);
            compare(path, digests);
        }
    }

    private void compare(RemotePath path, BodyDigests digests) throws IOException {
        new ChecksumCheck(endpoint, operations).compare(path, digests, file.getFileLength(), "fetched");
        exchange.setProperty(BodyDigests.FETCHED, digests);
    }

    /** Shows digests all bytes of a body. */
    private interface Feeding {
        void feed(BodyDigests digests) throws IOException;
    }

    private TransferOptions options() {
        if (!endpoint.getConfiguration().isBinary()) {
            return TransferOptions.ASCII;
        }
        TransferOptions options = TransferOptions.BINARY;
        OptionalLong listed =
                file.getFile() == null ? OptionalLong.empty() : file.getFile().size();
        return endpoint.isVerifySize() && listed.isPresent() ? options.withExpectedSize(listed.getAsLong()) : options;
    }

    /** The path as it was listed, with its bytes, unless the file was renamed since. */
    private RemotePath pathOf(String name) {
        RemoteEntry entry = file.getFile();
        return entry != null && entry.path().toString().equals(name) ? entry.path() : RemotePath.of(name);
    }
}
