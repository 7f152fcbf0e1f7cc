package dev.drover.bench;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;

/** commons-net as its documentation recommends it: passive, binary, a large buffer. */
final class CommonsNetPeer implements Peer {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final FTPClient client = new FTPClient();

    CommonsNetPeer(int port) throws IOException {
        client.connect("127.0.0.1", port);
        client.setTcpNoDelay(true);
        client.setBufferSize(BUFFER_BYTES);
        require(client.login("drover", "drover"));
        client.enterLocalPassiveMode();
        require(client.setFileType(FTP.BINARY_FILE_TYPE));
    }

    @Override
    public String name() {
        return "commons-net";
    }

    @Override
    public byte[] get(String path) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        require(client.retrieveFile(path, bytes));
        return bytes.toByteArray();
    }

    @Override
    public void put(String path, byte[] content) throws IOException {
        require(client.storeFile(path, new ByteArrayInputStream(content)));
    }

    @Override
    public void getFile(String path, Path target) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), BUFFER_BYTES)) {
            require(client.retrieveFile(path, out));
        }
    }

    @Override
    public void putFile(Path source, String path) throws IOException {
        try (InputStream in = Files.newInputStream(source)) {
            require(client.storeFile(path, in));
        }
    }

    @Override
    public int list(String directory) throws IOException {
        return client.listFiles(directory).length;
    }

    @Override
    public void delete(String path) throws IOException {
        require(client.deleteFile(path));
    }

    @Override
    public void close() throws IOException {
        client.logout();
        client.disconnect();
    }

    private void require(boolean done) throws IOException {
        if (!done) {
            throw new IOException(client.getReplyString());
        }
    }
}
