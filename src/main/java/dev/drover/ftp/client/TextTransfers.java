package dev.drover.ftp.client;

import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemotePath;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.function.Consumer;

/** Files of lines: TYPE A on the wire (RFC 959 section 3.1.1.1), strings without line ends on our side. */
final class TextTransfers {
    private static final int LINE_CHARACTERS = 1024 * 1024;

    private final Transfers transfers;

    TextTransfers(Transfers transfers) {
        this.transfers = transfers;
    }

    long download(RemotePath file, Charset charset, Consumer<String> each) throws IOException {
        requireSingleByteLineFeed(charset);
        long lines = 0;
        try (Download download = transfers.download(file, TransferOptions.ASCII)) {
            Reader reader = Channels.newReader(download.channel(), charset.newDecoder(), -1);
            StringBuilder line = new StringBuilder();
            char[] buffer = new char[8192];
            for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == '\n') {
                        each.accept(line.toString());
                        line.setLength(0);
                        lines++;
                    } else {
                        append(line, buffer[i], file, download);
                    }
                }
            }
            download.finish();
            if (line.length() > 0) {
                each.accept(line.toString());
                lines++;
            }
        }
        return lines;
    }

    private static void append(StringBuilder line, char next, RemotePath file, Download download)
            throws FtpTransferException {
        if (line.length() >= LINE_CHARACTERS) {
            throw FtpTransferException.incomplete(
                    file + " has a line of more than " + LINE_CHARACTERS + " characters; download it as bytes.",
                    file,
                    download.bytes());
        }
        line.append(next);
    }

    long upload(Iterable<String> lines, RemotePath file, Charset charset) throws IOException {
        requireSingleByteLineFeed(charset);
        long count = 0;
        try (Upload upload = transfers.upload(file, FtpVerb.STOR, TransferOptions.ASCII)) {
            Writer writer = new BufferedWriter(Channels.newWriter(upload.channel(), charset.newEncoder(), -1));
            for (String line : lines) {
                if (line.indexOf('\n') >= 0) {
                    throw new IllegalArgumentException("a line for " + file + " holds a line feed");
                }
                writer.write(line);
                writer.write('\n');
                count++;
            }
            writer.close();
            upload.finish();
        }
        return count;
    }

    /** Line ends are converted as bytes: where a line feed is more than one, that would tear characters apart. */
    private static void requireSingleByteLineFeed(Charset charset) {
        if (!Arrays.equals("\n".getBytes(charset), new byte[] {'\n'})) {
            throw new IllegalArgumentException(
                    "text in " + charset + " cannot go as lines: its line feed is not one byte; move it as bytes");
        }
    }
}
