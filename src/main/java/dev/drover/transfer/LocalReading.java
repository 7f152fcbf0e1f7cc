package dev.drover.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of this machine that is being read. */
final class LocalReading implements Source.Reading {
    private final FileChannel channel;

    LocalReading(Path file, long offset) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            channel.position(offset);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public ReadableByteChannel channel() {
        return channel;
    }

    @Override
    public void finish() {
        // The end of the file is the end.
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
