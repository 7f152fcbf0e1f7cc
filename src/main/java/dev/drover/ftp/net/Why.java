package dev.drover.ftp.net;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;

/** Why a connection failed, as one clause: what the JDK says of it, and what it leaves unsaid. */
public final class Why {
    private Why() {}

    /** Never empty: several exceptions of the JDK have no message. */
    public static String of(Throwable failure) {
        boolean deadline = failure instanceof SocketTimeoutException;
        if (failure instanceof ClosedByInterruptException || (failure instanceof InterruptedIOException && !deadline)) {
            return "the thread was interrupted";
        }
        if (failure instanceof ClosedChannelException) {
            return "it was closed from this side";
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
