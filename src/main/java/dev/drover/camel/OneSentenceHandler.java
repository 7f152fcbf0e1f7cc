package dev.drover.camel;

import dev.drover.endpoint.UriText;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what a consumer could not do outside of a route: fetch a file, or delete it afterwards. The same trouble comes back
 * with every poll; it is told once a minute.
 */
final class OneSentenceHandler implements ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(OneSentenceHandler.class);
    private static final long SILENCE = Duration.ofMinutes(1).toNanos();

    private final String place;
    private final Map<String, Long> told = new ConcurrentHashMap<>();

    OneSentenceHandler(String place) {
        this.place = place;
    }

    /** Makes it the handler of the consumers of an endpoint, unless the route names others. */
    static void install(GenericFileEndpoint<?> endpoint) {
        OneSentenceHandler handler =
                new OneSentenceHandler(UriText.shown(URISupport.sanitizeUri(endpoint.getEndpointUri())));
        if (!endpoint.isBridgeErrorHandler() && endpoint.getExceptionHandler() == null) {
            endpoint.setExceptionHandler(handler);
        }
        if (endpoint.getOnCompletionExceptionHandler() == null) {
            endpoint.setOnCompletionExceptionHandler(handler);
        }
    }

    @Override
    public void handleException(Throwable exception) {
        handleException(null, null, exception);
    }

    @Override
    public void handleException(@Nullable String message, Throwable exception) {
        handleException(message, null, exception);
    }

    @Override
    public void handleException(@Nullable String message, @Nullable Exchange exchange, Throwable exception) {
        String sentence = sentence(message, exception);
        long now = System.nanoTime();
        told.values().removeIf(last -> now - last > SILENCE);
        if (told.putIfAbsent(sentence, now) == null) {
            LOG.warn("{}: {}", place, sentence, exception);
        } else {
            LOG.debug("{}: {}", place, sentence, exception);
        }
    }

    // Camel's own words around it name the endpoint with all its options.
    private static String sentence(@Nullable String message, Throwable exception) {
        return Stream.<@Nullable Throwable>iterate(exception, Objects::nonNull, Throwable::getCause)
                .filter(IOException.class::isInstance)
                .map(Throwable::getMessage)
                .filter(Objects::nonNull)
                .findFirst()
                .or(() -> Optional.ofNullable(exception.getMessage()))
                .orElse(String.valueOf(message));
    }
}
