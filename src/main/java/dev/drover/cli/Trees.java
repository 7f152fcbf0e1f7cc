package dev.drover.cli;

import dev.drover.mirror.RemoteTree;
import dev.drover.mirror.Tree;
import java.nio.file.Path;

/** Directories as arguments name them: a place, or a path of this machine. */
final class Trees {
    private Trees() {}

    static Tree open(Places places, String argument) throws Exception {
        return Places.isOne(argument)
                ? Tree.at(places.open(argument).location())
                : Tree.local(Path.of(argument).toAbsolutePath().normalize());
    }

    static RemoteTree openRemote(Places places, String argument) throws Exception {
        return (RemoteTree) Tree.at(places.open(argument).onServer("a backup"));
    }
}
