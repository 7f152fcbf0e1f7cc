package dev.drover.transfer;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import java.nio.file.Path;

/** Where a file is, or shall be. Its text form may be shown anywhere: it names the place and the path, no secret. */
public sealed interface Location permits LocalLocation, RemoteLocation {
    /** A file below a directory of this machine. */
    static LocalLocation local(Path root, RelativePath path) {
        return new LocalLocation(root.toString(), root, path, false);
    }

    /** A file on a server. */
    static RemoteLocation remote(FtpClient client, RemotePath path) {
        return new RemoteLocation(client.address().toString(), client, path, RenameMode.ATOMIC);
    }

    /** The file's own name, without directories. */
    String name();

    /** The same directory, another file. */
    Location withName(String name) throws PathRefusedException;
}
