package dev.drover.app;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.Message;
import org.apache.activemq.filter.DestinationMapEntry;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.SecurityContext;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.apache.activemq.security.TempDestinationAuthorizationEntry;

/**
 * Who may do what at the embedded broker. Drover itself may do everything; submitters may send requests and read replies to
 * themselves, and some of them events. Every message carries the name its sender logged in with, and no other.
 */
final class BrokerUsers {
    private static final String ALL = "drover";
    private static final String SUBMITTERS = "submitters";
    private static final String AUDITORS = "auditors";
    private static final String BOTH = ALL + "," + SUBMITTERS;
    private static final String READERS = ALL + "," + AUDITORS;

    private BrokerUsers() {}

    /** What keeps others out; nothing but the names of senders when there is no login. */
    static BrokerPlugin[] plugins(BrokerConfig config) throws Exception {
        List<BrokerPlugin> plugins = new ArrayList<>();
        if (config.user().isPresent()) {
            plugins.add(authentication(config));
            plugins.add(authorization(config.submitters().keySet()));
        }
        plugins.add(NamedSenders::new);
        return plugins.toArray(BrokerPlugin[]::new);
    }

    private static BrokerPlugin authentication(BrokerConfig config) {
        Stream<AuthenticationUser> submitters =
                config.submitters().entrySet().stream().map(BrokerUsers::submitter);
        Stream<AuthenticationUser> own = Stream.of(new AuthenticationUser(
                config.user().orElseThrow(), config.password().orElseThrow(), ALL));
        return new SimpleAuthenticationPlugin(Stream.concat(submitters, own).toList());
    }

    private static AuthenticationUser submitter(Map.Entry<String, BrokerConfig.Submitter> login) {
        BrokerConfig.Submitter submitter = login.getValue();
        String groups = SUBMITTERS + "," + own(login.getKey()) + (submitter.readsEvents() ? "," + AUDITORS : "");
        return new AuthenticationUser(login.getKey(), submitter.password(), groups);
    }

    /** The group of one user alone. No name of a user has a colon in it. */
    private static String own(String user) {
        return "user:" + user;
    }

    private static BrokerPlugin authorization(Collection<String> submitters) throws Exception {
        List<DestinationMapEntry> entries = new ArrayList<>(List.of(
                queue(">", ALL, ALL, ALL),
                topic(">", ALL, ALL, ALL),
                // What clients of ActiveMQ need among themselves.
                topic("ActiveMQ.Advisory.>", BOTH, BOTH, BOTH),
                queue("drover.requests", ALL, BOTH, BOTH),
                queue("drover.cancels", ALL, BOTH, BOTH),
                topic("drover.events", READERS, ALL, READERS),
                topic("VirtualTopic.drover.events", READERS, ALL, READERS),
                queue("Consumer.*.VirtualTopic.drover.events", READERS, ALL, READERS)));
        for (String user : submitters) {
            String both = ALL + "," + own(user);
            // Itself, and all that begins with it and a dot.
            entries.add(queue("drover.reply." + user + ".>", both, ALL, both));
        }
        DefaultAuthorizationMap map = new DefaultAuthorizationMap(entries);
        TempDestinationAuthorizationEntry temporary = new TempDestinationAuthorizationEntry();
        temporary.setRead(BOTH);
        temporary.setWrite(BOTH);
        temporary.setAdmin(BOTH);
        map.setTempDestinationAuthorizationEntry(temporary);
        return new AuthorizationPlugin(map);
    }

    private static AuthorizationEntry queue(String pattern, String read, String write, String make) throws Exception {
        AuthorizationEntry entry = entry(read, write, make);
        entry.setQueue(pattern);
        return entry;
    }

    private static AuthorizationEntry topic(String pattern, String read, String write, String make) throws Exception {
        AuthorizationEntry entry = entry(read, write, make);
        entry.setTopic(pattern);
        return entry;
    }

    private static AuthorizationEntry entry(String read, String write, String make) throws Exception {
        AuthorizationEntry entry = new AuthorizationEntry();
        entry.setRead(read);
        entry.setWrite(write);
        entry.setAdmin(make);
        return entry;
    }

    /**
     * Writes the name of who logged in into each message. ActiveMQ's own way of doing this believes the client where
     * nobody logs in.
     */
    private static final class NamedSenders extends BrokerFilter {
        NamedSenders(Broker next) {
            super(next);
        }

        @Override
        public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
            SecurityContext security = exchange.getConnectionContext().getSecurityContext();
            boolean scheduled = security != null && security.isBrokerContext();
            if (!scheduled) {
                // A property of that name is found where there is no user.
                message.removeProperty("JMSXUserID");
                message.setUserID(security == null ? null : security.getUserName());
            }
            super.send(exchange, message);
        }
    }
}
