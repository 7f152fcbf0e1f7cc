package dev.drover.route;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * Where notices go, which nobody waits for longer than for a given time. What stands still is left to a thread of its own, and
 * until it ends nothing else is sent there. Closed by Camel. Thread-safe.
 */
final class Channel {
    // Camel waits three minutes for each of these.
    private static final List<String> HTTP_TIMES =
            List.of("connectTimeout", "connectionRequestTimeout", "responseTimeout", "soTimeout");
    private static final List<String> MAIL_TIMES = List.of("connectionTimeout");

    private final Endpoint endpoint;
    private final String shown;
    private final Duration patience;
    private final ProducerTemplate sender;
    private final ExecutorService thread;

    private Channel(
            Endpoint endpoint, String shown, Duration patience, ProducerTemplate sender, ExecutorService thread) {
        this.endpoint = endpoint;
        this.shown = shown;
        this.patience = patience;
        this.sender = sender;
        this.thread = thread;
    }

    /** @throws Exception when there is no such component, or the URI is wrong */
    static Channel open(CamelContext camel, String uri, Duration patience) throws Exception {
        ProducerTemplate sender = camel.createProducerTemplate();
        camel.addService(sender);
        // One at a time, and none that waits: what waits would be told after the caller was told that it was not.
        ThreadPoolProfile alone = new ThreadPoolProfileBuilder("notice")
                .poolSize(0)
                .maxPoolSize(1)
                .maxQueueSize(0)
                .keepAliveTime(60L)
                .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                .build();
        ExecutorService thread = camel.getExecutorServiceManager().newThreadPool(sender, "notice", alone);
        return new Channel(
                camel.getEndpoint(bounded(uri, patience)), URISupport.sanitizeUri(uri), patience, sender, thread);
    }

    /** A thread that nobody waits for any more is to end too: an interrupt does not wake one that reads. */
    private static String bounded(String uri, Duration patience) {
        List<String> times = uri.matches("https?:.*") ? HTTP_TIMES : uri.matches("smtps?:.*") ? MAIL_TIMES : List.of();
        String options = times.stream()
                .filter(time -> !uri.matches(".*[?&]" + time + "=.*"))
                .map(time -> time + "=" + patience.toMillis())
                .collect(Collectors.joining("&"));
        return options.isEmpty() ? uri : uri + (uri.indexOf('?') < 0 ? "?" : "&") + options;
    }

    /**
     * Sends one message.
     *
     * @throws Exception what the channel says against it; IOException when it says nothing in time, or is busy since an
     *     earlier time
     */
    void send(Processor message) throws Exception {
        Future<Exchange> sending;
        try {
            sending = thread.submit(() -> sender.send(endpoint, ExchangePattern.InOnly, message));
        } catch (RejectedExecutionException e) {
            throw new IOException(this + " still stands still with an earlier notice", e);
        }
        Exchange sent;
        try {
            sent = sending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sending.cancel(true);
            throw new IOException(
                    this + " did not take the notice within " + patience.toMillis() + " ms, and may have it or not", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        Exception failure = sent.getException();
        if (failure != null) {
            throw failure;
        }
    }

    /** Its URI without secrets. */
    @Override
    public String toString() {
        return shown;
    }
}
