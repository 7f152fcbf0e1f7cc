package dev.drover.endpoint;

import java.util.Locale;

/** What may be asked of an endpoint. */
public enum Action {
    /** Reading a file. */
    GET,
    /** Writing a file. */
    PUT,
    LIST,
    DELETE,
    /** Renaming a file, both names. */
    MOVE,
    MKDIR;

    /** Its property: {@code allow.get}. */
    String property() {
        return "allow." + name().toLowerCase(Locale.ROOT);
    }
}
