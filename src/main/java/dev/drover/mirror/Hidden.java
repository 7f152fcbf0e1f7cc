package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names that begin with a dot and should be in a tree, by directory. Many servers leave such names out of listings, so
 * they are asked for one by one before they count as missing. Built first, then only read.
 */
final class Hidden {
    private final Map<String, Set<String>> byDirectory = new HashMap<>();

    /** What the other tree has. */
    Hidden addAll(TreeEntry entry) {
        for (TreeEntry child : entry.children().values()) {
            if (child.kind() != TreeEntry.Kind.UNTOUCHABLE) {
                add(child.path().toString());
                addAll(child);
            }
        }
        return this;
    }

    /** Whether a tree has names with a dot that are not in another one: that may be because they were not listed there. */
    static boolean hasMore(TreeEntry tree, TreeEntry other) {
        return tree.children().entrySet().stream().anyMatch(child -> {
            TreeEntry counterpart = other.children().get(child.getKey());
            return counterpart == null
                    ? child.getKey().startsWith(".") && child.getValue().kind() != TreeEntry.Kind.UNTOUCHABLE
                    : hasMore(child.getValue(), counterpart);
        });
    }

    /** What was there after the last run. */
    Hidden addAll(BaseState base) {
        base.keys().forEach(this::add);
        return this;
    }

    Collection<String> in(RemotePath directory) {
        return byDirectory.getOrDefault(Names.key(directory.toString()), Set.of());
    }

    private void add(String path) {
        int slash = path.lastIndexOf('/');
        if (path.startsWith(".", slash + 1)) {
            String directory = Names.key(path.substring(0, Math.max(0, slash)));
            byDirectory.computeIfAbsent(directory, d -> new TreeSet<>()).add(path.substring(slash + 1));
        }
    }
}
