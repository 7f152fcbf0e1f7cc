package dev.drover.testing.script;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A play for a scripted FTP server. Without a word it is a sensible server with an empty in-memory tree that lets anybody
 * in; a test writes down only where it wants something else:
 *
 * <pre>{@code
 * try (ScriptedServer server = FtpScript.server()
 *         .file("/a.txt", "hello")
 *         .on("USER", "331 go")
 *         .on("RETR /a.txt").closesDataEarly(3).thenReplies("226 done")
 *         .once("NOOP").closesControl()
 *         .start()) { ... }
 * }</pre>
 *
 * <p>{@link #on} and {@link #once} open a scene: the steps after them happen in order when that command comes. A command
 * is a verb, then it matches with any argument, or a whole line. Scenes played {@code once} go first, in the order
 * written and counted over all connections; else the last one written that matches. {@link #greets} opens the scene of
 * a new connection. A transfer step says 150 before it and 226 after it unless the scene gives its own replies.
 * The words under "the whole server" hold everywhere, whichever scene is open.
 *
 * <p>Not thread-safe; not to be changed after {@link #start}. Start one script once.
 */
public final class FtpScript {
    private final List<Scene> scenes = new ArrayList<>();
    private final List<Scene> greetings = new ArrayList<>();
    private final ScriptedTree tree = new ScriptedTree();
    private Scene scene;
    private final ServerTraits traits = new ServerTraits();

    private FtpScript() {
        scene = new Scene(false);
        scene.add(conversation -> conversation.reply("220 Scripted server ready."));
        greetings.add(scene);
    }

    public static FtpScript server() {
        return new FtpScript();
    }

    /** Listens on a free loopback port. */
    public ScriptedServer start() {
        try {
            return ScriptedServer.start(this, tree.copy());
        } catch (IOException e) {
            throw new UncheckedIOException("no scripted server on " + traits.address, e);
        }
    }

    // ---- scenes

    /** The scene of a new connection, in place of {@code 220}. */
    public FtpScript greets(String... replyLines) {
        scene = new Scene(false);
        greetings.add(scene);
        return replyLines.length == 0 ? this : replies(replyLines);
    }

    /** The scene of one new connection; the next connection gets the next such scene, then the usual one. */
    public FtpScript greetsOnce(String... replyLines) {
        scene = new Scene(true);
        greetings.add(scene);
        return replyLines.length == 0 ? this : replies(replyLines);
    }

    public FtpScript on(String command) {
        return open(new Scene(false, command));
    }

    public FtpScript on(String command, String... replyLines) {
        return on(command).replies(replyLines);
    }

    public FtpScript once(String command) {
        return open(new Scene(true, command));
    }

    public FtpScript once(String command, String... replyLines) {
        return once(command).replies(replyLines);
    }

    /** The scene of EPSV and PASV alike. */
    public FtpScript onPassive() {
        return open(new Scene(false, "EPSV", "PASV"));
    }

    private FtpScript open(Scene opened) {
        scene = opened;
        scenes.add(opened);
        return this;
    }

    private FtpScript step(Scene.Step step) {
        scene.add(step);
        return this;
    }

    // ---- replies

    /**
     * These lines. In a line <code>{port}</code> opens a passive port and stands for it, <code>{p1}</code> and
     * <code>{p2}</code> for its two bytes.
     */
    public FtpScript replies(String... lines) {
        return step(conversation -> conversation.reply(
                PassiveReply.filled(String.join(conversation.traits().lineEnd, lines), conversation.data())));
    }

    /** {@link #replies} after a transfer, in place of {@code 226}. */
    public FtpScript thenReplies(String... lines) {
        return replies(lines);
    }

    /** Exactly these bytes, with no line end added. */
    public FtpScript repliesBytes(byte[] bytes) {
        byte[] exact = bytes.clone();
        return step(conversation -> {
            conversation.owesNothing();
            conversation.write(exact);
        });
    }

    /** What the server would do without this scene. */
    public FtpScript asUsual() {
        return step(Conversation::asUsual);
    }

    /** What the server would do without this scene, but its reply never leaves. */
    public FtpScript asUsualButSilently() {
        return step(Conversation::asUsualButSilently);
    }

    /** Nothing, and goes on with the next command. */
    public FtpScript saysNothing() {
        return step(Conversation::owesNothing);
    }

    /** No reply after the transfer; the next command is answered again. */
    public FtpScript noFinalReply() {
        return saysNothing();
    }

    /** The reply a byte at a time, with a pause after each. */
    public FtpScript tricklesReply(Duration bytePause, String line) {
        return step(conversation -> {
            conversation.owesNothing();
            for (byte b : (line + conversation.traits().lineEnd).getBytes(traits.charset)) {
                conversation.write(new byte[] {b});
                conversation.pause(bytePause);
            }
        });
    }

    /** A multiline reply with this many lines between the first and the last. */
    public FtpScript floodsReply(int code, long lines) {
        return step(conversation -> {
            conversation.reply(code + "-first");
            String block = IntStream.range(0, 1000)
                    .mapToObj(i -> " filler " + i + conversation.traits().lineEnd)
                    .collect(Collectors.joining());
            for (long left = lines; left > 0; left -= 1000) {
                byte[] bytes = left >= 1000
                        ? block.getBytes(traits.charset)
                        : (" filler" + conversation.traits().lineEnd)
                                .repeat((int) left)
                                .getBytes(traits.charset);
                conversation.write(bytes);
            }
            conversation.reply(code + " last");
        });
    }

    /** A reply of one line with this many characters after the code. */
    public FtpScript longLine(int code, int characters) {
        return step(conversation -> conversation.reply(code + " " + "x".repeat(characters)));
    }

    /** 421 that nobody asked for, and the end of the connection. */
    public FtpScript unsolicited421() {
        return replies("421 Service not available, closing control connection.").closesControl();
    }

    // ---- ends of the control connection

    /** Closes it in order: close_notify under TLS, then FIN. */
    public FtpScript closesControl() {
        return step(Conversation::end);
    }

    /** FIN; under TLS without close_notify. */
    public FtpScript truncatesControl() {
        return step(Conversation::endWithoutCloseNotify);
    }

    public FtpScript resetsControl() {
        return step(Conversation::endWithReset);
    }

    /** Hangs: reads and records, answers nothing more until the client closes. */
    public FtpScript stallsControl() {
        return step(Conversation::stall);
    }

    // ---- passive ports (in a scene of EPSV or PASV)

    /** Names a port on which nobody listens. */
    public FtpScript refusesData() {
        return step(c -> c.reply(PassiveReply.of(c, c.data().deadPort())));
    }

    /** Names a port that lets a connect hang. */
    public FtpScript neverAcceptsData() {
        return step(c -> c.reply(PassiveReply.of(c, c.data().crowdedPort())));
    }

    /** PASV names this address with the true port. */
    public FtpScript namesAddress(String dottedAddress) {
        return step(c -> c.reply(PassiveReply.passive(dottedAddress, c.data().listen())));
    }

    // ---- transfers

    /** These bytes in place of what the tree holds, also where it holds nothing. */
    public FtpScript sendsData(byte[] bytes) {
        scene.transfer().content(bytes);
        return this;
    }

    public FtpScript sendsData(String text) {
        return sendsData(text.getBytes(traits.charset));
    }

    /** Lines with CRLF: a listing. */
    public FtpScript sendsLines(String... lines) {
        return sendsData(Arrays.stream(lines).map(line -> line + "\r\n").collect(Collectors.joining()));
    }

    /** Stops after so many bytes, either way, and closes in order: as if that were all. */
    public FtpScript closesDataEarly(long afterBytes) {
        return endsData(afterBytes, Transfer.Ending.ORDERLY);
    }

    /** FIN after so many bytes; under TLS without close_notify. */
    public FtpScript truncatesData(long afterBytes) {
        return endsData(afterBytes, Transfer.Ending.TRUNCATED);
    }

    /** FIN after all bytes, under TLS without close_notify. */
    public FtpScript omitsCloseNotify() {
        return truncatesData(Long.MAX_VALUE);
    }

    /** RST after so many bytes. */
    public FtpScript resetsData(long afterBytes) {
        return endsData(afterBytes, Transfer.Ending.RESET);
    }

    /** Hangs after so many bytes, on both connections. */
    public FtpScript stallsData(long afterBytes) {
        return endsData(afterBytes, Transfer.Ending.STALLED);
    }

    /**
     * After so many bytes nothing moves any more, though the data connection stays open; the reply is all that tells. Goes
     * on when the client has given up. Reads with a small socket buffer.
     */
    public FtpScript stuckWithReply(long afterBytes, String reply) {
        receiveBuffer(4096);
        scene.transfer().sticksAfter(afterBytes, reply);
        return this;
    }

    /** Takes the data connection of an upload and reads nothing from it; its socket buffer is small. */
    public FtpScript acceptsButNeverReads() {
        return receiveBuffer(4096).endsData(0, Transfer.Ending.STALLED);
    }

    private FtpScript endsData(long afterBytes, Transfer.Ending how) {
        scene.transfer().endsAfter(afterBytes, how);
        return this;
    }

    /** A byte at a time, with a pause after each. */
    public FtpScript tricklesData(Duration bytePause) {
        scene.transfer().trickles(bytePause);
        return this;
    }

    /** 226 before the first byte of data. */
    public FtpScript replies226BeforeData() {
        scene.transfer().finalReplyFirst();
        return this;
    }

    /** Says 150 and never opens the data connection: neither accepts nor, in active mode, connects. */
    public FtpScript neverOpensData() {
        scene.transfer().neverOpens();
        return this;
    }

    /** Sends clear text after PROT P. */
    public FtpScript sendsDataInClear() {
        scene.transfer().inClear();
        return this;
    }

    // ---- the whole server: its tree

    public FtpScript file(String path, byte[] bytes) {
        tree.put(path, bytes);
        return this;
    }

    public FtpScript file(String path, String text) {
        tree.put(path, text);
        return this;
    }

    public FtpScript file(String path, byte[] bytes, Instant modified) {
        tree.put(path, bytes, modified);
        return this;
    }

    public FtpScript directory(String path) {
        tree.makeDirectory(path);
        return this;
    }

    // ---- the whole server: what it can

    /** Only this login, and nothing else before it. */
    public FtpScript login(String onlyUser, String itsPassword) {
        traits.user = onlyUser;
        traits.password = itsPassword;
        return this;
    }

    /** 332 after the password. */
    public FtpScript account(String needed) {
        traits.account = needed;
        return this;
    }

    /** The lines of FEAT, in place of the usual ones. */
    public FtpScript features(String... lines) {
        traits.features = List.of(lines);
        return this;
    }

    /** These verbs get 500 and are not in FEAT; {@code MLST} stands for MLSD in FEAT. */
    public FtpScript lacks(String... verbs) {
        traits.lacking.addAll(List.of(verbs));
        return this;
    }

    /** LIST and SYST as IIS answers them. */
    public FtpScript listsLikeDos() {
        traits.listsLikeDos = true;
        return this;
    }

    /** Names and commands in another charset than UTF-8. */
    public FtpScript charset(Charset other) {
        traits.charset = other;
        return this;
    }

    public FtpScript listensOn(InetAddress other) {
        traits.address = other;
        return this;
    }

    /** Active data connections come from this address. */
    public FtpScript connectsFrom(InetAddress source) {
        traits.activeSource = source;
        return this;
    }

    /** The receive buffer of passive data sockets, in bytes. */
    public FtpScript receiveBuffer(int bytes) {
        traits.receiveBuffer = OptionalInt.of(bytes);
        return this;
    }

    // ---- the whole server: bytes and TLS

    /** Every reply has three lines, and what counts is in the last one. */
    public FtpScript chattersBefore() {
        traits.chatter = Chatter.BEFORE;
        return this;
    }

    /** Every reply has three lines, and what counts is in the first one. */
    public FtpScript chattersAfter() {
        traits.chatter = Chatter.AFTER;
        return this;
    }

    /** Lines of replies and listings end with LF alone. */
    public FtpScript bareLineFeeds() {
        traits.lineEnd = "\n";
        return this;
    }

    /** Every byte of a reply in a packet of its own. */
    public FtpScript chopsBytes() {
        traits.chops = true;
        return this;
    }

    /** AUTH TLS is offered. */
    public FtpScript explicitTls(SSLContext context) {
        traits.tls = context;
        return this;
    }

    /** TLS from the first byte. */
    public FtpScript implicitTls(SSLContext context) {
        traits.tls = context;
        traits.implicit = true;
        return this;
    }

    /** The server's TLS sockets before the handshake, on control and data: protocols, client authentication. */
    public FtpScript tlsSettings(Consumer<SSLSocket> settings) {
        traits.tlsSettings = settings;
        return this;
    }

    /** Clear text in the same packet as 234: the injection that STARTTLS is known for. */
    public FtpScript injectsAfterAuth(String text) {
        traits.injectedAfterAuth = text;
        return this;
    }

    // ---- for the server

    Scene greeting() {
        return choose(greetings, Scene::claim);
    }

    @Nullable
    Scene sceneFor(String line) {
        return choose(scenes, scene -> scene.matches(line) && scene.claim());
    }

    private static @Nullable Scene choose(List<Scene> from, java.util.function.Predicate<Scene> fits) {
        for (Scene candidate : from) {
            if (candidate.isOnce() && fits.test(candidate)) {
                return candidate;
            }
        }
        for (int i = from.size() - 1; i >= 0; i--) {
            if (!from.get(i).isOnce() && fits.test(from.get(i))) {
                return from.get(i);
            }
        }
        return null;
    }

    ServerTraits traits() {
        return traits;
    }
}
