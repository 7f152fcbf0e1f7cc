package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What belongs to the mirror itself and may lie in a tree: the state of a two-way one, before and after it gets its name,
 * the locks, and what is known of the last run. It takes no part, and neither does what has its place in the other tree:
 * each run would overwrite it.
 */
final class OwnFiles {
    private final Set<String> keys;

    private OwnFiles(Set<String> keys) {
        this.keys = Set.copyOf(keys);
    }

    static OwnFiles of(Mirror mirror) throws IOException {
        Set<String> keys = new HashSet<>();
        List<Path> files = Stream.concat(
                        mirror.state().stream().flatMap(state -> Stream.of(state, BaseState.fresh(state))),
                        Stream.of(RunLock.file(), LastRun.directory()))
                .toList();
        for (Side side : Side.values()) {
            if (mirror.tree(side) instanceof LocalTree local) {
                Path root = Overlap.real(local.root());
                for (Path file : files) {
                    below(root, file).ifPresent(keys::add);
                }
            }
        }
        return new OwnFiles(keys);
    }

    /** Whether it is one, or stands in the place of one. */
    boolean hold(RemotePath path) {
        return keys.contains(Names.key(path.toString()));
    }

    private static Optional<String> below(Path root, Path file) throws IOException {
        Path whole = file.toAbsolutePath().normalize();
        Path directory = whole.getParent();
        Path name = whole.getFileName();
        if (directory == null || name == null) {
            return Optional.empty();
        }
        Path real = Overlap.real(directory).resolve(name);
        return real.startsWith(root) ? Optional.of(key(root.relativize(real))) : Optional.empty();
    }

    private static String key(Path relative) {
        return Names.key(StreamSupport.stream(relative.spliterator(), false)
                .map(Path::toString)
                .collect(Collectors.joining("/")));
    }
}
