package dev.drover.request;

import static dev.drover.request.RequestGuard.source;
import static dev.drover.request.RequestGuard.target;

import dev.drover.endpoint.Endpoint;
import dev.drover.request.TransferRequest.Destination;
import dev.drover.request.TransferRequest.Source;
import dev.drover.transfer.Cancellation;
import dev.drover.transfer.FoundFile;
import dev.drover.transfer.Glob;
import dev.drover.transfer.Housekeeping;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.Sought;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which files a request is about. */
final class Jobs {
    /** The most files that one request may come to. */
    static final int LIMIT = 10_000;

    /** The most files and directories that are looked at for one request. */
    static final int MOST_SEEN = 1_000_000;

    private final Clock clock;
    private final Cancellation cancellation;

    /**
     * Looks for files.
     *
     * @param cancellation ends it
     */
    Jobs(Clock clock, Cancellation cancellation) {
        this.clock = clock;
        this.cancellation = cancellation;
    }

    /**
     * One file of a request.
     *
     * @param target where it goes; of one that goes nowhere the path
     * @param seen what it was in the listing that it was found in
     */
    record Job(RelativePath path, RelativePath target, Optional<Seen> seen) {}

    /** The files of a transfer or a move. */
    List<Job> jobs(TransferRequest request, Endpoint from) throws IOException {
        List<Job> jobs = new ArrayList<>();
        for (RelativePath path : files(request, from)) {
            jobs.add(job(request, path));
        }
        return jobs;
    }

    /** One of the files of a request. */
    static Job job(TransferRequest request, RelativePath path) {
        boolean goes = request.destination().isPresent();
        return new Job(path, goes ? target(request, targetName(request, path)) : path, Optional.empty());
    }

    /** The files of a deletion; those of a directory as they are now. */
    List<Job> deletions(TransferRequest request, Endpoint from) throws IOException {
        Optional<RelativePath> directory = source(request).directory();
        if (directory.isEmpty()) {
            return source(request).paths().stream()
                    .map(path -> job(request, path))
                    .toList();
        }
        List<Job> jobs = new ArrayList<>();
        for (FoundFile file : found(request, from, false)) {
            RelativePath path = directory.get().resolve(file.path());
            jobs.add(new Job(path, path, Optional.of(Seen.of(file))));
        }
        return jobs;
    }

    /** The files that the source names or that fit in its directory, below the endpoint's root. */
    List<RelativePath> files(TransferRequest request, Endpoint from) throws IOException {
        Source source = source(request);
        if (source.directory().isEmpty()) {
            return source.paths();
        }
        RelativePath directory = source.directory().get();
        return found(request, from, false).stream()
                .map(file -> directory.resolve(file.path()))
                .toList();
    }

    /** What fits in the directory of the source, sorted by path. */
    List<FoundFile> found(TransferRequest request, Endpoint from, boolean alsoDirectories) throws IOException {
        Source source = source(request);
        Instant youngest = clock.instant().minus(source.minAge());
        RelativePath directory = source.directory().orElseThrow();
        // To list is to see all; for everything else what was archived is done with.
        Optional<RelativePath> archive = request.operation() == Operation.LIST
                ? Optional.empty()
                : from.settings().archive().filter(kept -> isBelow(kept, directory));
        Sought sought = new Sought(
                file -> (alsoDirectories || !file.isDirectory()) && fits(source, file, youngest),
                below -> source.recursive() && !archive.equals(Optional.of(directory.resolve(below))),
                LIMIT,
                MOST_SEEN,
                cancellation);
        return Housekeeping.list(from.locate(directory), sought).stream()
                .sorted(Comparator.comparing(file -> file.path().toString()))
                .toList();
    }

    /** Where the files go that the source names itself. */
    static List<RelativePath> targetsOfPaths(TransferRequest request) {
        return source(request).paths().stream()
                .map(path -> target(request, targetName(request, path)))
                .toList();
    }

    private static RelativePath targetName(TransferRequest request, RelativePath path) {
        Optional<RelativePath> directory = source(request).directory();
        if (directory.isPresent()) {
            int above = directory.get().segments().size();
            return new RelativePath(
                    path.segments().subList(above, path.segments().size()));
        }
        String name = request.destination().flatMap(Destination::fileName).orElse(path.name());
        return new RelativePath(List.of(name));
    }

    private static boolean isBelow(RelativePath path, RelativePath directory) {
        int above = directory.segments().size();
        return path.segments().size() > above
                && path.segments().subList(0, above).equals(directory.segments());
    }

    private static boolean fits(Source source, FoundFile file, Instant youngest) {
        return !file.isPartial()
                && source.include().map(glob -> fits(glob, file)).orElse(true)
                && !source.exclude().map(glob -> fits(glob, file)).orElse(false)
                && isOldEnough(source, file, youngest);
    }

    // Without a wish for it the time does not matter: a server whose clock is ahead is no reason to leave a file.
    private static boolean isOldEnough(Source source, FoundFile file, Instant youngest) {
        return source.minAge().isZero()
                || file.modified().filter(time -> !time.isAfter(youngest)).isPresent();
    }

    // A pattern without a slash is about the name, wherever it is.
    private static boolean fits(Glob glob, FoundFile file) {
        boolean aboutName = !glob.toString().contains("/");
        return glob.matches(aboutName ? file.path().name() : file.path().toString());
    }
}
