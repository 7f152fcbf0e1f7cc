package dev.drover.mirror;

import java.util.List;
import java.util.Locale;
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

    private boolean excludes(String path) {
        return exclude.stream().anyMatch(glob -> glob.matches(path));
    }

    /** One pattern. */
    private record Glob(Pattern pattern, boolean wholePath) {
        static Glob of(String text) {
            String glob = text.startsWith("/") ? text.substring(1) : text;
            if (glob.isEmpty()) {
                throw new IllegalArgumentException("an empty glob fits nothing");
            }
            boolean wholePath = text.contains("/");
            return new Glob(Pattern.compile(expression(Names.key(glob)), Pattern.DOTALL), wholePath);
        }

        boolean matches(String path) {
            String subject = Names.key(wholePath ? path : path.substring(path.lastIndexOf('/') + 1));
            return pattern.matcher(subject).matches();
        }

        private static String expression(String glob) {
            StringBuilder out = new StringBuilder();
            int braces = 0;
            for (int i = 0; i < glob.length(); i++) {
                char c = glob.charAt(i);
                switch (c) {
                    case '*' -> {
                        if (glob.startsWith("**/", i)) {
                            out.append("(?:.*/)?");
                            i += 2;
                        } else if (glob.startsWith("**", i)) {
                            out.append(".*");
                            i++;
                        } else {
                            out.append("[^/]*");
                        }
                    }
                    case '?' -> out.append("[^/]");
                    case '{' -> {
                        braces++;
                        out.append("(?:");
                    }
                    case '}' -> {
                        out.append(braces > 0 ? ")" : "\\}");
                        braces = Math.max(0, braces - 1);
                    }
                    case ',' -> out.append(braces > 0 ? "|" : ",");
                    case '[' -> i = bracket(glob, i, out);
                    case '\\' -> {
                        i = Math.min(i + 1, glob.length() - 1);
                        out.append(Pattern.quote(glob.substring(i, i + 1)));
                    }
                    default -> out.append(Pattern.quote(String.valueOf(c)));
                }
            }
            if (braces > 0) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "the glob \"%s\" has a brace that is not closed", glob));
            }
            return out.toString();
        }

        /** A bracket that is never closed stands for itself. */
        private static int bracket(String glob, int start, StringBuilder out) {
            int end = glob.indexOf(']', start + 2);
            if (end < 0) {
                out.append("\\[");
                return start;
            }
            String inside = glob.substring(start + 1, end).replace("\\", "\\\\").replace("[", "\\[");
            boolean negated = inside.startsWith("!") || inside.startsWith("^");
            String plain =
                    (negated ? inside.substring(1) : inside).replace("&", "\\&").replace("^", "\\^");
            out.append(negated ? "[^/" : "[").append(plain).append(']');
            return end;
        }
    }
}
