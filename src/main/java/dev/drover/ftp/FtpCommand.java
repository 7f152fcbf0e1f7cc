package dev.drover.ftp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One command line: a verb, and perhaps an argument. A carriage return, line feed or NUL anywhere in it is refused when
 * it is made, so that no argument can smuggle in a second command.
 *
 * <p>{@link #toString} is safe to log: what follows PASS and ACCT is masked.
 */
public final class FtpCommand {
    private static final Set<String> SECRET_VERBS = Set.of("PASS", "ACCT");
    private static final byte[] NOTHING = {};
    private static final String MASK = "****";

    private final String verb;
    private final String argument;
    private final @Nullable RemotePath path;
    private final String rest;

    private FtpCommand(String verb, String argument, @Nullable RemotePath path) throws FtpNameException {
        this(verb, argument, path, "");
    }

    private FtpCommand(String verb, String argument, @Nullable RemotePath path, String rest) throws FtpNameException {
        this.verb = verb.toUpperCase(Locale.ROOT);
        this.argument = argument;
        this.path = path;
        this.rest = rest;
        refuseControlCharacters(verb);
        refuseControlCharacters(argument);
        if (path != null) {
            refuseControlCharacters(path.toString());
            byte[] raw = path.raw();
            refuseControlCharacters(raw == null ? "" : new String(raw, StandardCharsets.ISO_8859_1));
        }
        refuseControlCharacters(rest);
    }

    /** A verb alone. */
    public static FtpCommand of(FtpVerb verb) {
        try {
            return new FtpCommand(verb.name(), "", null);
        } catch (FtpNameException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * A verb with an argument.
     *
     * @throws FtpNameException for a carriage return, line feed or NUL in it
     */
    public static FtpCommand of(FtpVerb verb, String argument) throws FtpNameException {
        return new FtpCommand(verb.name(), argument, null);
    }

    /** A verb with a path; the working directory (an empty path) gives a verb without argument. */
    public static FtpCommand of(FtpVerb verb, RemotePath path) throws FtpNameException {
        return new FtpCommand(verb.name(), "", path);
    }

    /** A verb, some text, a space and a path, as in {@code SITE CHMOD 640 report.csv}. */
    public static FtpCommand of(FtpVerb verb, String words, RemotePath path) throws FtpNameException {
        return new FtpCommand(verb.name(), words + " ", path);
    }

    /** A verb, some text, a path between spaces and more text, as in {@code SITE UTIME report.csv 20260102030405 UTC}. */
    public static FtpCommand of(FtpVerb verb, String words, RemotePath path, String more) throws FtpNameException {
        return new FtpCommand(verb.name(), words + " ", path, " " + more);
    }

    /** Any command line, as typed: the first word is the verb. */
    public static FtpCommand parse(String line) throws FtpNameException {
        int space = line.indexOf(' ');
        return space < 0
                ? new FtpCommand(line, "", null)
                : new FtpCommand(line.substring(0, space), line.substring(space + 1), null);
    }

    /** In capitals. */
    public String verb() {
        return verb;
    }

    /** The path it names, where it was made with one. */
    public Optional<RemotePath> path() {
        return Optional.ofNullable(path);
    }

    /** Whether this is its verb. */
    public boolean is(FtpVerb other) {
        return verb.equals(other.name());
    }

    /** Whether its argument must never be shown. */
    public boolean isSecret() {
        return SECRET_VERBS.contains(verb);
    }

    /**
     * The line as bytes, without its end.
     *
     * @throws FtpNameException when the charset has no bytes for a character; nothing was sent then
     */
    public byte[] encode(Charset charset) throws FtpNameException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        bytes.writeBytes(encode(verb, charset));
        boolean hasPath = path != null && !path.isEmpty();
        if (!argument.isEmpty() || hasPath) {
            bytes.write(' ');
        }
        bytes.writeBytes(encode(argument, charset));
        if (path != null && hasPath) {
            bytes.writeBytes(encode(path.textPart(), charset));
            byte[] raw = path.raw();
            bytes.writeBytes(raw != null ? raw : NOTHING);
        }
        bytes.writeBytes(encode(rest, charset));
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        if (isSecret()) {
            return verb + " " + MASK;
        }
        String shown = argument + (path == null ? "" : path.toString()) + rest;
        return shown.isEmpty() ? verb : verb + " " + shown;
    }

    private byte[] encode(String text, Charset charset) throws FtpNameException {
        try {
            ByteBuffer buffer = charset.newEncoder()
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new FtpNameException("\"" + this + "\" cannot be written in " + charset
                    + "; set a charset that the server uses for names");
        }
    }

    private void refuseControlCharacters(String text) throws FtpNameException {
        if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            String shown = isSecret() ? verb + " " + MASK : verb + " " + escape(text);
            throw new FtpNameException("\"" + shown
                    + "\" was not sent: a carriage return, line feed or NUL cannot stand in an FTP argument");
        }
    }

    private static String escape(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    }
}
