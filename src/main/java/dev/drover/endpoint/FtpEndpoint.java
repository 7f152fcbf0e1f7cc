package dev.drover.endpoint;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.RemoteLocation;
import dev.drover.transfer.RenameMode;

/** An FTP server and a directory on it. Nothing is connected before it is first used. */
public final class FtpEndpoint implements Endpoint {
    private final EndpointSettings settings;
    private final FtpClient client;
    private final RemotePath root;
    private final RenameMode renameMode;
    private final ConnectWatch connects;

    FtpEndpoint(
            EndpointSettings settings,
            FtpClient client,
            RemotePath root,
            RenameMode renameMode,
            ConnectWatch connects) {
        this.settings = settings;
        this.client = client;
        this.root = root;
        this.renameMode = renameMode;
        this.connects = connects;
    }

    @Override
    public EndpointSettings settings() {
        return settings;
    }

    /** Who talks to the server; closed with this endpoint, not before. */
    public FtpClient client() {
        return client;
    }

    /** Where paths begin: absolute, or empty for the directory where the login lands. */
    public RemotePath root() {
        return root;
    }

    /** When its connections were made. */
    ConnectWatch connects() {
        return connects;
    }

    @Override
    public RemoteLocation locate(RelativePath path) throws PathRefusedException {
        if (path.isRoot()) {
            return new RemoteLocation(name(), client, root, renameMode);
        }
        RemotePath joined = root.resolve(path.toString());
        String below = root.isEmpty() || root.toString().endsWith("/") ? root.toString() : root + "/";
        if (!joined.toString().equals(below + path)) {
            throw new PathRefusedException(
                    "The path \"" + path + "\" leads out of \"" + name() + "\", so it is refused");
        }
        return new RemoteLocation(name(), client, joined, renameMode);
    }

    /** Says goodbye to the server. */
    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return name() + " (" + client.address() + ")";
    }
}
