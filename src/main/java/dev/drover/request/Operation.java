package dev.drover.request;

import java.util.Locale;

/** What a request asks for. */
public enum Operation {
    /** Files from one endpoint to another. */
    TRANSFER,
    /** What stands in a directory, or at some paths. */
    LIST,
    DELETE,
    /** A transfer whose source is gone afterwards; within one endpoint a rename. */
    MOVE,
    MKDIR,
    /** The end of another request. */
    CANCEL;

    /** As JSON has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
