package dev.drover.request;

import dev.drover.transfer.ErrorClass;
import java.util.Optional;

/**
 * Why a request is not carried out at all. Nothing of it was done, and nothing will be if it comes again as it is.
 *
 * @param requestId where the message tells one that can be trusted
 * @param errorClass INVALID or FORBIDDEN
 * @param code the reason in one word, for programs
 * @param message one sentence, for people
 */
public record Rejection(Optional<String> requestId, ErrorClass errorClass, Code code, String message) {
    /** Why. */
    public enum Code {
        /** Longer than {@link RequestReader#MAX_BYTES}. */
        TOO_LARGE,
        /** No JSON, or JSON that can be read in two ways. */
        MALFORMED,
        /** Not as the schema wants it. */
        SCHEMA,
        /** Each field is right, but they do not go together. */
        CONTRADICTION,
        UNKNOWN_ENDPOINT,
        /** The endpoint does not allow it. */
        NOT_ALLOWED,
        /** Right and allowed, but not done by this version. */
        NOT_SUPPORTED,
        /** Another request had this id. */
        ID_REUSED,
        /** The message would not outlive the broker. */
        NOT_PERSISTENT,
        /** It is to begin later than requests may wait. */
        TOO_FAR_AHEAD
    }

    /** With its reason in front. */
    @Override
    public String toString() {
        return errorClass + " " + code + ": " + message;
    }
}
