package dev.drover.camel.compare;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;

/**
 * Runs scenarios with whichever FTP component its class loader finds, and tells what came out as plain text. Knows Camel
 * only. Loaded twice.
 */
public final class CamelRun {
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final int port;
    private final Path work;
    private final Map<String, List<String>> outcomes = new ConcurrentHashMap<>();
    private final AtomicLong lastNews = new AtomicLong(System.nanoTime());

    private CamelRun(int port, Path work) {
        this.port = port;
        this.work = work;
    }

    /** Called by reflection: the outcomes of all scenarios by their ids, and under {@code component} who ran them. */
    public static Map<String, List<String>> run(int port, Path work, List<String[]> specs) throws Exception {
        return new CamelRun(port, work).run(specs);
    }

    private Map<String, List<String>> run(List<String[]> specs) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getShutdownStrategy().setTimeout(10);
            camel.setAutoStartup(true);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    for (String[] spec : specs) {
                        outcomes.put(spec[0], new CopyOnWriteArrayList<>());
                        if (spec.length == 2) {
                            from(uri(spec) + "&initialDelay=0&delay=200")
                                    .routeId(spec[0])
                                    .process(this::look);
                        }
                    }
                }

                private void look(Exchange exchange) throws Exception {
                    String body = exchange.getIn().getBody(String.class);
                    note(exchange.getFromRouteId(), describe(exchange, body));
                    if ("fail".equals(body)) {
                        throw new IllegalStateException("as ordered");
                    }
                }
            });
            camel.start();
            try (ProducerTemplate template = camel.createProducerTemplate()) {
                for (String[] spec : specs) {
                    for (int i = 2; i < spec.length; i += 2) {
                        send(template, spec, spec[i], spec[i + 1]);
                    }
                }
            }
            Awaitility.await().atMost(LIMIT).until(() -> System.nanoTime() - lastNews.get() > QUIET.toNanos());
            outcomes.put(
                    "component", List.of(camel.getComponent("ftp").getClass().getName()));
        }
        return new TreeMap<>(outcomes);
    }

    private String uri(String[] spec) {
        return "ftp://localhost:" + port + "/" + spec[0]
                + "?username=drover&password=drover&passiveMode=true&ftpClient.controlEncoding=UTF-8"
                + (spec[1].contains("binary=") ? "" : "&binary=true")
                + (spec[1].isEmpty() ? "" : "&" + spec[1].replace("{work}", work.toString()));
    }

    private void send(ProducerTemplate template, String[] spec, String name, String body) {
        Exchange sent = template.send(uri(spec), exchange -> {
            if (!name.isEmpty()) {
                exchange.getIn().setHeader(Exchange.FILE_NAME, name);
            }
            exchange.getIn().setBody(body);
        });
        note(
                spec[0],
                "sent " + name + ": " + failure(sent.getException()) + " produced="
                        + sent.getIn().getHeader(Exchange.FILE_NAME_PRODUCED) + " name="
                        + sent.getIn().getHeader(Exchange.FILE_NAME));
    }

    /** Kind and code: wordings may differ. */
    private static String failure(Exception failure) {
        if (failure == null) {
            return "ok";
        }
        return failure.getClass().getSimpleName()
                + (failure instanceof GenericFileOperationFailedException ftp ? " " + ftp.getCode() : "");
    }

    private void note(String id, String outcome) {
        List<String> noted = outcomes.get(id);
        if (!noted.contains(outcome)) {
            lastNews.set(System.nanoTime());
            noted.add(outcome);
        }
    }

    private String describe(Exchange exchange, String body) {
        List<String> parts = new ArrayList<>();
        parts.add("body=" + body);
        new TreeMap<>(exchange.getIn().getHeaders()).forEach((name, value) -> {
            boolean time = name.equals(Exchange.FILE_LAST_MODIFIED);
            boolean compared = name.startsWith("CamelF")
                    && (!time || exchange.getFromRouteId().startsWith("timed"));
            if (compared) {
                parts.add(name + "=" + String.valueOf(value).replace(work.toString(), "{work}"));
            }
        });
        return String.join(" ", parts);
    }
}
