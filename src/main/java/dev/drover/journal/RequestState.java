package dev.drover.journal;

/** Where a transfer request stands. */
public enum RequestState {
    /** Known, not looked at yet. */
    RECEIVED,
    /** Good, nobody works on it. */
    ACCEPTED,
    /** For its time, for an endpoint, for capacity. */
    WAITING,
    /** A node works on it, for as long as its lease runs. */
    RUNNING,
    /** An attempt failed, another one follows. */
    RETRY_WAIT,
    COMPLETED,
    /** Some items completed, some failed for good. */
    PARTIAL,
    FAILED,
    CANCELLED,
    /** Its deadline passed first. */
    EXPIRED,
    /** Invalid or not allowed; nothing was done. */
    REJECTED,
    /** Failed for good, and a dead letter says so. */
    DEAD;

    /** Whether a dead letter tells of it: not all was done, and nobody wanted that. */
    public boolean isDeadLettered() {
        return this == PARTIAL || this == FAILED || this == EXPIRED || this == REJECTED || this == DEAD;
    }

    /** Whether nothing more happens unless an operator replays it. */
    public boolean isFinal() {
        return switch (this) {
            case RECEIVED, ACCEPTED, WAITING, RUNNING, RETRY_WAIT -> false;
            case COMPLETED, PARTIAL, FAILED, CANCELLED, EXPIRED, REJECTED, DEAD -> true;
        };
    }
}
