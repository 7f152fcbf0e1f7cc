package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerNameRouteTest extends RouteTestSupport {
    @BeforeEach
    void start() {
        camel.start();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space.txt",
                "Grüße.txt",
                "日本語.txt",
                "a#b.txt",
                "100%.txt",
                "a%20b.txt",
                "a+b.txt",
                "-dash",
                "[x]{y}.txt",
                "~tilde"
            })
    void namesGoThroughAsTheyAre(String name) throws Exception {
        template.sendBodyAndHeader(ftp("out"), name, Exchange.FILE_NAME, name);
        assertThat(files()).containsExactly("out/" + name);
        assertThat(read("out/" + name)).isEqualTo(name);
    }

    @Test
    void missingDirectoriesAreMade() throws Exception {
        template.sendBodyAndHeader(ftp("out/deep/er"), "x", Exchange.FILE_NAME, "a/b/c.txt");
        assertThat(files()).containsExactly("out/deep/er/a/b/c.txt");
    }

    @Test
    void missingDirectoriesAreAnErrorWithoutAutoCreate() {
        assertThatThrownBy(() ->
                        template.sendBodyAndHeader(ftp("out", "autoCreate=false"), "x", Exchange.FILE_NAME, "c.txt"))
                .rootCause()
                .hasMessageContaining("55");
        assertThat(files()).isEmpty();
    }

    @Test
    void aDirectoryThatVanishesIsMadeAgain() throws Exception {
        template.sendBodyAndHeader(ftp("out"), "x", Exchange.FILE_NAME, "a.txt");
        Files.delete(home.resolve("out/a.txt"));
        Files.delete(home.resolve("out"));
        template.sendBodyAndHeader(ftp("out"), "x", Exchange.FILE_NAME, "b.txt");
        assertThat(files()).containsExactly("out/b.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.txt", "a/../../evil.txt", "..\\evil.txt", "../outside/evil.txt"})
    void aNameThatLeavesTheDirectoryIsRefused(String name) {
        assertThatThrownBy(() -> template.sendBodyAndHeader(ftp("out"), "x", Exchange.FILE_NAME, name))
                .rootCause()
                .hasMessageContaining("jailed to the starting directory");
        assertThatThrownBy(() -> template.sendBodyAndHeader(ftp(""), "x", Exchange.FILE_NAME, name))
                .rootCause()
                .hasMessageContaining("jailed to the starting directory");
        assertThat(files()).isEmpty();
    }

    @Test
    void theJailCanBeOpened() throws Exception {
        template.sendBodyAndHeader(
                ftp("out", "jailStartingDirectory=false"), "x", Exchange.FILE_NAME, "../other/a.txt");
        assertThat(files()).containsExactly("other/a.txt");
    }

    @Test
    void theOptionNamesTheFile() throws Exception {
        template.sendBodyAndHeader(ftp("out", "fileName=${header.kind}-${date:now:yyyy}.txt"), "x", "kind", "report");
        assertThat(files()).singleElement().asString().matches("out/report-\\d{4}\\.txt");
    }

    @Test
    void theMessageIdNamesTheFileWithoutAnything() throws Exception {
        Exchange sent = template.send(ftp("out"), exchange -> exchange.getIn().setBody("x"));
        assertThat(files()).hasSize(1);
        assertThat(sent.getIn().getHeader(Exchange.FILE_NAME_PRODUCED)).isEqualTo(files().get(0));
    }

    @Test
    void anOverrulingNameIsUsedOnce() throws Exception {
        Exchange sent = template.send(ftp("out"), exchange -> {
            exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt");
            exchange.getIn().setHeader(Exchange.OVERRULE_FILE_NAME, "b.txt");
            exchange.getIn().setBody("x");
        });
        assertThat(files()).containsExactly("out/b.txt");
        assertThat(sent.getIn().getHeader(Exchange.FILE_NAME)).isEqualTo("a.txt");
        assertThat(sent.getIn().getHeader(Exchange.OVERRULE_FILE_NAME)).isNull();
    }

    @Test
    void flattenDropsTheDirectories() throws Exception {
        template.sendBodyAndHeader(ftp("out", "flatten=true"), "x", Exchange.FILE_NAME, "a/b/c.txt");
        assertThat(files()).containsExactly("out/c.txt");
    }

    @Test
    void oneEndpointServesNamesThatChange() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:dynamic").toD(ftp("out", "fileName=${header.which}.txt"));
            }
        });
        template.sendBodyAndHeader("direct:dynamic", "1", "which", "one");
        template.sendBodyAndHeader("direct:dynamic", "2", "which", "two");
        assertThat(files()).containsExactly("out/one.txt", "out/two.txt");
        assertThat(camel.getEndpoints().stream().filter(FtpEndpoint.class::isInstance))
                .hasSize(1);
    }

    @Test
    void manyNamesThroughOneServerShareItsSessions() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:dynamic").toD(ftp("${header.dir}"));
            }
        });
        for (int i = 0; i < 10; i++) {
            String dir = "dir" + i;
            template.send("direct:dynamic", exchange -> {
                exchange.getIn().setHeader("dir", dir);
                exchange.getIn().setHeader(Exchange.FILE_NAME, "a.txt");
                exchange.getIn().setBody("x");
            });
        }
        assertThat(files()).hasSize(10);
        FtpComponent component = camel.getComponent("ftp", FtpComponent.class);
        assertThat(component.connections().logins()).isEqualTo(1);
    }
}
