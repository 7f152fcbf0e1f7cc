package dev.drover.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layouts of the log that users get. */
class LogLayoutTest {
    private static final Pattern LAYOUT = Pattern.compile("PatternLayout pattern=\"([^\"]+)\"");

    @ParameterizedTest
    @ValueSource(strings = {"log4j2.xml", "log4j2-commands.xml"})
    void aLineBreakInANameDoesNotBeginAnotherLine(String file) throws Exception {
        List<String> patterns = LAYOUT.matcher(Files.readString(Path.of("src/main/resources", file)))
                .results()
                .map(found -> found.group(1))
                .toList();
        Log4jLogEvent event = Log4jLogEvent.newBuilder()
                .setLoggerName("a.logger")
                .setLevel(Level.INFO)
                .setMessage(new SimpleMessage("a\r\n2026-11-20 ERROR forged"))
                .build();

        assertThat(patterns).isNotEmpty().allSatisfy(pattern -> assertThat(
                        PatternLayout.newBuilder().withPattern(pattern).build().toSerializable(event))
                .hasLineCount(1)
                .contains("forged"));
    }
}
