package dev.drover.ftp.client;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpListingException;
import dev.drover.ftp.listing.ListingLine;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/** The lines of a listing as they come in; each is bounded. CRLF and bare LF both end a line. */
final class DataLines {
    private static final int LINE_BYTES = 64 * 1024;
    private static final int BUFFER_BYTES = 32 * 1024;

    private final IncomingTransfer transfer;
    private final Charset charset;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private boolean ended;

    DataLines(IncomingTransfer transfer, Charset charset) {
        this.transfer = transfer;
        this.charset = charset;
    }

    /** The next line without its end, null at the end of the data. */
    @Nullable
    ListingLine next() throws FtpException {
        while (!ended) {
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    return take();
                }
                append(next);
            }
            buffer.clear();
            ended = transfer.read(buffer) < 0;
            buffer.flip();
        }
        return line.size() > 0 ? take() : null;
    }

    private void append(byte next) throws FtpListingException {
        if (line.size() >= LINE_BYTES) {
            throw new FtpListingException("The server sent a listing line of more than " + LINE_BYTES + " bytes.");
        }
        line.write(next);
    }

    private ListingLine take() {
        byte[] bytes = line.toByteArray();
        line.reset();
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return ListingLine.of(text);
        } catch (CharacterCodingException e) {
            return ListingLine.ofBytes(bytes);
        }
    }
}
