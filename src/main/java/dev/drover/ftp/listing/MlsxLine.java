package dev.drover.ftp.listing;

import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemoteEntry.Kind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A line of MLSD, or the second line of the reply to MLST: facts, one space, a path (RFC 3659 section 7).
 *
 * @param facts by their names in lower case, values as the server writes them
 * @param path all that follows the first space, blanks included
 */
public record MlsxLine(Map<String, String> facts, String path) {
    private static final String LINK = "os.unix=slink";
    private static final String SYMLINK = "os.unix=symlink";

    /** Copies the facts. */
    public MlsxLine {
        facts = Map.copyOf(facts);
    }

    /** Splits a line of MLSD; empty when it is not of that form. */
    public static Optional<MlsxLine> parse(String line) {
        // One server puts a tab where the RFC has a space.
        int tab = line.indexOf(";\t") + 1;
        int space = line.indexOf(' ');
        space = tab > 0 && (space < 0 || tab < space) ? tab : space;
        if (space < 0 || space == line.length() - 1) {
            return Optional.empty();
        }
        Map<String, String> facts = new LinkedHashMap<>();
        for (String fact : line.substring(0, space).split(";", -1)) {
            int equals = fact.indexOf('=');
            if (equals > 0) {
                facts.put(fact.substring(0, equals).toLowerCase(Locale.ROOT), fact.substring(equals + 1));
            } else if (!fact.isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(new MlsxLine(facts, line.substring(space + 1)));
    }

    /**
     * Finds the line of facts among the lines of a reply to MLST, by content: servers put it between other lines, with or
     * without the space before it that the RFC asks for.
     */
    public static Optional<MlsxLine> ofReply(Iterable<String> lines) {
        for (String line : lines) {
            Optional<MlsxLine> found = parse(line.startsWith(" ") ? line.substring(1) : line);
            if (found.isPresent() && !found.get().facts.isEmpty()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The entry under its path as it stands here. */
    public RemoteEntry entry() {
        return entry(ListingLine.of("")).build();
    }

    /** The directory that was listed, or the one above it. */
    boolean isSelfOrParent() {
        String type = type();
        return type.equals("cdir") || type.equals("pdir");
    }

    RemoteEntry.Builder entry(ListingLine line) {
        RemoteEntry.Builder entry = RemoteEntry.builder(line.path(path), kind()).facts(facts);
        entry.size(Digits.number(fact("size", "sizd")));
        MlsxTime.parse(fact("modify")).ifPresent(entry::modified);
        set(fact("unix.mode"), mode -> entry.permissions(mode.startsWith("0o") ? mode.substring(2) : mode));
        set(fact("unix.ownername", "unix.owner", "unix.uid"), entry::owner);
        set(fact("unix.groupname", "unix.group", "unix.gid"), entry::group);
        if (type().startsWith(LINK + ":")) {
            set(fact("type").substring(LINK.length() + 1), target -> entry.linkTarget(line.path(target)));
        }
        return entry;
    }

    private Kind kind() {
        String type = type();
        return switch (type) {
            case "file" -> Kind.FILE;
            case "dir", "cdir", "pdir" -> Kind.DIRECTORY;
            case SYMLINK, LINK, "link", "symlink" -> Kind.SYMLINK;
            default -> {
                if (type.startsWith(LINK + ":")) {
                    yield Kind.SYMLINK;
                }
                yield type.startsWith("os.unix=") ? Kind.SPECIAL : Kind.UNKNOWN;
            }
        };
    }

    private String type() {
        return fact("type").toLowerCase(Locale.ROOT);
    }

    private String fact(String... names) {
        for (String name : names) {
            String value = facts.get(name);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return "";
    }

    private static void set(String value, Consumer<String> setter) {
        if (!value.isEmpty()) {
            setter.accept(value);
        }
    }
}
