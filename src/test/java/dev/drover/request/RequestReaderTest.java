package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.request.Rejection.Code;
import dev.drover.request.TransferRequest.OnSuccess;
import dev.drover.transfer.ErrorClass;
import dev.drover.transfer.IfExists;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
    private static final String SMALLEST =
            """
            {"version": 1, "id": "request-0001", "operation": "transfer",
             "source": {"endpoint": "drop", "paths": ["in/a.csv"]},
             "destination": {"endpoint": "acme"}}
            """;
    private static final RequestReader READER = new RequestReader();

    @Test
    void theSmallestRequestHasSafeDefaults() throws Exception {
        TransferRequest request = READER.read(SMALLEST);
        assertThat(request.id()).isEqualTo("request-0001");
        assertThat(request.operation()).isEqualTo(Operation.TRANSFER);
        assertThat(request.source().orElseThrow().paths()).containsExactly(RelativePath.of("in/a.csv"));
        assertThat(request.source().orElseThrow().onSuccess()).isEqualTo(OnSuccess.KEEP);
        assertThat(request.destination().orElseThrow().directory()).isEqualTo(RelativePath.ROOT);
        assertThat(request.destination().orElseThrow().ifExists()).isEqualTo(IfExists.FAIL);
        assertThat(request.options().verification()).isEqualTo(Verification.SIZE);
        assertThat(request.options().ascii()).isFalse();
        assertThat(request.dryRun()).isFalse();
    }

    @Test
    void everyFieldIsRead() throws Exception {
        TransferRequest request = READER.read(
                """
                {"version": 1, "id": "0197c9d1-7a3b-7c55", "operation": "transfer",
                 "source": {"endpoint": "drop", "paths": ["ümläut 日本.csv"], "onSuccess": "archive"},
                 "destination": {"endpoint": "acme", "directory": "in/2026", "fileName": "b.csv",
                                 "ifExists": "overwrite", "createDirectories": false},
                 "options": {"mode": "binary", "verify": "checksum", "resume": false, "progress": true,
                             "checksum": {"algorithm": "MD5", "value": "0123456789ABCDEF0123456789ABCDEF"}},
                 "notBefore": "2026-01-01T00:00:00Z", "deadline": "2026-01-02T00:00:00+02:00",
                 "maxAttempts": 3, "jobName": "daily invoices", "labels": {"team": "billing"}, "dryRun": true}
                """);
        assertThat(request.destination().orElseThrow().fileName()).contains("b.csv");
        assertThat(request.options().checksum().orElseThrow().value()).isEqualTo("0123456789abcdef0123456789abcdef");
        assertThat(request.deadline()).contains(Instant.parse("2026-01-01T22:00:00Z"));
        assertThat(request.maxAttempts()).hasValue(3);
        assertThat(request.labels()).containsEntry("team", "billing");
        assertThat(request.dryRun()).isTrue();
    }

    @Test
    void otherOperationsAreRead() throws Exception {
        assertThat(READER.read(operation("list", "'source':{'endpoint':'e','directory':'.','include':'*.csv'}"))
                        .source()
                        .orElseThrow()
                        .include())
                .hasValueSatisfying(glob -> assertThat(glob.matches("a.csv")).isTrue());
        assertThat(READER.read(operation("delete", "'source':{'endpoint':'e','paths':['a']}"))
                        .operation())
                .isEqualTo(Operation.DELETE);
        assertThat(READER.read(
                                operation(
                                        "move",
                                        "'source':{'endpoint':'e','paths':['a']},'destination':{'endpoint':'e','directory':'b'}"))
                        .operation())
                .isEqualTo(Operation.MOVE);
        assertThat(READER.read(operation("mkdir", "'destination':{'endpoint':'e','directory':'a/b'}"))
                        .operation())
                .isEqualTo(Operation.MKDIR);
        assertThat(READER.read(operation("cancel", "'cancelId':'request-0002'")).cancelId())
                .contains("request-0002");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../a",
                "a/../b",
                "a/..",
                ".",
                "a//b",
                "a/",
                "a\\\\b",
                "C:/a",
                "a\\nDELE b",
                "a\\r\\nDELE b",
                "a\\u0000",
                "a\\u007f",
                "ftp://host/a",
                "a?fileName=../b",
                "${header.x}",
                "{{env:SECRET}}",
                "a%2e%2e/b",
                "a#b",
                "*.csv",
                "a\\n",
                "a\\u0085/../../b",
                "a\\u2028/../../b",
                "a\\u202egpj.exe",
                ""
            })
    void aHostilePathDoesNotFitTheSchema(String path) {
        Rejection rejection = rejection(SMALLEST.replace("in/a.csv", path));
        assertThat(rejection.errorClass()).isEqualTo(ErrorClass.INVALID);
        assertThat(rejection.code()).isEqualTo(Code.SCHEMA);
        assertThat(rejection.requestId()).contains("request-0001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'version':2",
                "'id':'short'",
                "'id':'request-0001\\n'",
                "'id':'../../../../x'",
                "'operation':'exec'",
                "'host':'evil'",
                "'maxAttempts':0",
                "'maxAttempts':21",
                "'maxAttempts':'3'",
                "'deadline':'tomorrow'",
                "'deadline':'2026-02-30T00:00:00Z'",
                "'dryRun':'yes'",
                "'labels':{'A':'x'}",
                "'labels':{'a':1}",
                "'labels':{'a':'x\\ny'}",
                "'jobName':'a/b'",
                "'jobName':'a\\n'",
                "'cancelId':'request-0002'",
                "'source':{'endpoint':'DROP','paths':['a']}",
                "'source':{'endpoint':'drop','paths':[]}",
                "'source':{'endpoint':'drop','paths':['a','a']}",
                "'source':{'endpoint':'drop','paths':['a'],'directory':'b'}",
                "'source':{'endpoint':'drop','paths':['a'],'include':'*'}",
                "'source':{'endpoint':'drop'}",
                "'source':{'endpoint':'drop','paths':['a'],'password':'x'}",
                "'source':{'endpoint':'drop','paths':['a'],'onSuccess':'shred'}",
                "'source':{'endpoint':'file:/etc','paths':['a']}",
                "'destination':{'endpoint':'acme','fileName':'a/b'}",
                "'destination':{'endpoint':'acme','fileName':'..'}",
                "'destination':{'endpoint':'acme','ifExists':'clobber'}",
                "'options':{'verify':'maybe'}",
                "'options':{'checksum':{'algorithm':'MD5','value':'abc'}}",
                "'options':{'checksum':{'algorithm':'SHA-256','value':'0123456789abcdef0123456789abcdef'}}",
                "'options':{'transform':['${x}']}"
            })
    void whatTheSchemaDoesNotKnowIsRefused(String field) {
        String name = field.substring(0, field.indexOf(':') + 1).replace('\'', '"');
        Rejection rejection = rejection(with(SMALLEST, name, field.replace('\'', '"')));
        assertThat(rejection.code()).isEqualTo(Code.SCHEMA);
        assertThat(rejection.message()).startsWith("The request does not fit the schema: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{} {}",
                "{} x",
                "{'version':1}",
                "{\"a\":1,}",
                "{\"a\":NaN}",
                "{/* comment */}",
                "\u0000"
            })
    void whatIsNoRequestIsRefused(String body) {
        assertThatThrownBy(() -> READER.read(body)).isInstanceOf(RequestRejectedException.class);
        assertThatThrownBy(() -> READER.read(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RequestRejectedException.class);
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        Rejection rejection = rejection(SMALLEST.replace("\"operation\"", "\"operation\": \"delete\", \"operation\""));
        assertThat(rejection.code()).isEqualTo(Code.MALFORMED);
        assertThat(rejection.message()).contains("operation");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(rejection("{\"a\":".repeat(100_000 / 5)).code()).isEqualTo(Code.MALFORMED);
        assertThat(rejection("[".repeat(200_000)).code()).isEqualTo(Code.MALFORMED);
    }

    @Test
    void aRequestMayBeLargeButNotTooLarge() throws Exception {
        String padding = " ".repeat(RequestReader.MAX_BYTES - SMALLEST.length());
        assertThat(READER.read(SMALLEST + padding).id()).isEqualTo("request-0001");
        assertThat(rejection(SMALLEST + padding + " ").code()).isEqualTo(Code.TOO_LARGE);
        assertThat(rejection("ü".repeat(RequestReader.MAX_BYTES / 2 + 1)).code())
                .isEqualTo(Code.TOO_LARGE);
        assertThatThrownBy(() -> READER.read(new byte[RequestReader.MAX_BYTES + 1]))
                .hasMessageContaining("TOO_LARGE");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> READER.read(SMALLEST.replace("a.csv", "ä").getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void halfACharacterIsRefused() {
        assertThat(rejection(SMALLEST.replace("a.csv", "\ud800")).code()).isEqualTo(Code.MALFORMED);
        assertThat(rejection(SMALLEST.replace("a.csv", "\\ud800")).errorClass()).isEqualTo(ErrorClass.INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'source':{'endpoint':'drop','paths':['a','b']},'destination':{'endpoint':'acme','fileName':'c'}",
                "'source':{'endpoint':'drop','paths':['x/a','y/a']},'destination':{'endpoint':'acme'}",
                "'source':{'endpoint':'drop','directory':'a'},'destination':{'endpoint':'acme','fileName':'c'}",
                "'source':{'endpoint':'drop','paths':['a']},'destination':{'endpoint':'acme'},"
                        + "'notBefore':'2026-01-02T00:00:00Z','deadline':'2026-01-01T00:00:00Z'",
                "'source':{'endpoint':'drop','paths':['a']},'destination':{'endpoint':'acme'},"
                        + "'options':{'mode':'ascii','verify':'checksum'}"
            })
    void fieldsThatDoNotGoTogetherAreRefused(String fields) {
        assertThat(rejection(operation("transfer", fields)).code()).isEqualTo(Code.CONTRADICTION);
    }

    @Test
    void theContentDoesNotDependOnHowTheRequestIsWritten() throws Exception {
        String other =
                """
                {"destination":{"endpoint":"acme"},
                 "source":{"paths":["in\\/a.csv"],"endpoint":"drop"},"operation":"transfer","id":"request-0001","version":1}
                """;
        assertThat(READER.read(other).content()).isEqualTo(READER.read(SMALLEST).content());
        assertThat(READER.read(SMALLEST.replace("a.csv", "b.csv")).content())
                .isNotEqualTo(READER.read(SMALLEST).content());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'transfer','source':{'endpoint':'drop','directory':'.','include':'*.csv','exclude':'x/**','recursive':true,"
                        + "'minAgeSeconds':60,'onSuccess':'archive'},'destination':{'endpoint':'acme','directory':'in/2026',"
                        + "'ifExists':'rename','createDirectories':false},'options':{'verify':'none','resume':false,"
                        + "'progress':true,'mode':'ascii'},'notBefore':'2026-01-01T00:00:00+14:00','maxAttempts':3,"
                        + "'jobName':'a b','labels':{'b':'2','a':'1','c':'3'},'dryRun':true",
                "'transfer','source':{'endpoint':'drop','paths':['b','a']},'destination':{'endpoint':'acme','directory':'.'},"
                        + "'deadline':'9999-12-31T23:59:59-14:00'",
                "'mkdir','destination':{'endpoint':'acme','directory':'.'}",
                "'list','source':{'endpoint':'acme','directory':'in'}",
                "'delete','source':{'endpoint':'acme','paths':['in/a']},'deadline':'0000-01-01T00:00:00+14:00'",
                "'move','source':{'endpoint':'acme','paths':['in/a']},'destination':{'endpoint':'acme','directory':'old'}",
                "'cancel','cancelId':'request-0002'"
            })
    void theContentIsReadAsTheSameRequest(String operation) throws Exception {
        String body = ("{'version':1,'id':'request-0001','operation':" + operation + "}").replace('\'', '"');
        TransferRequest request = READER.read(body);

        TransferRequest again = READER.read(request.content());

        assertThat(again.content()).isEqualTo(request.content());
        assertThat(again).usingRecursiveComparison().isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'source':{'endpoint':'drop','paths':['a']},'destination':{'endpoint':'acme','fileName':'.x.request-0009.part'}",
                "'source':{'endpoint':'drop','paths':['in/.x.request-0009.part']},'destination':{'endpoint':'acme'}"
            })
    void namesOfPartialFilesAreDroversOwn(String fields) {
        Rejection rejection = rejection(operation("transfer", fields));

        assertThat(rejection.code()).isEqualTo(Code.SCHEMA);
        assertThat(rejection.message()).contains("files that are on their way");
    }

    @Test
    void theNameOfAnUnknownFieldIsPrintedWithoutControlCharacters() {
        Rejection rejection = rejection(SMALLEST.replaceFirst("\\{", "{\"x\\\\u001b[2J\\\\ny\": 1,"));
        assertThat(rejection.message()).doesNotContainPattern("\\p{Cntrl}").contains("not defined in the schema");
    }

    private static Rejection rejection(String body) {
        return catchThrowableOfType(RequestRejectedException.class, () -> READER.read(body))
                .rejection();
    }

    private static String operation(String operation, String fields) {
        return ("{'version':1,'id':'request-0001','operation':'" + operation + "'," + fields + "}").replace('\'', '"');
    }

    /** The smallest request with one field in place of what it had. */
    private static String with(String json, String name, String field) {
        int at = json.indexOf(name);
        if (at < 0) {
            return json.replaceFirst("\\{", "{" + Matcher.quoteReplacement(field) + ",");
        }
        int end = json.indexOf(name.equals("\"source\":") ? "},\n" : name.equals("\"destination\":") ? "}}" : ",", at);
        int skip = name.startsWith("\"source") || name.startsWith("\"destination") ? 1 : 0;
        return json.substring(0, at) + field + json.substring(end + skip);
    }
}
