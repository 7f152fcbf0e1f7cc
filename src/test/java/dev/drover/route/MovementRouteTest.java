package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.route.Movement.Outcome;
import dev.drover.testing.BetweenPolls;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the files of a route, and the letters about those that fail. */
class MovementRouteTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final CamelContext camel = new DefaultCamelContext();
    private final List<Movement> movements = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        BetweenPolls.stop(camel);
    }

    @Test
    void aFileThatARouteTookIsTold() throws Exception {
        start(exchange -> {}, 0);

        Movement movement = drop("a.txt", "12345");

        assertThat(movement.route()).isEqualTo("test");
        assertThat(movement.file()).isEqualTo("a.txt");
        assertThat(movement.bytes()).isEqualTo(5);
        assertThat(movement.outcome()).isEqualTo(Outcome.MOVED);
        assertThat(movement.took()).isPositive();
    }

    @Test
    void copiesThatARouteMakesForItselfAreNotTold() throws Exception {
        start(exchange -> {}, 0);
        drop("a.txt", "12345");
        drop("b.txt", "12345");

        await().pollDelay(Duration.ofMillis(200)).atMost(PATIENCE).untilAsserted(() -> assertThat(movements)
                .extracting(Movement::file)
                .containsExactly("a.txt", "b.txt"));
    }

    @Test
    void aFileThatIsTriedAgainIsToldOnceAsWaiting() throws Exception {
        int[] failures = {0};
        start(
                exchange -> {
                    if (++failures[0] < 4) {
                        throw new ConnectException("The server is away.");
                    }
                },
                5);

        Movement first = drop("a.txt", "12345");

        assertThat(first.outcome()).isEqualTo(Outcome.WAITING);
        assertThat(first.detail()).isEqualTo("The server is away.");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(movements)
                .extracting(Movement::outcome)
                .containsExactly(Outcome.WAITING, Outcome.MOVED));
    }

    @Test
    void aFileThatIsToBlameItselfIsDead() throws Exception {
        start(
                exchange -> {
                    throw new IllegalStateException("It makes no sense.");
                },
                0);

        assertThat(drop("a.txt", "12345").outcome()).isEqualTo(Outcome.DEAD);
    }

    @Test
    void aLetterTellsRouteFileAndReason() throws Exception {
        DeadLetters letters = new DeadLetters("node-a", Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        List<Exchange> written = new CopyOnWriteArrayList<>();
        start(
                exchange -> {
                    exchange.setException(new IllegalStateException("It makes no sense."));
                    if (letters.isDue(exchange)) {
                        letters.write(exchange);
                        letters.written(exchange);
                        written.add(exchange.copy());
                    }
                },
                0);
        drop("a.txt", "12345");

        assertThat(written.get(0).getMessage().getBody(String.class))
                .contains("\"route\":\"test\"")
                .contains("\"errorClass\":\"INVALID\"")
                .contains("\"reason\":\"It makes no sense.\"")
                .contains("\"name\":\"a.txt\"")
                .contains("\"node\":\"node-a\"")
                .contains("\"failedAt\":\"1970-01-01T00:00:00Z\"");
        assertThat(written.get(0).getMessage().getHeaders())
                .containsEntry("droverErrorClass", "INVALID")
                .containsEntry("droverAttempts", 1);
        // It comes back with every poll, and within a minute there is no second letter about it.
        await().atMost(PATIENCE).until(() -> movements.size() > 3);
        assertThat(written).hasSize(1);
    }

    private Movement drop(String name, String content) throws IOException {
        int before = movements.size();
        Path whole = Files.writeString(directory.resolve("." + name), content);
        Files.move(whole, directory.resolve(name));
        await().atMost(PATIENCE).until(() -> movements.size() > before);
        return movements.get(before);
    }

    private void start(Processor processor, int redeliveries) throws Exception {
        camel.getManagementStrategy().addEventNotifier(new MovementNotifier(List.of(movements::add)));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).maximumRedeliveries(redeliveries).redeliveryDelay(1);
                from("file:" + directory + "?delete=true&delay=20&initialDelay=0")
                        .routeId("test")
                        .multicast()
                        .to("direct:copy", "direct:copy")
                        .end()
                        .process(processor);
                from("direct:copy").log("copied");
            }
        });
        camel.start();
    }
}
