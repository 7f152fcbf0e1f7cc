package dev.drover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.request.Event;
import dev.drover.request.Rejection;
import dev.drover.testing.EventSchema;
import dev.drover.transfer.ErrorClass;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;

/** docs/requests.md, held to what the code says and does. */
class RequestsGuideTest {
    private static final Path GUIDE = Path.of("docs/requests.md");
    private static final Path ROUTES = Path.of("src/main/java/dev/drover/route");
    private static final Pattern BLOCK = Pattern.compile("(?s)```(\\w+)\\n(.*?)```");
    private static final Pattern HEADER = Pattern.compile("\"(drover[A-Z][A-Za-z]+)\"");

    // What Drover tells itself on messages that it puts back.
    private static final Set<String> INTERNAL = Set.of("droverKey", "droverReturns", "droverDue", "droverSeal");

    private final String guide;

    RequestsGuideTest() throws IOException {
        guide = Files.readString(GUIDE);
    }

    @Test
    void everyKindOfEventIsInTheTable() {
        String table = section("Events");
        for (Event.Kind kind : Event.Kind.values()) {
            assertThat(table).contains("`" + kind.word() + "`");
        }
    }

    @Test
    void everyClassOfErrorsIsInTheTable() {
        String table = section("Failures");
        for (ErrorClass errorClass : ErrorClass.values()) {
            assertThat(table).contains("`" + errorClass + "`");
        }
        assertThat(table).contains("`EXPIRED`", "`POISON`", "`INTERNAL`");
    }

    @Test
    void everyCodeOfARejectionIsNamed() {
        String outcome = section("Outcome");
        for (Rejection.Code code : Rejection.Code.values()) {
            assertThat(outcome).contains("`" + code + "`");
        }
    }

    @Test
    void everyHeaderOfDroversIsNamed() throws IOException {
        Set<String> headers = new TreeSet<>();
        for (String source : List.of("Requests.java", "EventSender.java", "Seal.java")) {
            HEADER.matcher(Files.readString(ROUTES.resolve(source)))
                    .results()
                    .map(match -> match.group(1))
                    .forEach(headers::add);
        }
        headers.removeAll(INTERNAL);
        assertThat(headers).contains("droverStatus").allSatisfy(name -> assertThat(guide)
                .contains("`" + name + "`"));
    }

    @Test
    void theExampleOfAnEventFitsTheSchema() {
        List<String> events =
                blocks("json").filter(block -> block.contains("specversion")).toList();
        assertThat(events).isNotEmpty().allSatisfy(event -> assertThat(EventSchema.problems(event))
                .isEmpty());
        assertThat(EventSchema.problems(events.get(0).replace("\"COMPLETED\"", "\"DONE\"")))
                .isNotEmpty();
        assertThat(EventSchema.problems(events.get(0).replace("\"status\"", "\"state\"")))
                .hasSizeGreaterThan(1);
    }

    @Test
    void whatStandsThereInJavaStandsHereToo() throws IOException {
        String here = squeezed(Files.readString(Path.of("src/test/java/dev/drover/RequestsGuideTest.java")));
        assertThat(blocks("java").toList()).hasSize(2).allSatisfy(block -> assertThat(here)
                .contains(squeezed(block)));
    }

    static void asTheGuideAsks(String password, String json) {
        try (JMSContext context =
                new ActiveMQConnectionFactory("billing", password, "tcp://broker:61616").createContext()) {
            context.createProducer()
                    .setJMSReplyTo(context.createQueue("drover.reply.billing"))
                    .setJMSCorrelationID("order-4711")
                    .send(context.createQueue("drover.requests"), json);
        }
    }

    static void asTheGuideListens(String password) throws JMSException {
        try (JMSContext context =
                new ActiveMQConnectionFactory("audit", password, "tcp://broker:61616").createContext()) {
            context.setClientID("audit-1");
            JMSConsumer events = context.createDurableConsumer(
                    context.createTopic("drover.events"), "audit", "droverType IN ('completed', 'failed')", false);
            for (Message event = events.receive(); event != null; event = events.receive()) {
                System.out.println(event.getBody(String.class));
            }
        }
    }

    private String section(String title) {
        int start = guide.indexOf("\n## " + title + "\n");
        assertThat(start).as(title).isNotNegative();
        int end = guide.indexOf("\n## ", start + 4);
        return guide.substring(start, end < 0 ? guide.length() : end);
    }

    private Stream<String> blocks(String language) {
        return BLOCK.matcher(guide)
                .results()
                .filter(match -> match.group(1).equals(language))
                .map(match -> match.group(2));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
