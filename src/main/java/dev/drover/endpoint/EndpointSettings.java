package dev.drover.endpoint;

import dev.drover.transfer.RelativePath;
import dev.drover.transfer.RetryPolicy;
import java.util.Map;
import java.util.Optional;

/**
 * What endpoints of every kind have.
 *
 * @param name as requests and routes say it
 * @param kind of place
 * @param access what may be asked of it
 * @param retry how transfers are repeated
 * @param gate how many transfers run at the same time
 * @param maxFileSize in bytes; larger files are refused
 * @param archive where sources go that are to be archived, below the root
 * @param ordered whether its requests are carried out one after the other, in the order they came
 * @param shown its properties as they may be shown, secrets masked
 */
public record EndpointSettings(
        String name,
        Kind kind,
        Access access,
        RetryPolicy retry,
        TransferGate gate,
        long maxFileSize,
        Optional<RelativePath> archive,
        boolean ordered,
        Map<String, String> shown) {
    /** What kind of place it is. */
    public enum Kind {
        /** A server, in clear text. */
        FTP,
        /** A server, inside TLS. */
        FTPS,
        /** A directory of this machine. */
        LOCAL
    }

    public EndpointSettings {
        shown = Map.copyOf(shown);
    }
}
