package dev.drover.testing.script;

import java.io.IOException;

/** The texts of 227 and 229. */
final class PassiveReply {
    private PassiveReply() {}

    /** The answer to the command the conversation is at: 229 to EPSV, else 227. */
    static String of(Conversation conversation, int port) {
        return conversation.verb().equals("EPSV")
                ? extended(port)
                : passive(conversation.localAddress().getHostAddress(), port);
    }

    /** RFC 2428 section 3. */
    static String extended(int port) {
        return "229 Entering Extended Passive Mode (|||" + port + "|)";
    }

    static String passive(String address, int port) {
        return "227 Entering Passive Mode (" + address.replace('.', ',') + "," + port / 256 + "," + port % 256 + ").";
    }

    /** With a fresh port in place of the marks, if there are any. */
    static String filled(String text, DataPath data) throws IOException {
        if (!text.contains("{port}") && !text.contains("{p1}")) {
            return text;
        }
        int port = data.listen();
        return text.replace("{port}", Integer.toString(port))
                .replace("{p1}", Integer.toString(port / 256))
                .replace("{p2}", Integer.toString(port % 256));
    }
}
