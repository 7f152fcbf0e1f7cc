package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileHelper;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.spi.IdempotentRepository;
import org.jspecify.annotations.Nullable;

/**
 * Takes a file whose key can be added to a repository that all nodes share, and then, if there is one, the lock within.
 * The key is that of the name under which the file was found, also when it is moved before it is routed, and it is taken
 * back when the file is not begun after all.
 */
final class RepositoryLock extends RemoteLock {
    private static final String KEY = "DroverReadLockKey";

    private final IdempotentRepository repository;
    private final @Nullable RemoteLock inner;
    private final boolean removeOnCommit;
    private final boolean removeOnRollback;
    private volatile @Nullable GenericFileEndpoint<RemoteEntry> endpoint;

    RepositoryLock(
            IdempotentRepository repository,
            @Nullable RemoteLock inner,
            boolean removeOnCommit,
            boolean removeOnRollback,
            LoggingLevel level) {
        super(level);
        this.repository = repository;
        this.inner = inner;
        this.removeOnCommit = removeOnCommit;
        this.removeOnRollback = removeOnRollback;
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<RemoteEntry> operations, GenericFileEndpoint<RemoteEntry> owner)
            throws Exception {
        endpoint = owner;
        if (inner != null) {
            inner.prepareOnStartup(operations, owner);
        }
    }

    @Override
    void beginBatch(RemoteOperations operations, List<GenericFile<RemoteEntry>> files) {
        if (inner != null) {
            inner.beginBatch(operations, files);
        }
    }

    @Override
    boolean acquire(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        String key = key(file);
        if (!repository.add(exchange, key)) {
            return refused(file, "its key is in the repository");
        }
        boolean taken = false;
        try {
            taken = isStillThere(operations, file) && (inner == null || inner.acquire(operations, file, exchange));
        } finally {
            if (taken) {
                exchange.setProperty(KEY, key);
            } else {
                repository.remove(exchange, key);
            }
        }
        return taken;
    }

    /** A key that is removed with the commit says nothing of a file that another node has taken since we listed it. */
    private boolean isStillThere(RemoteOperations operations, GenericFile<RemoteEntry> file) {
        return !removeOnCommit
                || operations.existsFile(file.getAbsoluteFilePath())
                || refused(file, "it is not there any more");
    }

    @Override
    void abort(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        try {
            if (inner != null) {
                inner.abort(operations, file, exchange);
            }
        } finally {
            end(exchange, true);
        }
    }

    @Override
    void rollBack(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        try {
            if (inner != null) {
                inner.rollBack(operations, file, exchange);
            }
        } finally {
            end(exchange, removeOnRollback);
        }
    }

    @Override
    void commit(RemoteOperations operations, GenericFile<RemoteEntry> file, Exchange exchange) {
        try {
            if (inner != null) {
                inner.commit(operations, file, exchange);
            }
        } finally {
            end(exchange, removeOnCommit);
        }
    }

    @Override
    void end(String path) {
        if (inner != null) {
            inner.end(path);
        }
    }

    @Override
    boolean givesBackOrphans() {
        return inner != null && inner.givesBackOrphans();
    }

    @Override
    boolean isOrphan(String name) {
        return inner != null && inner.isOrphan(name);
    }

    @Override
    void giveBackOrphan(RemoteOperations operations, String path) {
        if (inner != null) {
            inner.giveBackOrphan(operations, path);
        }
    }

    private void end(Exchange exchange, boolean remove) {
        String key = exchange.getProperty(KEY, String.class);
        if (key == null) {
            return;
        }
        exchange.removeProperty(KEY);
        if (remove) {
            repository.remove(exchange, key);
        } else {
            repository.confirm(exchange, key);
        }
    }

    private String key(GenericFile<RemoteEntry> file) {
        GenericFileEndpoint<RemoteEntry> owner = endpoint;
        if (owner == null || owner.getIdempotentKey() == null) {
            return file.getAbsoluteFilePath();
        }
        Exchange dummy = GenericFileHelper.createDummy(owner, null, () -> file);
        String key = owner.getIdempotentKey().evaluate(dummy, String.class);
        return key == null ? file.getAbsoluteFilePath() : key;
    }
}
