package dev.drover.route;

import dev.drover.journal.Journal;
import dev.drover.journal.RequestRecord;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.support.CamelContextHelper;

/** What jobs that look at dead letters need to know of them. */
final class DeadQueue {
    static final String REQUEST = "droverRequestId";
    static final String CLASS = "droverErrorClass";
    static final String ROUTE = "droverRoute";

    private DeadQueue() {}

    static ConnectionFactory connections(CamelContext camel) {
        return camel.getComponent("jms", JmsComponent.class).getConfiguration().getConnectionFactory();
    }

    static Journal journal(CamelContext camel) {
        Journal journal = CamelContextHelper.findSingleByType(camel, Journal.class);
        if (journal == null) {
            throw new IllegalStateException("What requests are about is in the journal, and there is none");
        }
        return journal;
    }

    /** Source and destination of a request, those of them that it has. */
    static List<String> endpoints(RequestRecord request) {
        return Stream.of(request.asked().source(), request.asked().destination())
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    static Optional<String> text(Message letter, String property) throws JMSException {
        return Optional.ofNullable(letter.getStringProperty(property)).filter(text -> !text.isBlank());
    }
}
