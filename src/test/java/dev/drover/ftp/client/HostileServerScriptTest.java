package dev.drover.ftp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpTimeouts;
import dev.drover.ftp.RemotePath;
import dev.drover.testing.script.FtpScript;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that answer anything to anything, drawn by lot: whatever they say, a call ends in time with a value or an
 * exception of the library's own, and nothing stays open.
 */
class HostileServerScriptTest extends ScriptCase {
    private static final Duration PATIENCE = Duration.ofMillis(150);
    private static final List<String> VERBS = List.of(
            "FEAT", "TYPE", "PWD", "CWD", "EPSV", "PASV", "RETR", "STOR", "STOU", "MLSD", "LIST", "NLST", "MLST",
            "SIZE", "MDTM", "REST", "RNFR", "RNTO", "MKD", "DELE", "STAT", "NOOP", "ABOR", "SITE", "MFMT", "MODE");
    private static final List<String> REPLIES = List.of(
            "150 go",
            "150 go\r\n226 done before anything",
            "150 (5 bytes)\r\n451 failed",
            "150 (99999999999999999999 bytes)",
            "199 soon",
            "200 fine",
            "200 fine\r\n200 and again",
            "211-Features\r\n REST STREAM\r\n MODE Z\r\n211 End",
            "211-no end",
            "213 99999999999999999999",
            "213 20249999999999",
            "213-x\r\n213 7",
            "226 done",
            "227 (127,0,0,1,0,0)",
            "227 (1,2,3)",
            "229 (|||99999|)",
            "229 (|||{port}|)",
            "250-x\r\n type=file;size=5; ../up\r\n250 end",
            "250-\r\n250 ",
            "257 \"",
            "257 ",
            "257 \"/a\"\"b",
            "300 odd",
            "350 go on",
            "421 leaving",
            "425 no",
            "450 no",
            "500 what",
            "502 no",
            "530 who are you",
            "550 no",
            "999 none",
            "22",
            "",
            "no reply at all",
            "\0\u0001\u00ff",
            "200 " + "x".repeat(70_000));

    private static FtpScript drawn(Random lot) {
        FtpScript script = FtpScript.server().file("/a", "hello").directory("/in dir");
        for (String verb : VERBS) {
            switch (lot.nextInt(12)) {
                case 0, 1, 2 -> script.on(verb, REPLIES.get(lot.nextInt(REPLIES.size())));
                case 3 -> script.on(verb).saysNothing();
                case 4 -> script.on(verb).closesControl();
                case 5 -> script.once(verb, REPLIES.get(lot.nextInt(REPLIES.size())));
                default -> {
                    // This one is answered as it should be.
                }
            }
        }
        return script;
    }

    private static ThrowingCallable drawn(Random lot, FtpSession session) {
        RemotePath file = path("/a");
        RemotePath directory = path(lot.nextBoolean() ? "/" : "/in dir");
        List<ThrowingCallable> all = List.of(
                () -> session.list(directory),
                () -> session.names(directory),
                () -> session.listByStat(directory),
                () -> session.find(directory, entry -> true),
                () -> session.stat(file),
                () -> session.size(file),
                () -> session.modified(file),
                () -> session.setModified(file, Instant.EPOCH),
                () -> session.downloadBytes(file, 1_000_000),
                () -> session.openDownload(file, TransferOptions.BINARY.withOffset(2))
                        .close(),
                () -> session.openUpload(path("/b")).close(),
                () -> session.uploadBytes(path("/b"), new byte[100_000]),
                () -> session.uploadUnique(new ByteArrayInputStream(new byte[10])),
                () -> session.rename(file, path("/c")),
                () -> session.makeDirectories(path("/x/y")),
                () -> session.changeDirectory(directory),
                () -> session.workingDirectory(),
                () -> session.ping());
        return all.get(lot.nextInt(all.size()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverTheServerSaysACallEndsWithAValueOrAnExceptionOfOurs(long seed) throws Exception {
        Random lot = new Random(seed);
        FtpTimeouts impatient = new FtpTimeouts(PATIENCE, PATIENCE, PATIENCE, PATIENCE, PATIENCE);
        client(drawn(lot), builder -> builder.timeouts(impatient).compression(true), (server, client) -> {
            for (int i = 0; i < 12; i++) {
                Throwable failure = catchThrowable(() -> {
                    try (FtpSession session = client.open()) {
                        drawn(lot, session).call();
                        drawn(lot, session).call();
                    }
                });
                if (failure != null) {
                    assertThat(failure).isInstanceOf(FtpException.class);
                    assertThat(failure.getMessage()).isNotBlank().doesNotContain("null");
                }
            }
        });
    }
}
