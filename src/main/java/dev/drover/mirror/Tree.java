package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.transfer.LocalLocation;
import dev.drover.transfer.Location;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RemoteLocation;
import dev.drover.transfer.RenameMode;
import java.io.IOException;
import java.nio.file.Path;

/** A directory with all that is below it, here or on a server. Its text form holds no secret. */
public sealed interface Tree permits LocalTree, RemoteTree {
    /** A directory of this machine; a missing one is made when files are to go there. */
    static LocalTree local(Path root) {
        return new LocalTree(root.toString(), root, false);
    }

    /** A directory on a server; a missing one is made when files are to go there. The client stays open. */
    static RemoteTree remote(FtpClient client, RemotePath root) {
        return new RemoteTree(client.address().toString(), client, root, RenameMode.ATOMIC);
    }

    /**
     * The directory at a location, as endpoints tell them.
     *
     * @throws PathRefusedException when a symbolic link on the way leads out of the root of a local location
     */
    static Tree at(Location directory) throws IOException {
        return directory instanceof RemoteLocation remote
                ? new RemoteTree(remote.place(), remote.client(), remote.path(), remote.renameMode())
                : LocalTree.at((LocalLocation) directory);
    }

    /** What people call the place, in messages. */
    String place();
}
