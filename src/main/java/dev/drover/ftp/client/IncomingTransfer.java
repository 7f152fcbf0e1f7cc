package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TransferType;
import dev.drover.ftp.data.IncomingData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A download or a listing: bytes come in, and their count is held against what was announced. */
final class IncomingTransfer extends RunningTransfer {
    private final @Nullable IncomingData data;
    private final OptionalLong expected;
    private final OptionalLong announced;

    /**
     * @param data null when the server answered that there is nothing to send
     */
    IncomingTransfer(
            Connection connection,
            ServerMemory memory,
            FtpCommand command,
            RemotePath file,
            TransferOptions options,
            @Nullable IncomingData data,
            FtpReply first,
            TransferLog log) {
        super(connection, memory, command, file, options, data, first, log);
        this.data = data;
        this.expected = Transfers.remaining(options);
        // Servers disagree whether the number in a 150 counts what a restart skips: it holds for whole files only.
        boolean hint = command.is(FtpVerb.RETR) && options.offset() == 0 && options.type() != TransferType.ASCII;
        this.announced = hint ? Replies.announcedBytes(first, file) : OptionalLong.empty();
    }

    /** The size of the whole file, where it was told. */
    OptionalLong wholeSize() {
        return options().expectedSize().isPresent() ? options().expectedSize() : announced;
    }

    int read(ByteBuffer target) throws FtpException {
        requireOpen();
        try {
            return data == null ? -1 : data.read(target);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Reads the end of the data and the final reply, and checks the count. */
    FtpReply finish() throws FtpException {
        requireOpen();
        if (data != null && !data.isAtEnd() && read(ByteBuffer.allocate(1)) >= 0) {
            abort();
            throw FtpTransferException.broken(
                    "The download of " + file() + " from " + server()
                            + " was finished before all of its data was read; it was broken off. Read to the end first.",
                    new IOException("data was left unread"),
                    file(),
                    bytes(),
                    sessionIsUsable());
        }
        try {
            if (data != null) {
                data.complete();
            }
        } catch (IOException e) {
            throw broken(e);
        }
        FtpReply reply = settle();
        checkCount();
        succeeded();
        return reply;
    }

    @Override
    void acknowledgeEnd() {
        try {
            if (data != null && data.read(ByteBuffer.allocate(1)) < 0) {
                data.complete();
            }
        } catch (IOException e) {
            closeData();
        }
    }

    private void checkCount() throws FtpTransferException {
        if (options().type() == TransferType.ASCII) {
            return;
        }
        long moved = bytes();
        if (expected.isPresent() && expected.getAsLong() != moved) {
            throw wrongCount("it should be " + expected.getAsLong() + " bytes");
        }
        if (expected.isEmpty() && moved < announced.orElse(0) && sizeNow().orElse(announced.getAsLong()) != moved) {
            throw wrongCount("the server had announced " + announced.getAsLong() + " bytes");
        }
        if (data != null && data.wasTruncated() && expected.isEmpty() && announced.orElse(-1) != moved) {
            throw wrongCount("the data ended without close_notify and its size is not known");
        }
    }

    /** Asked where the announcement and the data differ, since either may be wrong; empty when the server does not say. */
    private OptionalLong sizeNow() {
        try {
            FtpReply reply = ask(FtpCommand.of(FtpVerb.SIZE, file()));
            return reply.isCompletion() ? Replies.size(reply) : OptionalLong.empty();
        } catch (FtpException e) {
            // What was announced holds then.
            return OptionalLong.empty();
        }
    }

    private FtpTransferException wrongCount(String why) {
        String message = server() + " confirmed " + command() + " after " + bytes() + " bytes, but " + why
                + "; the file is not complete or changed meanwhile.";
        return end(FtpTransferException.incomplete(message, file(), bytes(), isBackInStep()));
    }
}
