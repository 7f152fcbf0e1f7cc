package dev.drover.ftp;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A path or a name on a server, as the server writes it: nothing is normalised. The arithmetic below knows the slash
 * only; paths of systems that write otherwise (VMS, z/OS) pass through whole.
 *
 * <p>A name that could not be decoded keeps its raw bytes, so that it can be sent back as it came. Immutable.
 */
public final class RemotePath implements Comparable<RemotePath> {
    /** The root directory. */
    public static final RemotePath ROOT = new RemotePath("/");

    /** The working directory of the session. */
    public static final RemotePath WORKING_DIRECTORY = new RemotePath("");

    private final String text;

    /** What is sent for the end of the text, from {@link #rawFrom} on. */
    private final byte @Nullable [] raw;

    private final int rawFrom;

    private RemotePath(String text) {
        this(text, null, text.length());
    }

    private RemotePath(String text, byte @Nullable [] raw, int rawFrom) {
        this.text = text;
        this.raw = raw;
        this.rawFrom = rawFrom;
    }

    /** A path as text; the empty string is the working directory. */
    public static RemotePath of(String text) {
        Objects.requireNonNull(text, "path");
        return text.isEmpty() ? WORKING_DIRECTORY : new RemotePath(text);
    }

    /**
     * A path whose bytes are not text in the session's charset.
     *
     * @param text how it is shown
     * @param raw the bytes to send
     */
    public static RemotePath ofRaw(String text, byte[] raw) {
        return new RemotePath(text, raw.clone(), 0);
    }

    /** The last segment; the whole text where there is no slash. */
    public String name() {
        String path = withoutTrailingSlash(text);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The directory that holds this: the working directory for a bare name, the root for the root. */
    public RemotePath parent() {
        String path = withoutTrailingSlash(text);
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return WORKING_DIRECTORY;
        }
        if (slash == 0) {
            return ROOT;
        }
        int rawSlash = raw == null ? -1 : lastSlash(raw);
        String above = path.substring(0, slash);
        return rawSlash <= 0 ? new RemotePath(above) : new RemotePath(above, Arrays.copyOf(raw, rawSlash), rawFrom);
    }

    /** {@code other} as seen from this directory: an absolute path stays as it is. */
    public RemotePath resolve(RemotePath other) {
        if (other.isAbsolute() || text.isEmpty()) {
            return other;
        }
        if (other.text.isEmpty()) {
            return this;
        }
        String directory = text.endsWith("/") ? text : text + "/";
        String joined = directory + other.text;
        if (raw == null) {
            return new RemotePath(joined, other.raw, directory.length() + other.rawFrom);
        }
        return new RemotePath(joined, join(raw, other), rawFrom);
    }

    /** This path followed by another; an absolute one stands alone. */
    public RemotePath resolve(String other) {
        return resolve(of(other));
    }

    /** Whether the path begins at the root of the server. */
    public boolean isAbsolute() {
        return text.startsWith("/");
    }

    /** Whether this names nothing: the working directory. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /**
     * The bytes to send for the end of the path, where text and charset cannot give them back: for its last name at least.
     * What stands before it is text.
     */
    public byte @Nullable [] raw() {
        return raw == null ? null : raw.clone();
    }

    /** What is sent as text: all, or what stands before {@link #raw}. */
    String textPart() {
        return text.substring(0, rawFrom);
    }

    /**
     * Whether this is one plain name: not empty, not {@code .} or {@code ..}, no slash, no control character. Only such a
     * name, when a server sends it, may become a file below a directory of ours. A backslash is an ordinary character of
     * Unix names; it is refused where this system takes it for a separator, and wherever it would lead elsewhere if a
     * system did. So is a colon behind one letter, where this system may take the two for a drive.
     */
    public boolean isPlainName() {
        return isPlainName(File.separatorChar == '\\');
    }

    /** @param windows whether this system has drives, and the backslash for a separator */
    boolean isPlainName(boolean windows) {
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            return false;
        }
        boolean driveLetter = text.length() >= 2 && text.charAt(1) == ':' && Character.isLetter(text.charAt(0));
        boolean backslash = text.indexOf('\\') >= 0
                && (windows || driveLetter || text.startsWith("\\") || text.contains("..\\") || text.contains("\\.."));
        return !(windows && driveLetter) && !backslash && text.chars().noneMatch(c -> c == '/' || c < ' ' || c == 0x7f);
    }

    @Override
    public int compareTo(RemotePath other) {
        int byText = text.compareTo(other.text);
        return byText != 0 ? byText : Arrays.compare(raw, other.raw);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RemotePath that && text.equals(that.text) && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The path as text. */
    @Override
    public String toString() {
        return text;
    }

    /** Behind raw bytes all is bytes: text there, such as an ending that we add, is nearly always ASCII. */
    private static byte[] join(byte[] left, RemotePath other) {
        byte[] middle = other.textPart().getBytes(StandardCharsets.UTF_8);
        byte[] end = other.raw == null ? new byte[0] : other.raw;
        boolean slash = left[left.length - 1] != '/';
        ByteBuffer all = ByteBuffer.allocate(left.length + (slash ? 1 : 0) + middle.length + end.length);
        all.put(left);
        if (slash) {
            all.put((byte) '/');
        }
        return all.put(middle).put(end).array();
    }

    private static int lastSlash(byte[] bytes) {
        int end = bytes.length > 1 && bytes[bytes.length - 1] == '/' ? bytes.length - 2 : bytes.length - 1;
        while (end >= 0 && bytes[end] != '/') {
            end--;
        }
        return end;
    }

    private static String withoutTrailingSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
