package dev.drover.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpConnectException;
import dev.drover.ftp.FtpConnectionLostException;
import dev.drover.ftp.FtpListingException;
import dev.drover.ftp.FtpLoginException;
import dev.drover.ftp.FtpNameException;
import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpTlsException;
import dev.drover.ftp.FtpTransferException;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemotePath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorClassTest {
    private static final RemotePath FILE = RemotePath.of("/a");

    @ParameterizedTest
    @CsvSource({
        "421, TRANSIENT_NETWORK",
        "425, TRANSIENT_NETWORK",
        "426, TRANSIENT_NETWORK",
        "450, TRANSIENT_REMOTE",
        "451, TRANSIENT_REMOTE",
        "452, TRANSIENT_REMOTE",
        "500, PERMANENT_REMOTE",
        "522, TLS_POLICY",
        "530, AUTH",
        "532, AUTH",
        "534, TLS_POLICY",
        "535, TLS_POLICY",
        "550, PERMANENT_REMOTE",
        "551, PERMANENT_REMOTE",
        "552, PERMANENT_REMOTE",
        "553, PERMANENT_REMOTE"
    })
    void theFinalReplyOfATransferDecides(int code, ErrorClass expected) {
        FtpReply reply = FtpReply.of(code, "no");
        assertThat(ErrorClass.of(FtpTransferException.refused("x", FILE, 0, reply)))
                .isEqualTo(expected);
        assertThat(ErrorClass.replyOf(FtpTransferException.refused("x", FILE, 0, reply)))
                .contains(reply);
    }

    @ParameterizedTest
    @CsvSource({"421, TRANSIENT_NETWORK", "530, AUTH", "500, AUTH", "430, TRANSIENT_REMOTE"})
    void aRefusedLoginIsNotHammeredUnlessTheServerIsOnlyFull(int code, ErrorClass expected) {
        FtpCommand pass = FtpCommand.of(FtpVerb.PASS);
        assertThat(ErrorClass.of(new FtpLoginException("x", pass, FtpReply.of(code, "no"))))
                .isEqualTo(expected);
    }

    @Test
    void failuresWithoutAReplyAreSortedByTheirKind() {
        IOException reset = new IOException("reset");
        assertThat(ErrorClass.of(new FtpConnectException("x"))).isEqualTo(ErrorClass.TRANSIENT_NETWORK);
        assertThat(ErrorClass.of(new FtpConnectionLostException("x", reset))).isEqualTo(ErrorClass.TRANSIENT_NETWORK);
        assertThat(ErrorClass.of(FtpTransferException.broken("x", reset, FILE, 7, false)))
                .isEqualTo(ErrorClass.TRANSIENT_NETWORK);
        assertThat(ErrorClass.of(FtpTransferException.incomplete("x", FILE, 7))).isEqualTo(ErrorClass.INTEGRITY);
        assertThat(ErrorClass.of(new FtpTlsException("x"))).isEqualTo(ErrorClass.TLS_POLICY);
        assertThat(ErrorClass.of(new FtpNameException("x"))).isEqualTo(ErrorClass.INVALID);
        assertThat(ErrorClass.of(new FtpProtocolException("x"))).isEqualTo(ErrorClass.PERMANENT_REMOTE);
        assertThat(ErrorClass.of(new FtpListingException("x"))).isEqualTo(ErrorClass.PERMANENT_REMOTE);
    }

    @Test
    void failuresOfThisMachineAreSortedByTheirReason() {
        assertThat(ErrorClass.of(new NoSuchFileException("a"))).isEqualTo(ErrorClass.LOCAL);
        assertThat(ErrorClass.of(new AccessDeniedException("a"))).isEqualTo(ErrorClass.LOCAL);
        assertThat(ErrorClass.of(new IOException("No space left on device"))).isEqualTo(ErrorClass.LOCAL_FULL);
        assertThat(ErrorClass.of(new FileSystemException("a", null, "Disk quota exceeded")))
                .isEqualTo(ErrorClass.LOCAL_FULL);
        assertThat(ErrorClass.of(new PathRefusedException("a"))).isEqualTo(ErrorClass.FORBIDDEN);
    }
}
