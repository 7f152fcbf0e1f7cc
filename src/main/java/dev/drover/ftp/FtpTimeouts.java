package dev.drover.ftp;

import java.time.Duration;

/**
 * How long each wait may take. Nothing waits without end: what is longer than a year is taken for a year.
 *
 * @param connect TCP connect, proxy and TLS handshake of the control connection, and the greeting, each
 * @param reply from a command sent to the last byte of its reply, however slowly it trickles
 * @param dataConnect until the data connection stands: connect or accept, and its TLS handshake
 * @param dataIdle the longest pause between two bytes of a transfer, in either direction
 * @param completion from the last data byte to the final reply; servers may hash or scan a large file meanwhile
 */
public record FtpTimeouts(
        Duration connect, Duration reply, Duration dataConnect, Duration dataIdle, Duration completion) {
    private static final Duration LONGEST = Duration.ofDays(365);

    /** Long enough for slow servers, and never for ever. */
    public static final FtpTimeouts DEFAULT = new FtpTimeouts(
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMinutes(2));

    /** Refuses waits of no time, and bounds them to a year. */
    public FtpTimeouts {
        connect = bounded(connect);
        reply = bounded(reply);
        dataConnect = bounded(dataConnect);
        dataIdle = bounded(dataIdle);
        completion = bounded(completion);
    }

    private static Duration bounded(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("a timeout is longer than zero, not " + value);
        }
        return value.compareTo(LONGEST) > 0 ? LONGEST : value;
    }

    /** The same, with another limit for connecting, greeting and handshake. */
    public FtpTimeouts withConnect(Duration value) {
        return new FtpTimeouts(value, reply, dataConnect, dataIdle, completion);
    }

    /** The same, with another limit from a command to the end of its reply. */
    public FtpTimeouts withReply(Duration value) {
        return new FtpTimeouts(connect, value, dataConnect, dataIdle, completion);
    }

    /** The same, with another limit until a data connection stands. */
    public FtpTimeouts withDataConnect(Duration value) {
        return new FtpTimeouts(connect, reply, value, dataIdle, completion);
    }

    /** The same, with another limit for data that do not move, in either direction. */
    public FtpTimeouts withDataIdle(Duration value) {
        return new FtpTimeouts(connect, reply, dataConnect, value, completion);
    }

    /** The same, with another limit from the end of the data to the final reply. */
    public FtpTimeouts withCompletion(Duration value) {
        return new FtpTimeouts(connect, reply, dataConnect, dataIdle, value);
    }
}
