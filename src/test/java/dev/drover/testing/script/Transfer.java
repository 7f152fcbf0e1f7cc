package dev.drover.testing.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A transfer over the data connection, whole or with one named fault. Set up by {@link FtpScript}, then only read. */
final class Transfer implements Scene.Step {
    /** How the data connection ends. */
    enum Ending {
        /** close_notify under TLS, then FIN. */
        ORDERLY,
        /** FIN; under TLS without close_notify. */
        TRUNCATED,
        /** RST. */
        RESET,
        /** Never: the server hangs. */
        STALLED,
        /** By the client: nothing moves any more, and the scene goes on only when the client has given up. */
        STUCK
    }

    private static final int CHUNK = 64 * 1024;

    private byte @Nullable [] content;
    private long length = Long.MAX_VALUE;
    private Ending ending = Ending.ORDERLY;
    private boolean finalReplyFirst;
    private boolean inClear;
    private boolean opensData = true;
    private Duration pause = Duration.ZERO;
    private String words = "";

    void content(byte[] bytes) {
        content = bytes.clone();
    }

    void endsAfter(long bytes, Ending how) {
        length = bytes;
        ending = how;
    }

    /** The data connection stays open and still, while this is said on the other one. */
    void sticksAfter(long bytes, String reply) {
        endsAfter(bytes, Ending.STUCK);
        words = reply;
    }

    void finalReplyFirst() {
        finalReplyFirst = true;
    }

    void inClear() {
        inClear = true;
    }

    void neverOpens() {
        opensData = false;
    }

    void trickles(Duration pauseBetweenBytes) {
        pause = pauseBetweenBytes;
    }

    @Override
    public void play(Conversation conversation) throws IOException {
        TransferSubject subject = TransferSubject.of(conversation, content);
        if (subject.refusal() != null) {
            conversation.reply(subject.refusal());
            return;
        }
        if (opensData && !conversation.data().isSet()) {
            conversation.reply(DataPath.REFUSED);
            return;
        }
        conversation.announce(subject.announcement());
        if (finalReplyFirst) {
            conversation.reply("226 Transfer complete.");
        } else {
            conversation.owesFinalReply();
        }
        if (!opensData) {
            conversation.stall();
        }
        try (DataConnection data = conversation.data().open(conversation.login().protectsData && !inClear)) {
            if (subject.isUpload()) {
                receive(data, subject, conversation);
            } else {
                send(data, subject.outgoing(), conversation);
            }
            end(data, subject, conversation);
        } finally {
            conversation.data().forget();
        }
    }

    private void send(DataConnection data, byte[] bytes, Conversation conversation) throws IOException {
        int end = (int) Math.min(bytes.length, length);
        int step = pause.isZero() ? CHUNK : 1;
        try {
            OutputStream out = data.output();
            for (int at = 0; at < end; at += step) {
                out.write(bytes, at, Math.min(step, end - at));
                out.flush();
                conversation.pause(pause);
            }
            if (end == bytes.length) {
                data.finish();
            }
        } catch (IOException e) {
            throw new DataLostException("426 Connection closed; transfer aborted.", e);
        }
    }

    private void receive(DataConnection data, TransferSubject subject, Conversation conversation) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            InputStream in = data.input();
            byte[] buffer = new byte[CHUNK];
            while (received.size() < length) {
                int n = in.read(buffer, 0, (int) Math.min(CHUNK, length - received.size()));
                if (n < 0) {
                    break;
                }
                received.write(buffer, 0, n);
                conversation.pause(pause);
            }
        } catch (IOException e) {
            throw new DataLostException("426 Connection closed; transfer aborted.", e);
        } finally {
            subject.store(received.toByteArray());
        }
    }

    private void end(DataConnection data, TransferSubject subject, Conversation conversation) throws IOException {
        switch (ending) {
            case ORDERLY -> data.close();
            case TRUNCATED -> data.truncate();
            case RESET -> data.reset();
            case STALLED -> conversation.stall();
            case STUCK -> {
                conversation.owesNothing();
                conversation.reply(words);
                data.awaitClientsEnd(subject.isUpload(), conversation);
            }
        }
    }
}
