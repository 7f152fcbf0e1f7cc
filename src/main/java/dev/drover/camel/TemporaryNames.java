package dev.drover.camel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.support.LRUCacheFactory;

/**
 * Names for files that are not whole yet: {@code .drover-node-random.part}. They begin with a dot, so that most listings
 * and all polls pass over them; they name the node, the same after each start; they are never used twice. Thread-safe.
 */
final class TemporaryNames {
    private static final String BEGIN = ".drover-";
    private static final String END = ".part";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 8;
    private static final int KNOWN_PLACES = 1000;

    private final String node;
    private final Set<String> inUse = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> lookedAt = LRUCacheFactory.newLRUCache(KNOWN_PLACES);

    /** @param name of this node among all that write to the same servers */
    TemporaryNames(String name) {
        long id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
        this.node = hex(ByteBuffer.allocate(Long.BYTES).putLong(id).array()).substring(0, RANDOM_BYTES);
    }

    /** A new name in the directory of the target. */
    String begin(String target, char separator) {
        String directory = target.substring(0, target.lastIndexOf(separator) + 1);
        String name = directory + BEGIN + node + "-" + random() + END;
        inUse.add(name);
        return name;
    }

    void end(String temporary) {
        inUse.remove(temporary);
    }

    boolean isInUse(String temporary) {
        return inUse.contains(temporary);
    }

    /** Whether this node gave the name, now or before it last stopped. */
    boolean isOurs(String name) {
        return name.startsWith(BEGIN + node + "-") && name.endsWith(END);
    }

    /** Whether a place was not looked at for so long; whoever is told so does it now. */
    boolean isDue(String place, Duration interval) {
        long now = System.nanoTime();
        Long last = lookedAt.get(place);
        if (last != null && now - last < interval.toNanos()) {
            return false;
        }
        lookedAt.put(place, now);
        return true;
    }

    static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return hex(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
