package dev.drover.testing.script;

import java.io.IOException;

/** The data connection could not be opened or was broken by the client; carries the reply a server gives then. */
final class DataLostException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reply;

    DataLostException(String reply, IOException cause) {
        super(reply, cause);
        this.reply = reply;
    }

    String reply() {
        return reply;
    }
}
