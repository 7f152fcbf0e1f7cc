package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.drover.endpoint.UriText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What templates make of the words in their parameters. */
class TemplateWordsTest {
    private final CamelContext camel = new DefaultCamelContext();

    @Test
    void aWordChoosesAnOption() {
        Choose choose = new Choose();
        assertThat(choose.apply("delete,delete->true,archive->false")).isEqualTo("true");
        assertThat(choose.apply("keep,delete->true,keep->")).isNull();
    }

    @Test
    void aWordThatIsNotListedIsRefusedWithThoseThatAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Choose().apply("deleet,delete->true,archive->false"))
                .withMessageContaining("\"deleet\"")
                .withMessageContaining("[delete, archive]");
    }

    @Test
    void aParameterThatIsGivenMakesADifference() {
        Given given = new Given();
        assertThat(given.apply("0 0 6,18 * * ?->quartz->none")).isEqualTo("quartz");
        assertThat(given.apply("none->quartz->none")).isEqualTo("none");
        assertThat(given.apply("->quartz->")).isNull();
        assertThat(given.apply("a->b.txt->false->true")).isEqualTo("false");
    }

    @Test
    void aTextThatGoesWithAWordKeepsItsCommasAndArrows() {
        When when = new When();
        assertThat(when.apply("archive=archive->.done,keep->x=y/${date:now:yyyy,MM} "))
                .isEqualTo(".done,keep->x=y/${date:now:yyyy,MM}");
        assertThat(when.apply("keep=archive->.done ")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"100% done/what?", "a+b%20c", "%41&b=c#1", "\u00A425 \u00A43F", "RAW(x)", "Gr\u00F6\u00DFe (2)"})
    void whatStandsInAParameterIsTheSameHoweverOftenCamelReadsIt(String text) throws Exception {
        Where where = new Where();
        String uri = "drover:" + where.apply("partner:/" + text) + "?move=" + new Exact().apply(text + " ");
        for (int i = 0; i < 3; i++) {
            uri = URISupport.normalizeUri(uri);
        }
        Map<String, Object> options = URISupport.parseParameters(new URI(UnsafeUriCharactersEncoder.encode(uri)));
        assertThat(UriText.read(String.valueOf(options.get("move")))).isEqualTo(text);
        String path = new URI(uri.replaceFirst("[?].*", "")).getPath();
        assertThat(UriText.read(path)).isEqualTo("/" + text);
    }

    @Test
    void serialNamesAreNeverTheSame() {
        Serial serial = new Serial();
        assertThat(serial.apply("mirror")).startsWith("mirror-").isNotEqualTo(serial.apply("mirror"));
    }

    @Test
    void commasDivideListsButNotThoseWithinBraces() {
        assertThat(Words.list("*.csv, {a,b}*.txt,")).containsExactly("*.csv", "{a,b}*.txt");
        assertThat(Words.list("")).isEmpty();
    }

    @Test
    void headersAreDividedByCommasButNotWithinExpressions() {
        assertThat(MessageHeaders.parse("orderType=invoice, day=${date:now:yyyy,MM,dd},url=a=b,none="))
                .containsExactly(
                        entry("orderType", "invoice"),
                        entry("day", "${date:now:yyyy,MM,dd}"),
                        entry("url", "a=b"),
                        entry("none", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order-type=1",
                "1st=1",
                "=1",
                "like=1",
                "JMSXGroupID=1",
                "jmsPriority=1",
                "AMQ_SCHEDULED_DELAY=1",
                "CamelFileName=1",
                "cAmelFileName=1",
                "droverFileSha256=1",
                "a=1,a=2",
                "a=1,",
                "a"
            })
    void aHeaderThatJmsDoesNotHaveOrThatMeansSomethingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> MessageHeaders.parse(text));
    }

    @Test
    void aParameterThatTheTemplateDoesNotHaveIsRefused() throws Exception {
        TemplateParameters.guard(camel);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("plain")
                        .templateParameter("doneFile")
                        .from("direct:{{doneFile}}")
                        .to("log:x");
            }
        });
        TemplatedRouteBuilder.builder(camel, "plain")
                .parameter("done-file", "a")
                .routeId("good")
                .add();

        assertThatThrownBy(() -> TemplatedRouteBuilder.builder(camel, "plain")
                        .parameter("doneFile", "b")
                        .parameter("doneFiel", "c")
                        .add())
                .hasMessage("parameter doneFiel is none of the route template plain, which has doneFile;"
                        + " did you mean doneFile?");
    }

    @Test
    void aTimeBecomesTheMillisecondsThatCamelCountsIn() {
        Time time = new Time();
        assertThat(time.apply("1w")).isEqualTo("604800000");
        assertThat(time.apply("5000")).isEqualTo("5000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.apply("1 week"))
                .withMessageContaining("\"1 week\"");
    }

    @Test
    void aMistypedTimeIsNeverReadAsNone() {
        for (String slip : List.of("1 week", "2 days", "0s", "0", "-1d", "15")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new JanitorJob().setOlderThan(slip));
            assertThatIllegalArgumentException().isThrownBy(() -> new ExpectationJob().setWithin(slip));
            assertThatIllegalArgumentException().isThrownBy(() -> new ProbeJob().setSlow(slip));
            assertThatIllegalArgumentException().isThrownBy(() -> new ReplayJob().setOlderThan(slip));
        }
        for (String slip : List.of("1 week", "-1d", "15")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new BackupJob().setMaxAge(slip));
            assertThatIllegalArgumentException().isThrownBy(() -> new Notices().setThrottle(slip));
        }
    }

    @Test
    void rowsBecomeCsvOrJson() throws Exception {
        List<Map<String, Object>> rows = List.of(Map.of("name", "a, \"b\""), Map.of("name", "line\nbreak"));
        assertThat(report(ReportBody.Format.CSV, rows)).isEqualTo("name\r\n\"a, \"\"b\"\"\"\r\n\"line\nbreak\"\r\n");
        assertThat(report(ReportBody.Format.JSON, rows)).contains("\"name\" : \"a, \\\"b\\\"\"");
        assertThat(report(ReportBody.Format.AS_IS, "text")).isEqualTo("text");
    }

    @Test
    void anEmptyReportEndsTheRouteOrIsSentOrIsAFailure() throws Exception {
        ReportBody body = new ReportBody();
        Exchange exchange = exchange(List.of());
        body.process(exchange);
        assertThat(exchange.isRouteStop()).isTrue();

        body.setEmpty(ReportBody.Empty.SEND);
        exchange = exchange(null);
        body.process(exchange);
        assertThat(exchange.isRouteStop()).isFalse();
        assertThat(exchange.getMessage().getBody(byte[].class)).isEmpty();

        body.setEmpty(ReportBody.Empty.FAIL);
        assertThatIOException().isThrownBy(() -> body.process(exchange("")));
    }

    private String report(ReportBody.Format format, Object content) throws IOException {
        ReportBody body = new ReportBody();
        body.setFormat(format);
        Exchange exchange = exchange(content);
        body.process(exchange);
        return new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.UTF_8);
    }

    private Exchange exchange(Object content) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(content);
        return exchange;
    }

    @Test
    void peopleAreShownTheTextThatAUriStandsFor() throws Exception {
        String text = "drover:store/100% \u00A425 a+b & done?/\u6708 #1";
        String uri = "drover:" + UriText.write(text.substring(7)) + "?include=x";
        assertThat(UriText.shown(UnsafeUriCharactersEncoder.encode(uri))).isEqualTo(text);
        assertThat(UriText.shown(URISupport.normalizeUri(uri))).isEqualTo(text.replace("drover:", "drover://"));
    }
}
