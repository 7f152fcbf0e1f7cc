package dev.drover.route;

/**
 * What stands in place of content that no request can be taken from.
 *
 * @param kind of message, for whoever reads the dead letter
 * @param reason why, as it would stand in parentheses
 * @param raw the content as it crossed the wire; empty where there is none
 */
record UnreadableContent(String kind, String reason, byte[] raw) {
    /** No JSON, so that it is refused as a request. */
    @Override
    public String toString() {
        return "(" + reason + ": " + kind + ")";
    }
}
