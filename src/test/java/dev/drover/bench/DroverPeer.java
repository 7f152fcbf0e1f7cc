package dev.drover.bench;

import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpClient;
import dev.drover.ftp.client.FtpSession;
import java.io.IOException;
import java.nio.file.Path;

/** Drover's library with its defaults. */
final class DroverPeer implements Peer {
    private static final int LIMIT = 1024 * 1024;

    private final FtpClient client;
    private final FtpSession session;

    DroverPeer(int port) throws IOException {
        client = FtpClient.builder(new FtpAddress("127.0.0.1", port))
                .credentials(FtpCredentials.of("drover", "drover"))
                .build();
        session = client.open();
    }

    @Override
    public String name() {
        return "drover";
    }

    @Override
    public byte[] get(String path) throws IOException {
        return session.downloadBytes(RemotePath.of(path), LIMIT);
    }

    @Override
    public void put(String path, byte[] content) throws IOException {
        session.uploadBytes(RemotePath.of(path), content);
    }

    @Override
    public void getFile(String path, Path target) throws IOException {
        session.download(RemotePath.of(path), target);
    }

    @Override
    public void putFile(Path source, String path) throws IOException {
        session.upload(source, RemotePath.of(path));
    }

    @Override
    public int list(String directory) throws IOException {
        return session.list(RemotePath.of(directory)).size();
    }

    @Override
    public void delete(String path) throws IOException {
        session.delete(RemotePath.of(path));
    }

    @Override
    public void close() {
        session.close();
        client.close();
    }
}
