package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.data.OutgoingData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An upload: bytes go out, and the server confirms them. */
final class OutgoingTransfer extends RunningTransfer {
    private final @Nullable OutgoingData data;

    /**
     * @param data null when the server answered as if all were done already, and takes nothing
     */
    OutgoingTransfer(
            Connection connection,
            ServerMemory memory,
            FtpCommand command,
            RemotePath file,
            TransferOptions options,
            @Nullable OutgoingData data,
            FtpReply first,
            TransferLog log) {
        super(connection, memory, command, file, options, data, first, log);
        this.data = data;
    }

    int write(ByteBuffer source) throws FtpException {
        requireOpen();
        int count = source.remaining();
        try {
            requireData().write(source);
            return count;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    long transferFrom(FileChannel source, long position) throws IOException {
        requireOpen();
        source.position(position);
        OutgoingData target = requireData();
        long before = target.bytes();
        try {
            target.transferFrom(source);
            return target.bytes() - before;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Ends the data and reads the final reply. */
    FtpReply finish() throws FtpException {
        requireOpen();
        requireWhole();
        OutgoingData target = requireData();
        try {
            target.complete();
        } catch (IOException e) {
            throw broken(e);
        }
        FtpReply reply = settle();
        try {
            target.requireTaken();
        } catch (IOException e) {
            throw end(FtpTransferException.broken(
                    server() + " confirmed " + command() + " with \"" + reply
                            + "\", but had reset the data connection, so it did not read all " + bytes() + " bytes.",
                    e,
                    file(),
                    bytes(),
                    isBackInStep()));
        }
        succeeded();
        return reply;
    }

    /** Whether the server spoke of the end, or ended the connection, before we had sent it. */
    boolean isDoubtful() {
        return confirmedEarly() || (data != null && data.endedEarly());
    }

    /** Checked before the end of the data is said: the server would take a short file for the whole. */
    private void requireWhole() throws FtpTransferException {
        OptionalLong expected = Transfers.remaining(options());
        if (expected.isEmpty() || expected.getAsLong() == bytes()) {
            return;
        }
        long moved = bytes();
        abort();
        throw FtpTransferException.broken(
                "The upload of " + file() + " to " + server() + " was broken off after " + moved
                        + " bytes: it should be " + expected.getAsLong() + " bytes, so its source changed meanwhile.",
                new IOException("the source has another size"),
                file(),
                moved,
                sessionIsUsable());
    }

    @Override
    void acknowledgeEnd() {
        closeData();
    }

    private OutgoingData requireData() throws FtpTransferException {
        if (data == null) {
            throw end(FtpTransferException.refused(
                    server() + " answered \"" + shown(first()) + "\" to " + command() + " and takes no data.",
                    file(),
                    0,
                    first(),
                    isBackInStep()));
        }
        return data;
    }
}
