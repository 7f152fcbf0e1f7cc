package dev.drover.testing;

import org.apache.ftpserver.ipfilter.SessionFilter;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.FilterEvent;
import org.apache.mina.filter.ssl.SslEvent;

/**
 * Holds the greeting of Apache FtpServer under implicit TLS until the handshake is done. MINA 2.2 lets it be written
 * during the handshake, and when that write is the one that happens to carry a handshake message, it sends the buffer
 * unflipped: on a busy machine a client now and then met garbage in place of the server's last handshake message.
 */
final class GreetingAfterHandshake extends IoFilterAdapter {
    private static final String NAME = "greetingAfterHandshake";

    private GreetingAfterHandshake() {}

    /** Not a filter of addresses: the one place where a listener lets us at a session before it is opened. */
    static SessionFilter onEachSession() {
        return session -> {
            if (!session.getFilterChain().contains(NAME)) {
                session.getFilterChain().addAfter("sslFilter", NAME, new GreetingAfterHandshake());
            }
            return true;
        };
    }

    @Override
    public void sessionOpened(NextFilter next, IoSession session) {
        // The greeting is the answer to this event; see below.
    }

    @Override
    public void event(NextFilter next, IoSession session, FilterEvent event) {
        if (event == SslEvent.SECURED) {
            next.sessionOpened(session);
        }
        next.event(session, event);
    }
}
