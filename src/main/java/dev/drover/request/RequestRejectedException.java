package dev.drover.request;

import dev.drover.transfer.ErrorClass;
import java.util.Optional;

/** A request is rejected; nothing of it was done. */
public final class RequestRejectedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    RequestRejectedException(Rejection rejection) {
        super(rejection.toString());
        this.rejection = rejection;
    }

    static RequestRejectedException invalid(Optional<String> requestId, Rejection.Code code, String message) {
        return new RequestRejectedException(new Rejection(requestId, ErrorClass.INVALID, code, message));
    }

    static RequestRejectedException invalid(TransferRequest request, Rejection.Code code, String message) {
        return invalid(Optional.of(request.id()), code, message);
    }

    static RequestRejectedException forbidden(TransferRequest request, String message) {
        return new RequestRejectedException(
                new Rejection(Optional.of(request.id()), ErrorClass.FORBIDDEN, Rejection.Code.NOT_ALLOWED, message));
    }

    public Rejection rejection() {
        return rejection;
    }
}
