package dev.drover.testing.script;

/** Lines that a server adds to its replies, such as the message of a directory. */
enum Chatter {
    NONE,
    /** What counts stands in the last line. */
    BEFORE,
    /** What counts stands in the first line. */
    AFTER;

    /** The reply with the chatter of its server; one that has many lines already stays as it is. */
    String around(String reply, String lineEnd) {
        if (this == NONE || reply.contains("\n")) {
            return reply;
        }
        String code = reply.substring(0, 3);
        return this == BEFORE
                ? code + "-You are user 12 of 50 here." + lineEnd + "226 of them \"were\" before." + lineEnd + reply
                : code + "-" + reply.substring(4) + lineEnd + " 12 of 50 users say \"hello\"" + lineEnd + code + " End";
    }
}
