package dev.drover.transfer;

import dev.drover.ftp.client.Checksum;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;

/** A file of this machine that is read. */
final class LocalSource implements Source {
    private final LocalLocation location;

    LocalSource(LocalLocation location) {
        this.location = location;
    }

    @Override
    public Fingerprint look() throws IOException {
        Path file = Jail.resolve(location);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new TransferException(ErrorClass.LOCAL, "The source " + location + " is not a file");
            }
            if (!Files.isReadable(file)) {
                throw new TransferException(
                        ErrorClass.LOCAL, "The source " + location + " may not be read by this process");
            }
            return new Fingerprint(
                    OptionalLong.of(attributes.size()),
                    Optional.of(attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
            throw new TransferException(ErrorClass.LOCAL, "The source " + location + " does not exist", e, 1);
        }
    }

    @Override
    public boolean looksAgain() {
        return true;
    }

    @Override
    public boolean canStartLater() {
        return true;
    }

    @Override
    public Reading open(long offset, Fingerprint expected, boolean ascii) throws IOException {
        return new LocalReading(Jail.resolve(location), offset);
    }

    @Override
    public Optional<ReadableByteChannel> nearby() throws IOException {
        return Optional.of(FileChannel.open(Jail.resolve(location), StandardOpenOption.READ));
    }

    @Override
    public Optional<String> digestAlgorithm() {
        return Optional.empty();
    }

    @Override
    public Optional<Checksum> checksum(String algorithm) {
        return Optional.empty();
    }
}
