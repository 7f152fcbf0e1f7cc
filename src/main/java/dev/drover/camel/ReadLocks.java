package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.spi.IdempotentRepository;
import org.jspecify.annotations.Nullable;

/** Chooses the read lock that the options ask for. */
final class ReadLocks {
    private ReadLocks() {}

    @SuppressWarnings("unchecked")
    static @Nullable GenericFileExclusiveReadLockStrategy<RemoteEntry> strategy(Map<String, Object> options) {
        Object custom = options.get("exclusiveReadLockStrategy");
        if (custom != null) {
            return (GenericFileExclusiveReadLockStrategy<RemoteEntry>) custom;
        }
        String name = (String) options.getOrDefault("readLock", "none");
        return switch (name) {
            case "changed" -> changed(options);
            case "rename" -> claim(options);
            case "idempotent" -> repository(options, null);
            case "idempotent-changed" -> repository(options, changed(options));
            case "idempotent-rename" -> repository(options, claim(options));
            default -> null;
        };
    }

    private static ChangedLock changed(Map<String, Object> options) {
        return new ChangedLock(
                millis(options, "readLockTimeout"),
                millis(options, "readLockCheckInterval"),
                (Long) options.getOrDefault("readLockMinLength", 1L),
                millis(options, "readLockMinAge"),
                Boolean.TRUE.equals(options.get("fastExistsCheck")),
                level(options));
    }

    private static ClaimLock claim(Map<String, Object> options) {
        return new ClaimLock(level(options), Boolean.TRUE.equals(options.get("readLockDeleteOrphanLockFiles")));
    }

    private static RepositoryLock repository(Map<String, Object> options, @Nullable RemoteLock inner) {
        return new RepositoryLock(
                (IdempotentRepository)
                        Objects.requireNonNull(options.get("readLockIdempotentRepository"), "repository"),
                inner,
                Boolean.TRUE.equals(options.get("readLockRemoveOnCommit")),
                Boolean.TRUE.equals(options.get("readLockRemoveOnRollback")),
                level(options));
    }

    private static Duration millis(Map<String, Object> options, String option) {
        return Duration.ofMillis((Long) options.getOrDefault(option, 0L));
    }

    private static LoggingLevel level(Map<String, Object> options) {
        return (LoggingLevel) options.getOrDefault("readLockLoggingLevel", LoggingLevel.DEBUG);
    }
}
