package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.CapturedLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is allowed and hurts is said once. */
class OptionWarningTest {
    private final CamelContext camel = new DefaultCamelContext();
    private final CapturedLog log = CapturedLog.of(OptionWarning.class);

    @BeforeEach
    void start() {
        camel.getRegistry().bind("keys", new MemoryIdempotentRepository());
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
        log.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp:localhost/in?delete=true&binary=false | binary=false",
                "ftp:localhost/in?delete=true&passiveMode=false | passiveMode=false",
                "ftp:localhost/in?delete=true&soTimeout=0 | connectTimeout=0, timeout=0 or soTimeout=0",
                "ftp:localhost/in?delete=true&timeout=0 | connectTimeout=0, timeout=0 or soTimeout=0",
                "ftp:localhost/in?delete=true&connectTimeout=0 | connectTimeout=0, timeout=0 or soTimeout=0",
                "ftp:localhost/in?delete=true&parallelTransfers=5&maxSessions=4 | parallelTransfers",
                "ftp:localhost/in?delete=true&streamDownload=true&maxSessions=1 | streamDownload=true with maxSessions=1",
                "ftp:localhost/in?delete=true&streamDownload=true&parallelTransfers=8 | streamDownload=true with parallelTransfers",
                "ftps:localhost/in?delete=true&verifyCertificate=false | verifyCertificate=false",
                "ftps:localhost/in?delete=true&verifyHostName=false | verifyHostName=false",
                "ftps:localhost/in?delete=true&execProt=C | execProt=C or disableSecureDataChannelDefaults=true",
                "ftps:localhost/in?delete=true&disableSecureDataChannelDefaults=true | execProt=C or disableSecureDataChannelDefaults=true",
                "ftps:localhost/in?delete=true&acceptTruncation=true | acceptTruncation=true",
                "ftp:localhost/in | neither delete, move nor noop",
                "ftp:localhost/in?noop=true&idempotent=false | noop=true with idempotent=false",
                "ftp:localhost/in?noop=true&delete=true&idempotentRepository=#keys | noop=true with delete=true",
                "ftp:localhost/in?noop=true&move=done&idempotentRepository=#keys | noop=true with move",
                "ftp:localhost/in?delete=true&readLock=rename&readLockRemoveOnCommit=true | readLockRemoveOnCommit=true without readLock=idempotent",
                "ftp:localhost/in?delete=true&readLock=rename&readLockMinAge=5 | readLockMinAge without readLock=changed",
                "ftp:localhost/in?delete=true&streamDownload=true&localWorkDirectory=target/work | streamDownload=true with localWorkDirectory",
                "ftp:localhost/in?noop=true | noop=true without idempotentRepository",
                "ftp:localhost/in?delete=true&readLock=idempotent&idempotentRepository=#keys | readLock=idempotent with a repository in memory",
                "ftp:localhost/in?delete=true&download=false | download=false with delete=true",
                "ftp:localhost/in?delete=true&sortBy=file:name&maxMessagesPerPoll=5 | sortBy or sorter with maxMessagesPerPoll",
                "ftp:localhost/in?delete=true&doneFileName=done&maxMessagesPerPoll=5 | one doneFileName for all files with maxMessagesPerPoll",
                "ftp:localhost/in?recursive=true&move=done | recursive=true with move or moveFailed into a directory below",
                "ftp:localhost/in?recursive=true&delete=true&moveFailed=bad | recursive=true with move or moveFailed into a directory below"
            })
    void aConsumerSays(String uri, String option) throws Exception {
        consume(uri);
        consume(uri);
        assertThat(log.lines()).singleElement().asString().startsWith("WARN ").contains(": " + option + " ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp:localhost/out?jailStartingDirectory=false | jailStartingDirectory=false",
                "ftp:localhost/out?atomicUpload=false | atomicUpload=false",
                "ftp:localhost/out?appendChars=x | appendChars without fileExist=Append",
                "ftp:localhost/out?ftpClient.bufferSize=17 | ftpClient.bufferSize",
                "ftp:localhost/out?tempFileName=upload.tmp | one tempFileName for all files"
            })
    void aProducerSays(String uri, String option) throws Exception {
        camel.getEndpoint(uri).createProducer();
        camel.getEndpoint(uri + "&chmod=640").createProducer();
        assertThat(log.lines()).singleElement().asString().startsWith("WARN ").contains(": " + option + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete=true",
                "move=done",
                "recursive=true&move=.done",
                "recursive=true&move=/archive",
                "recursive=true&move=../archive/${file:onlyname}",
                "noop=true&idempotentRepository=#many",
                "delete=true&doneFileName=${file:name}.done&maxMessagesPerPoll=5",
                "delete=true&sortBy=file:name&maxMessagesPerPoll=5&eagerMaxMessagesPerPoll=false",
                "delete=true&stepwise=true&streamDownload=true"
            })
    void aConsumerSaysNothing(String options) throws Exception {
        camel.getRegistry().bind("many", MemoryIdempotentRepository.memoryIdempotentRepository(1_000_000));
        consume("ftp:localhost/in?" + options);
        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fileExist=Append", "tempPrefix=.wip-", "tempFileName=${file:name}.tmp", "disconnect=true"})
    void aProducerSaysNothing(String options) throws Exception {
        camel.getEndpoint("ftp:localhost/out?" + options).createProducer();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void whoAsksForOneFileAtATimeMayLeaveItThere() {
        camel.createConsumerTemplate().receiveNoWait("ftp:localhost:1/in?maximumReconnectAttempts=1");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void theDocumentationTellsOfEachWarning() throws Exception {
        String page = Files.readString(Path.of("docs/ftp-component.md"));
        assertThat(Stream.of(OptionWarning.SERVER, OptionWarning.CONSUMER, OptionWarning.PRODUCER)
                        .flatMap(List::stream)
                        .map(warning -> "| `" + warning.option() + "` | " + warning.harm() + " |"))
                .allSatisfy(row -> assertThat(page).contains(row));
    }

    private void consume(String uri) throws Exception {
        Consumer consumer = camel.getEndpoint(uri + (uri.contains("?") ? "&" : "?") + "initialDelay=100000")
                .createConsumer(exchange -> {});
        consumer.start();
        consumer.stop();
    }
}
