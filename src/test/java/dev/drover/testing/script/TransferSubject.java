package dev.drover.testing.script;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a transfer command is about: the bytes to send, or the file to store. */
final class TransferSubject {
    private final Conversation conversation;
    private final String verb;
    private final String path;
    private final byte @Nullable [] content;

    private TransferSubject(Conversation conversation, byte @Nullable [] content) {
        this.conversation = conversation;
        this.content = content;
        verb = conversation.verb();
        path = isUnique() ? uniqueName() : conversation.pathArgument();
    }

    /** @param content sent in place of what the tree has, or null */
    static TransferSubject of(Conversation conversation, byte @Nullable [] content) {
        return new TransferSubject(conversation, content);
    }

    boolean isUpload() {
        return verb.equals("STOR") || verb.equals("APPE") || isUnique();
    }

    private boolean isUnique() {
        return verb.equals("STOU");
    }

    private String uniqueName() {
        int n = 1;
        while (tree().find(ScriptedTree.resolve(conversation.login().workingDirectory, "unique." + n))
                .isPresent()) {
            n++;
        }
        return ScriptedTree.resolve(conversation.login().workingDirectory, "unique." + n);
    }

    /** The reply of a server that has no such file, or null when the transfer may begin. */
    @Nullable
    String refusal() {
        boolean possible =
                switch (verb) {
                    case "RETR" -> content != null || tree().file(path).isPresent();
                    case "MLSD" -> content != null || tree().isDirectory(path);
                    case "LIST", "NLST" -> content != null || tree().find(path).isPresent();
                    default -> tree().isDirectory(ScriptedTree.parentOf(path)) && !tree().isDirectory(path);
                };
        return possible ? null : "550 " + path + ": No such file or directory.";
    }

    String announcement() {
        return isUnique() ? "150 FILE: " + ScriptedTree.nameOf(path) : "150 Opening data connection.";
    }

    byte[] outgoing() {
        if (content != null) {
            return content;
        }
        if (verb.equals("RETR")) {
            byte[] whole = tree().file(path).orElseThrow().bytes();
            byte[] shown = conversation.login().ascii ? withCarriageReturns(whole) : whole;
            int from = (int) Math.min(conversation.login().takeRestart(), shown.length);
            return Arrays.copyOfRange(shown, from, shown.length);
        }
        return listing().getBytes(traits().charset);
    }

    private String listing() {
        Map<String, ScriptedTree.Node> entries = tree().isDirectory(path)
                ? tree().children(path)
                : Map.of(ScriptedTree.nameOf(path), tree().find(path).orElseThrow());
        StringBuilder lines = new StringBuilder();
        entries.forEach((name, node) -> lines.append(
                        switch (verb) {
                            case "MLSD" -> ListingLine.facts(name, node);
                            case "LIST" ->
                                traits().listsLikeDos ? ListingLine.dos(name, node) : ListingLine.unix(name, node);
                            default -> name;
                        })
                .append(traits().lineEnd));
        return lines.toString();
    }

    void store(byte[] received) {
        byte[] plain = conversation.login().ascii ? withoutCarriageReturns(received) : received;
        byte[] before = tree().file(path).map(ScriptedTree.Node::bytes).orElse(new byte[0]);
        long restart = conversation.login().takeRestart();
        int at = verb.equals("APPE") ? before.length : (int) Math.min(restart, before.length);
        byte[] after =
                Arrays.copyOf(before, restart > 0 ? Math.max(before.length, at + plain.length) : at + plain.length);
        System.arraycopy(plain, 0, after, at, plain.length);
        tree().put(path, after);
    }

    private static byte[] withCarriageReturns(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
        for (byte b : bytes) {
            if (b == '\n') {
                out.write('\r');
            }
            out.write(b);
        }
        return out.toByteArray();
    }

    private static byte[] withoutCarriageReturns(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replace("\r\n", "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private ScriptedTree tree() {
        return conversation.server().tree();
    }

    private ServerTraits traits() {
        return conversation.traits();
    }
}
