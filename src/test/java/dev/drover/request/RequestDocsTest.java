package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.transfer.ErrorClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RequestDocsTest {
    private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExamplesAreRequests() throws Exception {
        Matcher blocks = JSON.matcher(text());
        assertThat(blocks.find()).isTrue();
        do {
            assertThat(new RequestReader().read(blocks.group(1)).id()).isNotEmpty();
        } while (blocks.find());
    }

    @Test
    void everyOperationAndEveryErrorClassIsExplained() throws Exception {
        String text = text();
        for (Operation operation : Operation.values()) {
            assertThat(text).contains("`" + operation.word() + "`");
        }
        for (ErrorClass errorClass : ErrorClass.values()) {
            assertThat(text).contains("`" + errorClass + "`");
        }
    }

    private static String text() throws Exception {
        return Files.readString(Path.of("docs/requests.md"));
    }
}
