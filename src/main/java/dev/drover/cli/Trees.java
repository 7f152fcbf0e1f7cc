package dev.drover.cli;

import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.FtpEndpoint;
import dev.drover.mirror.RemoteTree;
import dev.drover.mirror.Tree;
import dev.drover.transfer.RetryPolicy;
import java.nio.file.Path;

/** Directories as arguments name them: a place, or a path of this machine. */
final class Trees {
    private Trees() {}

    static Tree open(Places places, String argument) throws Exception {
        return Places.isOne(argument)
                ? Tree.at(places.open(argument).location())
                : Tree.local(Path.of(argument).toAbsolutePath().normalize());
    }

    /** How often what fails is tried: as the server says that is written to, else the one that is read. */
    static RetryPolicy retry(Places places, String from, String to) throws Exception {
        Endpoint target = Places.isOne(to) ? places.open(to).endpoint() : null;
        if (target instanceof FtpEndpoint) {
            return target.retry();
        }
        Endpoint source = Places.isOne(from) ? places.open(from).endpoint() : target;
        return source == null ? RetryPolicy.DEFAULT : source.retry();
    }

    static RemoteTree openRemote(Places places, String argument) throws Exception {
        return (RemoteTree) Tree.at(places.open(argument).onServer("a backup"));
    }
}
