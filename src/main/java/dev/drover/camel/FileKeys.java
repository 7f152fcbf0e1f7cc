package dev.drover.camel;

import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileHelper;
import org.jspecify.annotations.Nullable;

/**
 * The places where a file is noted while it is worked on: the in-progress repository and, with {@code idempotent}, the
 * idempotent repository. Keyed by the name the file was found under, whatever it is renamed to since.
 */
final class FileKeys {
    private final GenericFileEndpoint<?> endpoint;
    private final String path;
    private final @Nullable String idempotentKey;
    private final Runnable atLeaving;

    /**
     * To be made before the route may change any header, so that the key is that which the poll asked for.
     *
     * @param dynamic the exchange on whose behalf a polling consumer polls, if there is one
     */
    <T> FileKeys(GenericFileEndpoint<T> endpoint, GenericFile<T> found, @Nullable Exchange dynamic) {
        this(endpoint, found, dynamic, () -> {});
    }

    /** @param atLeaving what is to be done besides when the file is not worked on any more */
    <T> FileKeys(
            GenericFileEndpoint<T> endpoint, GenericFile<T> found, @Nullable Exchange dynamic, Runnable atLeaving) {
        this.atLeaving = atLeaving;
        this.endpoint = endpoint;
        this.path = found.getAbsoluteFilePath();
        this.idempotentKey = idempotentKey(endpoint, found, dynamic);
    }

    /** The path that the file was found under. */
    String path() {
        return path;
    }

    /** The file is not worked on any more. */
    void leave() {
        endpoint.getInProgressRepository().remove(path);
        atLeaving.run();
    }

    /** The file is done for good. */
    void confirm() {
        if (idempotentKey != null) {
            if (endpoint.isIdempotentEager()) {
                endpoint.getIdempotentRepository().confirm(idempotentKey);
            } else {
                endpoint.getIdempotentRepository().add(idempotentKey);
            }
        }
    }

    /** The file is to be taken again. */
    void forget() {
        if (idempotentKey != null) {
            endpoint.getIdempotentRepository().remove(idempotentKey);
        }
    }

    private static <T> @Nullable String idempotentKey(
            GenericFileEndpoint<T> endpoint, GenericFile<T> found, @Nullable Exchange dynamic) {
        if (!Boolean.TRUE.equals(endpoint.isIdempotent()) || endpoint.getIdempotentRepository() == null) {
            return null;
        }
        if (endpoint.getIdempotentKey() == null) {
            return found.getAbsoluteFilePath();
        }
        Exchange dummy = GenericFileHelper.createDummy(endpoint, dynamic, () -> found);
        return endpoint.getIdempotentKey().evaluate(dummy, String.class);
    }
}
