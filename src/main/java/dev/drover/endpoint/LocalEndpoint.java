package dev.drover.endpoint;

import dev.drover.transfer.LocalLocation;
import dev.drover.transfer.RelativePath;
import java.nio.file.Path;

/** A directory of this machine. */
public final class LocalEndpoint implements Endpoint {
    private final EndpointSettings settings;
    private final Path root;
    private final boolean sync;

    LocalEndpoint(EndpointSettings settings, Path root, boolean sync) {
        this.settings = settings;
        this.root = root;
        this.sync = sync;
    }

    @Override
    public EndpointSettings settings() {
        return settings;
    }

    public Path root() {
        return root;
    }

    @Override
    public LocalLocation locate(RelativePath path) {
        return new LocalLocation(name(), root, path, sync);
    }

    @Override
    public void close() {
        // A directory is not open.
    }

    @Override
    public String toString() {
        return name() + " (" + root + ")";
    }
}
