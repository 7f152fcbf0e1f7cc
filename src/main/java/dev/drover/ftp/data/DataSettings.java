package dev.drover.ftp.data;

import dev.drover.ftp.FtpTimeouts;
import dev.drover.ftp.TransferType;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the bytes of one transfer.
 *
 * @param type whether line ends are converted
 * @param compressed whether MODE Z is in force
 * @param idle the longest wait for the other side, in both directions
 * @param maxBytes more than so many bytes from the server are an error
 * @param acceptTruncation whether an end without close_notify is taken for an end, see
 *     {@link IncomingData#wasTruncated}
 * @param rate shared by whatever should stay within it together; null for none
 * @param givenUp whether the server has given the transfer up, as it says elsewhere; asked on another thread while nothing
 *     moves
 * @param progress hears the bytes so far; on the thread that transfers
 * @param progressInterval in which it hears of them at most once
 */
public record DataSettings(
        TransferType type,
        boolean compressed,
        Duration idle,
        long maxBytes,
        boolean acceptTruncation,
        @Nullable RateLimit rate,
        LongConsumer progress,
        Duration progressInterval,
        BooleanSupplier givenUp) {
    /** Binary, as it is, without bounds but the usual deadline. */
    public static final DataSettings DEFAULT = new DataSettings(
            TransferType.BINARY,
            false,
            FtpTimeouts.DEFAULT.dataIdle(),
            Long.MAX_VALUE,
            false,
            null,
            bytes -> {},
            Duration.ofSeconds(1),
            () -> false);

    /** The same, in another type. */
    public DataSettings withType(TransferType value) {
        return new DataSettings(
                value, compressed, idle, maxBytes, acceptTruncation, rate, progress, progressInterval, givenUp);
    }

    /** The same, in MODE Z or not. */
    public DataSettings withCompression(boolean value) {
        return new DataSettings(
                type, value, idle, maxBytes, acceptTruncation, rate, progress, progressInterval, givenUp);
    }

    /** The same, with another longest wait. */
    public DataSettings withIdle(Duration value) {
        return new DataSettings(
                type, compressed, value, maxBytes, acceptTruncation, rate, progress, progressInterval, givenUp);
    }

    /** The same, with another bound for what comes in. */
    public DataSettings withMaxBytes(long value) {
        return new DataSettings(
                type, compressed, idle, value, acceptTruncation, rate, progress, progressInterval, givenUp);
    }

    /** The same, with or without belief in an end that TLS does not confirm. */
    public DataSettings withAcceptTruncation(boolean value) {
        return new DataSettings(type, compressed, idle, maxBytes, value, rate, progress, progressInterval, givenUp);
    }

    /** The same, within a rate; null for none. */
    public DataSettings withRate(@Nullable RateLimit value) {
        return new DataSettings(
                type, compressed, idle, maxBytes, acceptTruncation, value, progress, progressInterval, givenUp);
    }

    /** The same, telling somebody else of progress. */
    public DataSettings withProgress(LongConsumer value, Duration interval) {
        return new DataSettings(type, compressed, idle, maxBytes, acceptTruncation, rate, value, interval, givenUp);
    }

    /** The same, with somebody to ask whether the server has given the transfer up. */
    public DataSettings withGivenUp(BooleanSupplier value) {
        return new DataSettings(
                type, compressed, idle, maxBytes, acceptTruncation, rate, progress, progressInterval, value);
    }
}
