package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.FtpVerb;
import dev.drover.transfer.ErrorClass;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void aRefusalForGoodIsFinalAndTellsTheReply() {
        Failure failure = Failure.of(new GenericFileOperationFailedException("wrapped", refused(553, "Not allowed.")));

        assertThat(failure.errorClass()).isEqualTo(ErrorClass.PERMANENT_REMOTE);
        assertThat(failure.isFinal()).isTrue();
        assertThat(failure.reply()).contains("553 Not allowed.");
        assertThat(failure.reason()).isEqualTo("The server refused it.");
    }

    @Test
    void aRefusalForNowIsNotFinal() {
        assertThat(Failure.of(refused(450, "Busy.")).isFinal()).isFalse();
    }

    @Test
    void whatIsWrongWithThisMachineOrTheBrokerIsNotTheFilesFault() {
        assertThat(Failure.of(new AccessDeniedException("/srv/drop")).isFinal()).isFalse();
        assertThat(Failure.of(new RuntimeException(new JMSException("away"))).isFinal())
                .isFalse();
        assertThat(Failure.of(new GenericFileOperationFailedException("Cannot store file"))
                        .isFinal())
                .isFalse();
    }

    @Test
    void aReasonIsASentenceAlsoWhereTheJdkNamesOnlyThePath() {
        assertThat(Failure.of(new AccessDeniedException("/srv/drop/a.txt")).reason())
                .isEqualTo("This user may not read or write /srv/drop/a.txt; check owner and mode");
        assertThat(Failure.of(new NoSuchFileException("/srv/drop/a.txt")).reason())
                .isEqualTo("There is no /srv/drop/a.txt");
    }

    @Test
    void stoppingIsNotTheFilesFault() {
        assertThat(Failure.of(new RejectedExecutionException("stopping")).errorClass())
                .isEqualTo(ErrorClass.CANCELLED);
    }

    @Test
    void aFileThatMayNotBeReplacedIsAConflict() {
        Failure failure = Failure.of(new GenericFileOperationFailedException(
                "File already exist: /srv/inbox/a.txt. Cannot write new file."));

        assertThat(failure.errorClass()).isEqualTo(ErrorClass.CONFLICT);
        assertThat(failure.isFinal()).isTrue();
    }

    @Test
    void anErrorOfARouteItselfIsFinal() {
        assertThat(Failure.of(new IllegalStateException("bad bean")).isFinal()).isTrue();
    }

    @Test
    void anExceptionWithoutAMessageIsToldByItsName() {
        assertThat(Failure.of(new IllegalStateException()).reason()).isEqualTo("IllegalStateException");
    }

    private static IOException refused(int code, String text) {
        return new FtpReplyException("The server refused it.", FtpCommand.of(FtpVerb.STOR), FtpReply.of(code, text));
    }
}
