package dev.drover.backup;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the parts of an archive are called: {@code site.tar.gz.001} and so on. An archive in parts is there when its first
 * part is: that one gets its name last and loses it first, as an archive in one piece does.
 */
final class Parts {
    /** Such a number of files in a directory helps nobody. */
    static final int MOST = 9_999;

    private static final Pattern NAME = Pattern.compile("(.+)\\.(\\d{3,4})");

    private Parts() {}

    /**
     * The name of a part.
     *
     * @param number from 1
     */
    static String name(String archive, int number) {
        return String.format(Locale.ROOT, "%s.%03d", archive, number);
    }

    static String first(String archive) {
        return name(archive, 1);
    }

    /** The archive that a file is a part of, by its name. */
    static Optional<String> archiveOf(String file) {
        Matcher name = NAME.matcher(file);
        boolean ours = name.matches()
                && name(name.group(1), Integer.parseInt(name.group(2))).equals(file);
        return ours ? Optional.of(name.group(1)) : Optional.empty();
    }

    /** The parts of an archive among these files; shorter numbers are smaller. */
    static List<String> of(String archive, Collection<String> files) {
        return files.stream()
                .filter(file -> file.length() > archive.length() && file.startsWith(archive))
                .filter(file -> archiveOf(file).map(archive::equals).orElse(false))
                .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Whether an archive is among these files, in one piece or in parts. */
    static boolean isThere(String archive, Collection<String> files) {
        return files.contains(archive) || files.contains(first(archive));
    }
}
