package dev.drover.transfer;

import dev.drover.ftp.TransferType;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one transfer has come to, over all its attempts. One thread. */
final class Course {
    /** What most file systems take for a name, in bytes. */
    private static final int LONGEST_NAME = 255;

    private final Transfer transfer;
    private final String ownToken;
    private final boolean direct;
    private String finalName;
    private @Nullable Fingerprint seen;
    private String partial = "";
    private boolean mayResume;
    private boolean touched;
    private boolean publishing;
    private boolean keepsPartial;
    private int begunAnew;
    private long arrived;
    private long moved;
    private long resumedFrom;
    private Map<String, String> digests = Map.of();
    private Optional<String> refusedBy = Optional.empty();

    Course(Transfer transfer, String randomToken) {
        this.transfer = transfer;
        this.ownToken = randomToken;
        this.direct = transfer.to() instanceof RemoteLocation remote && remote.renameMode() == RenameMode.UNSUPPORTED;
        this.finalName = transfer.publishedAs().orElse(transfer.to().name());
        this.mayResume = transfer.mayResume();
        this.publishing = transfer.mayBePublished() && !direct;
    }

    /** The server that let nobody in, where that is why the last attempt failed. */
    Optional<String> refusedBy() {
        return refusedBy;
    }

    void isRefusedBy(Optional<String> place) {
        refusedBy = place;
    }

    /** Takes note of the source; what an attempt left of another version of it is worthless then. */
    void sees(Fingerprint now) {
        if (seen != null && !seen.equals(now)) {
            mayResume = false;
            publishing = false;
        } else if (seen == null) {
            partial = direct ? finalName : partialName(now);
        }
        seen = now;
    }

    boolean isLookedAt() {
        return seen != null;
    }

    Fingerprint source() {
        if (seen == null) {
            throw new IllegalStateException("the source has not been looked at");
        }
        return seen;
    }

    /** The same for others to see. */
    FoundFile sourceFile() throws PathRefusedException {
        RelativePath name = RelativePath.of(transfer.from().name());
        return new FoundFile(name, false, source().size(), source().modified());
    }

    /** Whether there can be a partial file that belongs to this transfer and this version of the source. */
    boolean mayFindPartial(boolean worthLooking) {
        boolean lookedFor = transfer.wasTriedBefore() || worthLooking;
        boolean named = transfer.token().isPresent() && source().isExact() && !direct;
        return mayResume && source().size().isPresent() && (touched || (named && lookedFor));
    }

    /** The next attempt begins at the first byte. */
    void beginAnew() {
        begunAnew++;
        mayResume = false;
        publishing = false;
    }

    /** How often {@link #beginAnew} was needed. */
    int begunAnew() {
        return begunAnew;
    }

    void touches() {
        touched = true;
    }

    boolean isTouched() {
        return touched;
    }

    void moves(int count) {
        moved += count;
    }

    void arrives(long whole, long from, Map<String, String> known) {
        arrived = whole;
        resumedFrom = from;
        digests = known;
        mayResume = transfer.mayResume();
    }

    /** Whether the rename may have been done, so that this has to be found out before anything else. */
    boolean mayBePublished() {
        return publishing;
    }

    void publishing(boolean may) {
        publishing = may;
    }

    /** From now on the partial file is not removed, whatever happens. */
    void keepPartial() {
        keepsPartial = true;
    }

    boolean keepsPartial() {
        return keepsPartial;
    }

    boolean isDirect() {
        return direct;
    }

    boolean isText() {
        return transfer.type() == TransferType.ASCII;
    }

    /** The bytes that lie in the partial file when it is whole. */
    long arrived() {
        return arrived;
    }

    long moved() {
        return moved;
    }

    long resumedFrom() {
        return resumedFrom;
    }

    Optional<String> digest(String algorithm) {
        return Optional.ofNullable(digests.get(algorithm));
    }

    String partial() {
        return partial;
    }

    String finalName() {
        return finalName;
    }

    void rename(String name) {
        finalName = name;
        if (direct) {
            partial = name;
        }
    }

    private String partialName(Fingerprint now) {
        String name = transfer.to().name();
        String token = transfer.token().map(t -> t + "-" + now.asText()).orElse(ownToken);
        String ending = "." + token + ".part";
        int room = LONGEST_NAME - ending.length() - 1;
        if (name.getBytes(StandardCharsets.UTF_8).length <= room) {
            return "." + name + ending;
        }
        // Two long names that begin alike must not share a partial file.
        String tag = "~" + HexFormat.of().toHexDigits(name.hashCode());
        return "." + shorten(name, room - tag.length()) + tag + ending;
    }

    private static String shorten(String name, int bytes) {
        int length = 0;
        StringBuilder kept = new StringBuilder();
        for (int point : name.codePoints().toArray()) {
            length += Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (length > bytes) {
                break;
            }
            kept.appendCodePoint(point);
        }
        return kept.toString();
    }
}
