package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import java.util.Map;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
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
        return null;
    }
}
