package dev.drover.ftp.tls;

import java.io.EOFException;

/**
 * A TLS connection ended without close_notify (RFC 8446 section 6.1): somebody on the way may have cut it, so what
 * arrived may be a part only.
 */
public final class TruncatedException extends EOFException {
    private static final long serialVersionUID = 1L;

    TruncatedException(String message) {
        super(message);
    }
}
