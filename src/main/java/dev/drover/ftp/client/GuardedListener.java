package dev.drover.ftp.client;

import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a listener's exceptions away from the session, and writes the dialogue to the debug log. */
record GuardedListener(FtpListener listener) implements FtpListener {
    private static final Logger LOG = LoggerFactory.getLogger(FtpClient.class);

    @Override
    public void on(FtpEvent event) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}", event);
        }
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            LOG.warn("An FTP listener failed on {}; the session goes on.", event, e);
        }
    }
}
