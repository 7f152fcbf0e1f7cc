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

    /** A place and a path in one text: {@code partner:in/a.csv}, or one path where the place is a URL or a path itself. */
    static String text(String place, String path) {
        if (place.indexOf('/') < 0) {
            return place + ":" + path;
        }
        boolean joined = place.endsWith("/") || path.startsWith("/") || path.isEmpty();
        return joined ? place + path : place + "/" + path;
    }

    /** The file's own name, without directories. */
    String name();

    /** The same directory, another file. */
    Location withName(String name) throws PathRefusedException;
}
