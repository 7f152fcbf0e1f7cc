package dev.drover.ftp.client;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpListingException;
import dev.drover.ftp.listing.ListingLine;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/** The lines of a listing as they come in; each is bounded. CRLF and bare LF both end a line. */
final class DataLines {
    private static final int LINE_BYTES = 64 * 1024;
    private static final int BUFFER_BYTES = 32 * 1024;

    private final IncomingTransfer transfer;
    private final CharsetDecoder decoder;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private boolean ended;

    DataLines(IncomingTransfer transfer, Charset charset) {
        this.transfer = transfer;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** The next line without its end, null at the end of the data. */
    @Nullable
    ListingLine next() throws FtpException {
        while (!ended) {
            append(bytesOfLine());
            if (buffer.hasRemaining()) {
                buffer.get();
                return take();
            }
            ended = transfer.read(buffer.clear()) < 0;
            buffer.flip();
        }
        return line.size() > 0 ? take() : null;
    }

    /** How many bytes in the buffer belong to the line: up to its end, or all. */
    private int bytesOfLine() {
        int end = buffer.position();
        while (end < buffer.limit() && buffer.get(end) != '\n') {
            end++;
        }
        return end - buffer.position();
    }

    private void append(int count) throws FtpListingException {
        if (count > LINE_BYTES - line.size()) {
            throw new FtpListingException("The server sent a listing line of more than " + LINE_BYTES + " bytes.");
        }
        line.write(buffer.array(), buffer.arrayOffset() + buffer.position(), count);
        buffer.position(buffer.position() + count);
    }

    private ListingLine take() {
        byte[] bytes = line.toByteArray();
        line.reset();
        try {
            return ListingLine.of(decoder.decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return ListingLine.ofBytes(bytes);
        }
    }
}
