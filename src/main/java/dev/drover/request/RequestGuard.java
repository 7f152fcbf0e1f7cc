package dev.drover.request;

import static dev.drover.request.RequestRejectedException.forbidden;
import static dev.drover.request.RequestRejectedException.invalid;

import dev.drover.endpoint.Action;
import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.EndpointCatalog;
import dev.drover.endpoint.UnknownEndpointException;
import dev.drover.request.Rejection.Code;
import dev.drover.request.TransferRequest.Destination;
import dev.drover.request.TransferRequest.OnSuccess;
import dev.drover.request.TransferRequest.Source;
import dev.drover.transfer.RelativePath;
import java.util.Locale;
import java.util.Optional;

/** Decides, before anything is done, whether a request names endpoints that exist and asks only what they allow. */
final class RequestGuard {
    private final EndpointCatalog endpoints;
    private final Optional<String> submitter;

    /**
     * Guards the requests of one submitter.
     *
     * @param submitter as the broker vouches for it
     */
    RequestGuard(EndpointCatalog endpoints, Optional<String> submitter) {
        this.endpoints = endpoints;
        this.submitter = submitter;
    }

    /** Lets the request pass, or throws. What a directory holds is checked file by file, later. */
    void check(TransferRequest request) throws RequestRejectedException {
        switch (request.operation()) {
            case TRANSFER -> checkTransfer(request, source(request).onSuccess());
            case MOVE -> checkMove(request);
            case LIST -> checkSource(request, Action.LIST);
            case DELETE -> {
                checkDirectory(request);
                checkPaths(request, Action.DELETE);
            }
            case MKDIR ->
                require(
                        request,
                        endpoint(request, destination(request).endpoint()),
                        Action.MKDIR,
                        destination(request).directory());
            case CANCEL -> {}
        }
    }

    boolean allows(Endpoint endpoint, Action action, RelativePath path) {
        return endpoint.access().as(submitter).allows(action, path.toString());
    }

    Endpoint endpoint(TransferRequest request, String name) throws RequestRejectedException {
        try {
            return endpoints.require(name);
        } catch (UnknownEndpointException e) {
            throw invalid(request, Code.UNKNOWN_ENDPOINT, e.getMessage() + ".");
        }
    }

    /** Whether a move stays within one endpoint, so that a rename does it. */
    static boolean isRename(TransferRequest request) {
        return request.operation() == Operation.MOVE
                && source(request).endpoint().equals(destination(request).endpoint());
    }

    static Source source(TransferRequest request) {
        return request.source().orElseThrow();
    }

    static Destination destination(TransferRequest request) {
        return request.destination().orElseThrow();
    }

    /** Where a file of the request goes. */
    static RelativePath target(TransferRequest request, RelativePath below) {
        return destination(request).directory().resolve(below);
    }

    private void checkTransfer(TransferRequest request, OnSuccess onSuccess) throws RequestRejectedException {
        checkSource(request, Action.GET);
        checkTargets(request, Action.PUT);
        if (onSuccess == OnSuccess.DELETE) {
            checkPaths(request, Action.DELETE);
        }
        if (onSuccess == OnSuccess.ARCHIVE) {
            checkPaths(request, Action.MOVE);
            Endpoint from = endpoint(request, source(request).endpoint());
            if (from.settings().archive().isEmpty()) {
                throw forbidden(request, "The endpoint \"" + from.name() + "\" has no archive for onSuccess=archive.");
            }
        }
    }

    private void checkMove(TransferRequest request) throws RequestRejectedException {
        if (isRename(request)) {
            checkSource(request, Action.MOVE);
            checkTargets(request, Action.MOVE);
        } else {
            checkTransfer(request, OnSuccess.DELETE);
        }
    }

    private void checkSource(TransferRequest request, Action action) throws RequestRejectedException {
        checkDirectory(request);
        checkPaths(request, action);
    }

    private void checkDirectory(TransferRequest request) throws RequestRejectedException {
        Source source = source(request);
        Endpoint from = endpoint(request, source.endpoint());
        if (source.directory().isPresent()) {
            require(request, from, Action.LIST, source.directory().get());
        }
    }

    private void checkPaths(TransferRequest request, Action action) throws RequestRejectedException {
        Source source = source(request);
        Endpoint from = endpoint(request, source.endpoint());
        for (RelativePath path : source.paths()) {
            require(request, from, action, path);
        }
        if (source.directory().isPresent() && !from.access().as(submitter).allowsAny(action)) {
            throw refused(request, from, action, source.directory().get());
        }
    }

    private void checkTargets(TransferRequest request, Action action) throws RequestRejectedException {
        Endpoint to = endpoint(request, destination(request).endpoint());
        for (RelativePath target : Jobs.targetsOfPaths(request)) {
            require(request, to, action, target);
        }
        if (!to.access().as(submitter).allowsAny(action)) {
            throw refused(request, to, action, destination(request).directory());
        }
    }

    private void require(TransferRequest request, Endpoint endpoint, Action action, RelativePath path)
            throws RequestRejectedException {
        if (!allows(endpoint, action, path)) {
            throw refused(request, endpoint, action, path);
        }
    }

    private static RequestRejectedException refused(
            TransferRequest request, Endpoint endpoint, Action action, RelativePath path) {
        return forbidden(request, refusal(endpoint, action, path));
    }

    static String refusal(Endpoint endpoint, Action action, RelativePath path) {
        String what = path.isRoot() ? "its root" : "\"" + path + "\"";
        return "The endpoint \"" + endpoint.name() + "\" does not allow to "
                + action.name().toLowerCase(Locale.ROOT) + " " + what + ".";
    }
}
