package dev.drover.endpoint;

/** There is no endpoint of that name. */
public final class UnknownEndpointException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownEndpointException(String message) {
        super(message);
    }
}
