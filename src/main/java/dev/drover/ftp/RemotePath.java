package dev.drover.ftp;

import java.io.File;
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
    public static final RemotePath ROOT = new RemotePath("/", null);

    /** The working directory of the session. */
    public static final RemotePath WORKING_DIRECTORY = new RemotePath("", null);

    private final String text;
    private final byte @Nullable [] raw;

    private RemotePath(String text, byte @Nullable [] raw) {
        this.text = text;
        this.raw = raw;
    }

    /** A path as text; the empty string is the working directory. */
    public static RemotePath of(String text) {
        Objects.requireNonNull(text, "path");
        return text.isEmpty() ? WORKING_DIRECTORY : new RemotePath(text, null);
    }

    /**
     * A path whose bytes are not text in the session's charset.
     *
     * @param text how it is shown
     * @param raw the bytes to send
     */
    public static RemotePath ofRaw(String text, byte[] raw) {
        return new RemotePath(text, raw.clone());
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
        byte[] rawParent = raw == null ? null : Arrays.copyOf(raw, Math.max(1, lastSlash(raw)));
        return slash == 0 ? ROOT : new RemotePath(path.substring(0, slash), rawParent);
    }

    /** {@code other} as seen from this directory: an absolute path stays as it is. */
    public RemotePath resolve(RemotePath other) {
        if (other.isAbsolute() || text.isEmpty()) {
            return other;
        }
        if (other.text.isEmpty()) {
            return this;
        }
        String joined = text.endsWith("/") ? text + other.text : text + "/" + other.text;
        return raw == null && other.raw == null ? new RemotePath(joined, null) : new RemotePath(joined, join(other));
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

    /** The bytes to send where text and charset cannot give them back. */
    public byte @Nullable [] raw() {
        return raw == null ? null : raw.clone();
    }

    /**
     * Whether this is one plain name: not empty, not {@code .} or {@code ..}, no slash, no drive letter, no control
     * character. Only such a name, when a server sends it, may become a file below a directory of ours. A backslash is
     * an ordinary character of Unix names; it is refused where this system takes it for a separator, and wherever it
     * would lead upwards if a system did.
     */
    public boolean isPlainName() {
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            return false;
        }
        boolean driveLetter = text.length() >= 2 && text.charAt(1) == ':' && Character.isLetter(text.charAt(0));
        boolean backslash = text.indexOf('\\') >= 0
                && (File.separatorChar == '\\'
                        || text.startsWith("\\")
                        || text.contains("..\\")
                        || text.contains("\\.."));
        return !driveLetter && !backslash && text.chars().noneMatch(c -> c == '/' || c < ' ' || c == 0x7f);
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

    private byte[] join(RemotePath other) {
        byte[] left = bytes(this);
        byte[] right = bytes(other);
        boolean slash = left[left.length - 1] != '/';
        byte[] both = Arrays.copyOf(left, left.length + (slash ? 1 : 0) + right.length);
        if (slash) {
            both[left.length] = '/';
        }
        System.arraycopy(right, 0, both, both.length - right.length, right.length);
        return both;
    }

    private static byte[] bytes(RemotePath path) {
        return path.raw != null ? path.raw : path.text.getBytes(StandardCharsets.UTF_8);
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
