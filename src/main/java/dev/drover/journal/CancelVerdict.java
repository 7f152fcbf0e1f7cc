package dev.drover.journal;

/** What became of the wish to cancel a request. */
public enum CancelVerdict {
    /** Nobody worked on it; it is cancelled. */
    CANCELLED,
    /** The node that works on it will see the wish when it next renews its lease. */
    REQUESTED,
    /** It had ended already. */
    TOO_LATE,
    UNKNOWN
}
