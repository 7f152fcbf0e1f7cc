package dev.drover.mirror;

import dev.drover.ftp.ShellPattern;
import java.util.List;
import java.util.regex.Pattern;

/** Which paths of a tree take part, by globs as {@link Mirror.Builder#include} explains them. Immutable. */
public final class Selection {
    /** Every path. */
    public static final Selection ALL = new Selection(List.of(), List.of());

    /** What the engine calls a file of ours that is on its way; see {@link #TOKEN}. */
    private static final Pattern PARTIAL = Pattern.compile("\\..+\\." + Selection.TOKEN + "-[0-9a-f]{8}\\.part");

    /** Names our partial files, so that the next run goes on with them. */
    static final String TOKEN = "mirror";

    private final List<Glob> include;
    private final List<Glob> exclude;

    /** Files that fit one of the first globs, or all when there is none, but nothing that fits one of the others. */
    public Selection(List<String> include, List<String> exclude) {
        this.include = include.stream().map(Glob::of).toList();
        this.exclude = exclude.stream().map(Glob::of).toList();
    }

    /** Whether files are chosen by name, so that a directory without any chosen one need not be there. */
    boolean isNarrow() {
        return !include.isEmpty();
    }

    /** Whether a file takes part. */
    public boolean takesFile(String path) {
        return !excludes(path) && (include.isEmpty() || include.stream().anyMatch(glob -> glob.matches(path)));
    }

    /** Whether a directory is looked into. */
    public boolean takesDirectory(String path) {
        return !excludes(path);
    }

    /** Whether it is a partial file that an interrupted run left. */
    static boolean isPartial(String name) {
        return PARTIAL.matcher(name).matches();
    }

    @Override
    public String toString() {
        return include + " without " + exclude;
    }

    private boolean excludes(String path) {
        return exclude.stream().anyMatch(glob -> glob.matches(path));
    }

    /** One pattern. */
    private record Glob(ShellPattern pattern, boolean wholePath) {
        static Glob of(String text) {
            String glob = text.startsWith("/") ? text.substring(1) : text;
            if (glob.isEmpty()) {
                throw new IllegalArgumentException("an empty glob fits nothing");
            }
            return new Glob(ShellPattern.of(Names.key(glob)), text.contains("/"));
        }

        boolean matches(String path) {
            return pattern.matches(Names.key(wholePath ? path : path.substring(path.lastIndexOf('/') + 1)));
        }
    }
}
