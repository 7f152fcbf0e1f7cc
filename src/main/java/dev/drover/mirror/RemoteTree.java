package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.transfer.Location;
import dev.drover.transfer.RemoteLocation;
import dev.drover.transfer.RenameMode;

/**
 * A directory on a server.
 *
 * @param place what people call the server, in messages
 * @param client who talks to it; stays open
 * @param root the directory
 * @param renameMode how a finished upload gets its name there
 */
public record RemoteTree(String place, FtpClient client, RemotePath root, RenameMode renameMode) implements Tree {
    public RemoteTree withRenameMode(RenameMode value) {
        return new RemoteTree(place, client, root, value);
    }

    RemotePath resolve(RemotePath path) {
        return root.resolve(path);
    }

    RemoteLocation location(RemotePath path) {
        return new RemoteLocation(place, client, resolve(path), renameMode);
    }

    @Override
    public String toString() {
        return Location.text(place, root.toString());
    }
}
