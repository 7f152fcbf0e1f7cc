package dev.drover.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Message;

/**
 * Marks the messages that Drover sends to itself. What their headers say of sender, age and returns is believed only
 * with a seal, whoever the broker says that they come from: applications may share its login. A seal holds for this body
 * and these headers alone. Thread-safe.
 */
public final class Seal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String SEAL = "droverSeal";
    // Nothing else of ours is read from a message.
    private static final List<String> SEALED = List.of(
            Requests.KEY, Requests.SUBMITTER, Requests.RETURNS, Requests.FIRST_SEEN, Requests.DUE, "JMSCorrelationID");

    private final SecretKeySpec key;

    /**
     * Seals with a secret.
     *
     * @param secret that all nodes share and no application knows
     */
    public Seal(byte[] secret) {
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** Seals what the message is now. */
    void put(Message message) {
        message.setHeader(SEAL, of(message));
    }

    /** Whether the message is as one of our nodes sealed it. */
    boolean holds(Message message) {
        return message.getHeader(SEAL) instanceof String seal
                && MessageDigest.isEqual(
                        seal.getBytes(StandardCharsets.US_ASCII), of(message).getBytes(StandardCharsets.US_ASCII));
    }

    private String of(Message message) {
        Map<String, String> headers = new TreeMap<>();
        SEALED.forEach(name ->
                Optional.ofNullable(message.getHeader(name)).ifPresent(value -> headers.put(name, value.toString())));
        Mac mac = mac();
        headers.forEach((name, value) -> {
            add(mac, name.getBytes(StandardCharsets.UTF_8));
            add(mac, value.getBytes(StandardCharsets.UTF_8));
        });
        Object body = message.getBody();
        add(mac, body instanceof byte[] bytes ? bytes : String.valueOf(body).getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(mac.doFinal());
    }

    // With the length before it, so that no two lists of parts are the same bytes.
    private static void add(Mac mac, byte[] part) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        mac.update(part);
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
