package dev.drover.endpoint;

import dev.drover.endpoint.EndpointCheck.Finding;
import dev.drover.endpoint.EndpointReport.Verdict;
import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.Location;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.RetryPolicy;
import dev.drover.transfer.Transfer;
import dev.drover.transfer.TransferEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A small file that goes to an endpoint and back, and leaves there nothing that was not there before. One thread. */
final class RoundTrip {
    private static final byte[] PROBE = "drover check".getBytes(StandardCharsets.US_ASCII);

    private final Endpoint endpoint;
    private final RelativePath directory;
    private final TransferEngine engine = new TransferEngine();
    /** The innermost first. */
    private final Deque<RelativePath> made = new ArrayDeque<>();

    RoundTrip(Endpoint endpoint, RelativePath directory) {
        this.endpoint = endpoint;
        this.directory = directory;
    }

    Finding run() throws IOException {
        Optional<String> left;
        boolean equal = false;
        @Nullable IOException failure = null;
        try {
            makeDirectories();
            equal = isBackAsItWas();
        } catch (IOException e) {
            failure = e;
        } finally {
            left = takeBack();
        }
        if (failure != null) {
            throw failure;
        }
        if (!equal) {
            return new Finding(Verdict.BAD, "what came back is not what was sent");
        }
        String done = PROBE.length + " bytes there and back";
        return left.map(what -> new Finding(Verdict.WARNING, done + "; " + what))
                .orElseGet(() -> EndpointCheck.good(done));
    }

    private boolean isBackAsItWas() throws IOException {
        Path here = Files.createTempDirectory("drover-check");
        RelativePath name = RelativePath.of(".drover-check-" + UUID.randomUUID());
        RelativePath back = RelativePath.of("back");
        Location there = endpoint.locate(directory.resolve(name));
        try {
            Files.write(here.resolve(name.name()), PROBE);
            copy(Location.local(here, name), there);
            try {
                copy(there, Location.local(here, back));
            } finally {
                Housekeeping.remove(there);
            }
            return Arrays.equals(PROBE, Files.readAllBytes(here.resolve(back.name())));
        } finally {
            Files.deleteIfExists(here.resolve(name.name()));
            Files.deleteIfExists(here.resolve(back.name()));
            Files.deleteIfExists(here);
        }
    }

    private void copy(Location from, Location to) throws IOException {
        engine.transfer(Transfer.builder(from, to)
                .retry(RetryPolicy.DEFAULT.withAttempts(1))
                .build());
    }

    /** One by one, so that it is known which of them are ours. */
    private void makeDirectories() throws IOException {
        Deque<RelativePath> missing = new ArrayDeque<>();
        for (int depth = directory.segments().size(); depth > 0; depth--) {
            RelativePath path = new RelativePath(directory.segments().subList(0, depth));
            if (Housekeeping.look(endpoint.locate(path)).isPresent()) {
                break;
            }
            missing.push(path);
        }
        for (RelativePath path : missing) {
            if (Housekeeping.makeDirectory(endpoint.locate(path))) {
                made.push(path);
            }
        }
    }

    /** What could not be removed, if anything. */
    private Optional<String> takeBack() {
        for (RelativePath path : made) {
            try {
                if (!Housekeeping.removeEmptyDirectory(endpoint.locate(path))) {
                    return Optional.empty();
                }
            } catch (IOException e) {
                return Optional.of("the directory " + path + ", made for it, could not be removed: " + e.getMessage());
            }
        }
        return Optional.empty();
    }
}
