package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpEvent;
import dev.drover.ftp.FtpListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** All events of a client, and whether they came in pairs. */
final class EventLog implements FtpListener {
    private final List<FtpEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void on(FtpEvent event) {
        events.add(event);
    }

    <T extends FtpEvent> List<T> of(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<FtpEvent> all() {
        return List.copyOf(events);
    }

    /** For when the client is closed. */
    void assertPaired() {
        for (long session : events.stream().map(FtpEvent::session).distinct().toList()) {
            assertThat(count(FtpEvent.ConnectStarted.class, session)).isOne();
            assertThat(count(FtpEvent.ConnectEnded.class, session)).isOne();
            assertThat(count(FtpEvent.TransferEnded.class, session))
                    .as("transfers ended in session " + session)
                    .isEqualTo(count(FtpEvent.TransferStarted.class, session));
            boolean stood = of(FtpEvent.ConnectEnded.class).stream()
                    .anyMatch(e -> e.session() == session && e.failure().isEmpty());
            assertThat(count(FtpEvent.SessionClosed.class, session))
                    .as("closing of session " + session)
                    .isEqualTo(stood ? 1 : 0);
        }
    }

    private long count(Class<? extends FtpEvent> kind, long session) {
        return events.stream()
                .filter(e -> kind.isInstance(e) && e.session() == session)
                .count();
    }
}
