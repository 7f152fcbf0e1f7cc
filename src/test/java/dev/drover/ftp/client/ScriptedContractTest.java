package dev.drover.ftp.client;

import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpCredentials;
import dev.drover.ftp.RemoteEntry.Kind;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.testing.TestCertificates;
import dev.drover.testing.script.FtpScript;
import dev.drover.testing.script.ScriptedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract with the scripted server: as it should be, and in dialects that no daemon at hand speaks. */
class ScriptedContractTest {
    private static final TestCertificates CERTIFICATES = TestCertificates.shared();

    abstract static class With extends FtpSessionContract {
        private ScriptedServer server;

        abstract FtpScript dialect(FtpScript usual);

        FtpClient.Builder settings(FtpClient.Builder usual) {
            return usual;
        }

        @BeforeAll
        void start() {
            // One character a byte: the server takes names as they come, as those on Unix do.
            server = dialect(FtpScript.server().charset(StandardCharsets.ISO_8859_1))
                    .start();
        }

        @AfterAll
        void stop() throws IOException {
            server.close();
        }

        @Override
        final FtpClient.Builder client() {
            return settings(FtpClient.builder(server.namedAddress()).credentials(FtpCredentials.of("user", "secret")));
        }
    }

    /** For what has nothing to do with names. */
    abstract static class WithFewNames extends With {
        @Override
        final Stream<RemotePath> names() {
            return NastyNames.few();
        }
    }

    @Nested
    class Plain extends With {
        @Override
        FtpScript dialect(FtpScript usual) {
            return usual;
        }
    }

    @Nested
    class ActiveEprt extends WithFewNames {
        @Override
        FtpScript dialect(FtpScript usual) {
            return usual;
        }

        @Override
        FtpClient.Builder settings(FtpClient.Builder usual) {
            return usual.dataMode(DataMode.ACTIVE);
        }
    }

    @Nested
    class ActivePort extends WithFewNames {
        @Override
        FtpScript dialect(FtpScript usual) {
            return usual.lacks("EPRT");
        }

        @Override
        FtpClient.Builder settings(FtpClient.Builder usual) {
            return usual.dataMode(DataMode.ACTIVE);
        }
    }

    @Nested
    class Compressed extends WithFewNames {
        @Override
        FtpScript dialect(FtpScript usual) {
            return usual.features("MLST type*;size*;modify*;", "MODE Z", "MFMT", "REST STREAM", "SIZE", "UTF8");
        }

        @Override
        FtpClient.Builder settings(FtpClient.Builder usual) {
            return usual.compression(true);
        }
    }

    @Nested
    class ExplicitTls13 extends WithFewNames {
        @Override
        FtpScript dialect(FtpScript usual) {
            return usual.explicitTls(CERTIFICATES.serverContext());
        }

        @Override
        FtpClient.Builder settings(FtpClient.Builder usual) {
            return usual.tls(TlsPolicy.explicit()
                    .context(CERTIFICATES.clientContext())
                    .protocols("TLSv1.3")
                    .build());
        }
    }

    @Nested
    class ImplicitTls12 extends WithFewNames {
        @Override
        FtpScript dialect(FtpScript usual) {
            return usual.implicitTls(CERTIFICATES.serverContext());
        }

        @Override
        FtpClient.Builder settings(FtpClient.Builder usual) {
            return usual.tls(TlsPolicy.implicit()
                    .context(CERTIFICATES.clientContext())
                    .protocols("TLSv1.2")
                    .build());
        }
    }

    @Nested
    class BareLineFeedsByteByByte extends WithFewNames {
        @Override
        FtpScript dialect(FtpScript usual) {
            return usual.bareLineFeeds().chopsBytes();
        }
    }

    @Nested
    class ManyLinesBeforeWhatCounts extends With {
        @Override
        FtpScript dialect(FtpScript usual) {
            return usual.chattersBefore();
        }
    }

    @Nested
    class ManyLinesAfterWhatCounts extends With {
        @Override
        FtpScript dialect(FtpScript usual) {
            return usual.chattersAfter().lacks("MLST", "MLSD");
        }
    }

    /** Nothing that is younger than RFC 959, and not all of that. */
    @Nested
    class OfNineteenEightyFive extends With {
        @Override
        FtpScript dialect(FtpScript usual) {
            return usual.lacks(
                    "FEAT", "OPTS", "EPSV", "EPRT", "MLST", "MLSD", "SIZE", "MDTM", "MFMT", "SYST", "CDUP", "NOOP");
        }

        @Override
        boolean tellsSizes() {
            return false;
        }
    }

    @Nested
    class ListingsOfWindows extends With {
        @Override
        FtpScript dialect(FtpScript usual) {
            return usual.listsLikeDos().lacks("MLST", "MLSD", "MFMT", "EPSV");
        }

        /** Its format pads with blanks, and its files are never called by a blank alone. */
        @Override
        Stream<RemotePath> names() {
            return NastyNames.all().filter(name -> !name.toString().isBlank());
        }

        @Override
        Optional<String> whyImpossible(Kind kind, RemotePath name) {
            return NastyNames.whyImpossible(NastyNames.Server.WINDOWS, kind, name);
        }
    }

    /** Names in a charset that the client has to be told. */
    @Nested
    class NamesInLatin1 extends With {
        @Override
        FtpScript dialect(FtpScript usual) {
            return usual.features("MLST type*;size*;modify*;", "REST STREAM", "SIZE");
        }

        @Override
        FtpClient.Builder settings(FtpClient.Builder usual) {
            return usual.charset(StandardCharsets.ISO_8859_1);
        }

        @Override
        Stream<RemotePath> names() {
            return Stream.of("Größe.txt", "ÿ", "\u0085", "\u00a0", "漢字.txt").map(RemotePath::of);
        }

        @Override
        Optional<String> whyImpossible(Kind kind, RemotePath name) {
            boolean writable = StandardCharsets.ISO_8859_1.newEncoder().canEncode(name.toString());
            return writable ? Optional.empty() : Optional.of("the charset has no such character");
        }
    }

    @Nested
    class ConfirmationAheadOfTheData extends WithFewNames {
        @Override
        FtpScript dialect(FtpScript usual) {
            for (String verb : List.of("RETR", "MLSD", "NLST")) {
                usual.on(verb).replies226BeforeData();
            }
            return usual;
        }
    }
}
