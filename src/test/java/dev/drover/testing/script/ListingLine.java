package dev.drover.testing.script;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One entry of the tree as a line of MLSD or LIST. */
final class ListingLine {
    private static final DateTimeFormatter FACT =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter UNIX =
            DateTimeFormatter.ofPattern("MMM ppd  uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter DOS =
            DateTimeFormatter.ofPattern("MM-dd-yy  hh:mma", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private ListingLine() {}

    static String time(Instant instant) {
        return FACT.format(instant);
    }

    /** RFC 3659 section 7: facts, one space, the name as it is. */
    static String facts(String name, ScriptedTree.Node node) {
        String size = node.isDirectory() ? "" : "size=" + node.size() + ";";
        return "type=" + (node.isDirectory() ? "dir" : "file") + ";" + size + "modify=" + time(node.modified()) + "; "
                + name;
    }

    /** As {@code ls -l} does it for old files: the year in place of the time. */
    static String unix(String name, ScriptedTree.Node node) {
        return String.format(
                Locale.ROOT,
                "%s   1 drover   drover   %10d %s %s",
                node.isDirectory() ? "drwxr-xr-x" : "-rw-r--r--",
                node.size(),
                UNIX.format(node.modified()),
                name);
    }

    /** As IIS does it. */
    static String dos(String name, ScriptedTree.Node node) {
        String what = node.isDirectory() ? "       <DIR>         " : String.format(Locale.ROOT, "%21d", node.size());
        return DOS.format(node.modified()) + what + " " + name;
    }
}
