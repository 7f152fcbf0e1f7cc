package dev.drover.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.transfer.TimeSpan;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Ordered;
import org.apache.camel.Processor;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a channel of each file that a route has delivered: once, and only when its source has been deleted or moved, so that a
 * channel that fails or stands still can neither make the route send a file again nor keep it from its end. What a channel
 * does not take is in the log and never told again. Thread-safe once its route has started.
 */
public final class ArrivalNews implements Processor, CamelContextAware {
    private static final Logger log = LoggerFactory.getLogger(ArrivalNews.class);
    private static final String NONE = "none";

    // Producers of the scheme drover note here what they have delivered.
    private static final String DELIVERED = "DroverDelivered";

    private String channel = NONE;
    private Duration timeout = Duration.ofSeconds(30);
    private String source = "";
    private String target = "";
    private @Nullable CamelContext camelContext;
    private @Nullable News news;

    /** What it takes to tell anything. */
    private record News(Tools tools, Place source, Place target, Channel channel) {}

    public void setChannel(String channel) {
        this.channel = channel;
    }

    /** How long a file waits for the channel at most. */
    public void setTimeout(String timeout) {
        this.timeout = TimeSpan.positive("timeout", timeout);
    }

    public void setSource(String source) {
        this.source = source;
    }

    public void setTarget(String target) {
        this.target = target;
    }

    /**
     * Makes the channel, before the route starts.
     *
     * @throws Exception when there is no such channel or place
     */
    public void prepare() throws Exception {
        if (channel.isBlank() || channel.equals(NONE)) {
            return;
        }
        CamelContext camel = camelContext;
        if (camel == null) {
            throw new IllegalStateException("a bean of a route template is made by Camel");
        }
        Tools tools = Tools.of(camel);
        news = new News(tools, tools.place(source), tools.place(target), Channel.open(camel, channel, timeout));
    }

    @Override
    public void process(Exchange exchange) {
        News known = news;
        if (known == null || !(exchange.getProperty(DELIVERED) instanceof Map<?, ?> delivered)) {
            return;
        }
        String route = String.valueOf(exchange.getFromRouteId());
        JobEvent event = event(known, exchange, delivered);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange done) {
                tell(known, event, route);
            }

            // Behind whoever deletes or moves the source.
            @Override
            public int getOrder() {
                return Ordered.LOWEST;
            }
        });
    }

    private static JobEvent event(News news, Exchange exchange, Map<?, ?> delivered) {
        GenericFile<?> file = exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE, GenericFile.class);
        String name = String.valueOf(delivered.get("name"));
        ObjectNode data = JobEvent.noData();
        if (file != null) {
            write(data.putObject("source"), news.source(), file.getFileName());
        }
        write(data.putObject("target"), news.target(), name);
        if (delivered.get("size") instanceof Long size) {
            data.put("size", size);
        }
        if (delivered.get("sha256") instanceof String sha256) {
            data.put("sha256", sha256);
        }
        String summary = name + " has arrived in " + news.target();
        return new JobEvent("file.moved", true, true, news.target().toString(), summary, data);
    }

    private static void write(ObjectNode file, Place place, String name) {
        String path = place.directory().isRoot() ? name : place.directory() + "/" + name;
        file.put("endpoint", place.endpoint().name()).put("path", path);
    }

    private static void tell(News news, JobEvent event, String route) {
        try {
            news.channel().send(exchange -> event.write(exchange.getMessage(), news.tools(), route));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            warn(news, event, route, e);
        } catch (Exception e) {
            warn(news, event, route, e);
        }
    }

    private static void warn(News news, JobEvent event, String route, Exception failure) {
        log.warn(
                "{}: {}, but {} did not take the news, which is not told again: {}",
                route,
                Quantities.printable(event.summary()),
                news.channel(),
                Failure.of(failure).reason());
    }

    @Override
    public void setCamelContext(CamelContext context) {
        camelContext = context;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }
}
