package dev.drover.request;

import dev.drover.transfer.Glob;
import dev.drover.transfer.IfExists;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request that passed the schema. Only {@link RequestReader} makes one. Immutable.
 *
 * @param id its key: the same id with the same content is the same request
 * @param content as JSON, in one way of all in which it could have been written
 * @param source for all but mkdir and cancel
 * @param destination for transfer, move and mkdir
 * @param cancelId for cancel
 * @param notBefore not to be begun earlier
 * @param deadline nothing is begun later
 * @param maxAttempts of the request, each with all files that are not there yet
 * @param labels of the asker, copied to the outcome
 * @param dryRun look and report, change nothing
 */
public record TransferRequest(
        String id,
        String content,
        Operation operation,
        Optional<Source> source,
        Optional<Destination> destination,
        Optional<String> cancelId,
        Options options,
        Optional<Instant> notBefore,
        Optional<Instant> deadline,
        OptionalInt maxAttempts,
        Optional<String> jobName,
        Map<String, String> labels,
        boolean dryRun) {
    public TransferRequest {
        labels = Map.copyOf(labels);
    }

    TransferRequest withContent(String value) {
        return new TransferRequest(
                id,
                value,
                operation,
                source,
                destination,
                cancelId,
                options,
                notBefore,
                deadline,
                maxAttempts,
                jobName,
                labels,
                dryRun);
    }

    /** What becomes of a source file that arrived. */
    public enum OnSuccess {
        KEEP,
        DELETE,
        /** It is moved to the archive directory of its endpoint. */
        ARCHIVE
    }

    /**
     * Where files come from: some paths, or what fits in a directory.
     *
     * @param paths empty when there is a directory
     * @param directory the root itself for {@code .}
     */
    public record Source(
            String endpoint,
            List<RelativePath> paths,
            Optional<RelativePath> directory,
            Optional<Glob> include,
            Optional<Glob> exclude,
            boolean recursive,
            Duration minAge,
            OnSuccess onSuccess) {
        public Source {
            paths = List.copyOf(paths);
        }
    }

    /**
     * Where files go.
     *
     * @param directory the root where none is given
     * @param fileName another name than the source's
     */
    public record Destination(
            String endpoint,
            RelativePath directory,
            Optional<String> fileName,
            IfExists ifExists,
            boolean createDirectories) {}

    /** How files are moved. */
    public record Options(
            boolean ascii, Verification verification, Optional<Digest> checksum, boolean resume, boolean progress) {
        static final Options DEFAULT = new Options(false, Verification.SIZE, Optional.empty(), true, false);
    }

    /** The digest that a file must have, in lower-case hex. */
    public record Digest(String algorithm, String value) {}
}
