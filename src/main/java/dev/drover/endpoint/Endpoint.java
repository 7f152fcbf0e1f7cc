package dev.drover.endpoint;

import dev.drover.transfer.Location;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.RetryPolicy;

/** A place with a name, as the configuration describes it. Thread-safe; the catalog that made it closes it. */
public sealed interface Endpoint extends AutoCloseable permits FtpEndpoint, LocalEndpoint {
    /** What is common to all kinds. */
    EndpointSettings settings();

    default String name() {
        return settings().name();
    }

    default Access access() {
        return settings().access();
    }

    /** How transfers from or to it are repeated. */
    default RetryPolicy retry() {
        return settings().retry();
    }

    /** How many transfers it takes at the same time. */
    default TransferGate gate() {
        return settings().gate();
    }

    /**
     * A file of it, for the transfer engine. Whether it may be used is for {@link #access} to say.
     *
     * @throws PathRefusedException when the path leads out of the endpoint's root
     */
    Location locate(RelativePath path) throws PathRefusedException;

    @Override
    void close();
}
