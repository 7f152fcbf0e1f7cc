package dev.drover.transfer;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;

/**
 * A file on a server.
 *
 * @param place what people call the server, in messages
 * @param client who talks to it; stays open, it is not closed here
 * @param path of the file, as the server writes it
 * @param renameMode how a finished upload gets its name there
 */
public record RemoteLocation(String place, FtpClient client, RemotePath path, RenameMode renameMode)
        implements Location {
    @Override
    public String name() {
        return path.name();
    }

    @Override
    public RemoteLocation withName(String name) throws PathRefusedException {
        RemotePath plain = RemotePath.of(name);
        if (!plain.isPlainName()) {
            throw new PathRefusedException("\"" + name + "\" is no file name on " + place);
        }
        return new RemoteLocation(place, client, path.parent().resolve(plain), renameMode);
    }

    public RemoteLocation withRenameMode(RenameMode value) {
        return new RemoteLocation(place, client, path, value);
    }

    @Override
    public String toString() {
        return Location.text(place, path.toString());
    }
}
