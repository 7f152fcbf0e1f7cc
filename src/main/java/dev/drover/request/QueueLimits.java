package dev.drover.request;

import static dev.drover.request.RequestRejectedException.forbidden;
import static dev.drover.request.RequestRejectedException.invalid;

import dev.drover.request.Rejection.Code;
import dev.drover.transfer.Glob;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What one queue takes: less than the deployment and its endpoints allow, never more, for those are asked as well.
 *
 * @param maxBytes the longest body, in bytes of UTF-8; what is beyond {@link RequestReader#MAX_BYTES} changes nothing
 * @param submitters globs of those who may ask here; everybody when there are none
 * @param dryRuns whether requests may ask to be tried only
 */
public record QueueLimits(int maxBytes, List<String> submitters, boolean dryRuns) {
    /** Those of the deployment alone. */
    public static final QueueLimits NONE = new QueueLimits(RequestReader.MAX_BYTES, List.of(), true);

    public QueueLimits {
        submitters = List.copyOf(submitters);
    }

    /** Lets the body pass, or throws, before it is read. */
    void checkSize(Object body) throws RequestRejectedException {
        int length = body instanceof byte[] bytes
                ? bytes.length
                : String.valueOf(body).getBytes(StandardCharsets.UTF_8).length;
        if (length > maxBytes) {
            throw invalid(
                    Optional.empty(),
                    Code.TOO_LARGE,
                    "The request is longer than the " + maxBytes + " bytes that its queue takes.");
        }
    }

    /** Lets the request pass, or throws. */
    void check(TransferRequest request, Optional<String> submitter) throws RequestRejectedException {
        if (!submitters.isEmpty() && submitter.filter(this::mayAsk).isEmpty()) {
            throw forbidden(
                    request,
                    submitter
                            .map(name -> "\"" + name + "\" may not ask for anything on this queue.")
                            .orElse("This queue is for certain submitters, and the broker does not say who sent"
                                    + " the request."));
        }
        if (request.dryRun() && !dryRuns) {
            throw forbidden(request, "This queue takes no dry runs.");
        }
    }

    private boolean mayAsk(String name) {
        return submitters.stream().anyMatch(glob -> Glob.of(glob).matches(name));
    }
}
