package dev.drover.ftp.client;

import dev.drover.ftp.TlsPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was learnt about a server the hard way, shared by all sessions of a client, so that each refusal is met once.
 * Thread-safe.
 */
final class ServerMemory {
    /** Ways to set a modification time, in the order they are tried. */
    enum TimeSetting {
        UNKNOWN,
        MFMT,
        MFF,
        SITE_UTIME_FIVE,
        SITE_UTIME_TWO,
        MDTM
    }

    private static final List<String> TLS_1_2 = List.of("TLSv1.2");

    private volatile TimeSetting timeSetting = TimeSetting.UNKNOWN;
    private volatile @Nullable TlsPolicy pinned;
    private volatile boolean unresumedDataAccepted;
    private volatile boolean mlsdRefused;
    private volatile boolean pipeliningRefused;
    private volatile @Nullable String syst;

    /** The policy to connect with, narrowed where the server cannot resume TLS 1.3 sessions for ever. */
    TlsPolicy effective(TlsPolicy configured) {
        TlsPolicy narrowed = pinned;
        return narrowed != null ? narrowed : configured;
    }

    boolean isTls12Pinned() {
        return pinned != null;
    }

    /** Whether TLS 1.2 could be pinned as a remedy. */
    static boolean mayPinTls12(TlsPolicy configured) {
        return configured.isOn()
                && (configured.protocols().isEmpty() || configured.protocols().contains("TLSv1.2"));
    }

    /** One narrowed policy for all later logins: the TLS context that belongs to a policy is dear to make. */
    synchronized void pinTls12(TlsPolicy configured) {
        if (pinned == null) {
            pinned = configured.withProtocols(TLS_1_2);
        }
    }

    boolean unresumedDataAccepted() {
        return unresumedDataAccepted;
    }

    void acceptUnresumedData() {
        unresumedDataAccepted = true;
    }

    boolean mlsdRefused() {
        return mlsdRefused;
    }

    void refuseMlsd() {
        mlsdRefused = true;
    }

    /** Whether commands may be sent before the replies to those ahead of them are read. */
    boolean mayPipeline() {
        return !pipeliningRefused;
    }

    void refusePipelining() {
        pipeliningRefused = true;
    }

    /** The reply to SYST, null before it was asked. */
    @Nullable
    String syst() {
        return syst;
    }

    void syst(String reply) {
        syst = reply;
    }

    TimeSetting timeSetting() {
        return timeSetting;
    }

    void timeSetting(TimeSetting works) {
        timeSetting = works;
    }
}
