package dev.drover.camel;

import dev.drover.ftp.client.Upload;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The body of an exchange on its way to a server. Files are copied by channel, text is encoded as it is written, all else
 * is read as a stream. A stream that an earlier attempt has read is an error, never an empty file.
 */
final class OutgoingBody {
    /** The exchange property that holds the stream which was begun, to know it again when a route tries again. */
    private static final String BEGUN = "DroverBodyBegun";

    private final FtpEndpoint endpoint;
    private final Exchange exchange;
    private final Message message;
    private final @Nullable MessageDigest digest;
    private final @Nullable BodyDigests watching;
    private @Nullable BodyDigests digests;
    private boolean touched;
    private @Nullable Version version;

    /** What tells that a local file is still the one whose first part was sent. */
    private record Version(long size, long modified) {}

    /** Lets only what comes behind the first bytes through. */
    private static final class RestOutputStream extends FilterOutputStream {
        private long left;

        RestOutputStream(OutputStream out, long skipped) {
            super(out);
            this.left = skipped;
        }

        @Override
        public void write(int b) throws IOException {
            if (left > 0) {
                left--;
            } else {
                out.write(b);
            }
        }

        @Override
        public void write(byte[] source, int from, int length) throws IOException {
            int skipped = (int) Math.min(left, length);
            left -= skipped;
            if (length > skipped) {
                out.write(source, from + skipped, length - skipped);
            }
        }
    }

    /**
     * Nothing is read yet.
     *
     * @param digest what the sent bytes are fed to, if anything
     * @param watching what they are fed to as well, to be compared with what the server has
     */
    OutgoingBody(
            FtpEndpoint endpoint, Exchange exchange, @Nullable MessageDigest digest, @Nullable BodyDigests watching) {
        this.watching = watching;
        this.endpoint = endpoint;
        this.exchange = exchange;
        this.message = exchange.getIn();
        this.digest = digest;
    }

    /** Refuses a null body unless the endpoint allows one. */
    void check(String name) {
        if (isNull() && !endpoint.isAllowNullBody()) {
            throw new GenericFileOperationFailedException("Cannot write null body to file: " + name);
        }
    }

    /** Whether any of it was read, so that it may not be readable again. */
    boolean isTouched() {
        return touched;
    }

    /** Whether it can be read from the start again after it was read. */
    boolean isRepeatable() {
        Object body = message.getBody();
        if (body instanceof WrappedFile<?> wrapped) {
            body = wrapped.getFile() instanceof File ? wrapped.getFile() : wrapped.getBody();
        }
        return body == null
                || body instanceof File
                || body instanceof Path
                || body instanceof byte[]
                || body instanceof String
                || body instanceof StreamCache
                || body instanceof ByteArrayInputStream;
    }

    /**
     * Sends all of it from a byte on; the checksum is that of the whole in any case.
     *
     * @param offset bytes that the server has already
     * @return how many of them lie behind the end of the body
     */
    long writeTo(Upload upload, long offset) throws IOException {
        File file = plainFile();
        if (digest != null) {
            digest.reset();
        }
        if (watching != null) {
            digests = watching.anew();
        }
        if (isNull()) {
            touched = true;
            return offset;
        }
        if (file != null && digest == null && digests == null) {
            return copyFile(file, upload, offset);
        }
        RestOutputStream rest = new RestOutputStream(upload.stream(), offset);
        OutputStream out = offset == 0 ? upload.stream() : rest;
        out = digests == null ? out : digests.watch(out);
        out = digest == null ? out : new DigestOutputStream(out, digest);
        if (file == null) {
            copy(out);
        } else {
            copyUnchanged(file, out);
        }
        return rest.left;
    }

    private void copyUnchanged(File file, OutputStream out) throws IOException {
        Version now = new Version(file.length(), file.lastModified());
        Version begun = version == null ? now : version;
        version = begun;
        copy(out);
        Version after = new Version(file.length(), file.lastModified());
        if (!now.equals(begun) || !after.equals(begun)) {
            throw changed(file, begun, after.size());
        }
    }

    private static IOException changed(File file, Version begun, long now) {
        return new IOException("The local file " + file + " changed while it was sent: it had " + begun.size()
                + " bytes, and then " + now + ".");
    }

    /** Those of all that was sent with the last attempt and those that it continued; null when they are not wanted. */
    @Nullable
    BodyDigests digests() {
        return digests;
    }

    /** The checksum of what was sent, if it was wanted. */
    @Nullable
    String checksum() {
        return digest == null ? null : Checksums.hex(digest);
    }

    private boolean isNull() {
        return message.getBody() == null;
    }

    /** The local file that holds the bytes as they shall be sent, if there is one. */
    private @Nullable File plainFile() {
        if (endpoint.getCharset() != null) {
            return null;
        }
        Object body = message.getBody();
        if (body instanceof GenericFile<?> generic && generic.getCharset() != null) {
            return null;
        }
        if (body instanceof WrappedFile<?> wrapped) {
            body = wrapped.getFile() instanceof File ? wrapped.getFile() : wrapped.getBody();
        }
        if (body instanceof Path path) {
            return path.toFile();
        }
        return body instanceof File file ? file : null;
    }

    private long copyFile(File file, Upload upload, long offset) throws IOException {
        try (FileChannel from = FileChannel.open(file.toPath(), StandardOpenOption.READ)) {
            touched = true;
            Version now = new Version(from.size(), file.lastModified());
            Version begun = version == null ? now : version;
            version = begun;
            long start = Math.min(offset, now.size());
            long sent = now.equals(begun) ? start + upload.transferFrom(from, start) : now.size();
            if (!now.equals(begun) || sent != now.size()) {
                throw changed(file, begun, sent);
            }
            return offset - start;
        }
    }

    private void copy(OutputStream out) throws IOException {
        String charset = endpoint.getCharset();
        if (charset == null) {
            try (InputStream in = stream()) {
                touched = true;
                byte[] buffer = new byte[endpoint.getBufferSize()];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    out.write(buffer, 0, count);
                }
            }
        } else {
            Writer writer = new OutputStreamWriter(out, Charset.forName(charset));
            copyText(writer);
            writer.flush();
        }
    }

    private void copyText(Writer writer) throws IOException {
        Reader reader = message.getBody() instanceof String ? null : message.getBody(Reader.class);
        touched = true;
        if (reader == null) {
            writer.write(mandatory(String.class));
        } else {
            try (reader) {
                reader.transferTo(writer);
            }
        }
    }

    private InputStream stream() throws IOException {
        if (message.getBody() instanceof StreamCache cache) {
            cache.reset();
        }
        InputStream in = mandatory(InputStream.class);
        if (in == exchange.getProperty(BEGUN)) {
            rewind(in);
        }
        exchange.setProperty(BEGUN, in);
        return in;
    }

    private static void rewind(InputStream in) throws IOException {
        if (in instanceof StreamCache cache) {
            cache.reset();
        } else if (in instanceof ByteArrayInputStream bytes) {
            bytes.reset();
        } else {
            throw new IOException("The body was read by an earlier attempt and cannot be read again; nothing was sent."
                    + " Use a body that can be read twice (stream caching, a file), or redeliver from the start.");
        }
    }

    private <T> T mandatory(Class<T> type) {
        try {
            return message.getMandatoryBody(type);
        } catch (InvalidPayloadException e) {
            throw new GenericFileOperationFailedException("Cannot read the body to send: " + e.getMessage(), e);
        }
    }
}
