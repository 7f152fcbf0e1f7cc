package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.component.file.GenericFileProcessStrategyFactory;
import org.apache.camel.component.file.strategy.GenericFileDeleteProcessStrategy;
import org.apache.camel.component.file.strategy.GenericFileExpressionRenamer;
import org.apache.camel.component.file.strategy.GenericFileNoOpProcessStrategy;
import org.apache.camel.component.file.strategy.GenericFileRenameProcessStrategy;
import org.jspecify.annotations.Nullable;

/** What becomes of a file before and after its exchange: deleted, moved, or left, as the options say. */
public final class FtpProcessStrategyFactory implements GenericFileProcessStrategyFactory<RemoteEntry> {
    @Override
    public GenericFileProcessStrategy<RemoteEntry> createGenericFileProcessStrategy(
            CamelContext context, Map<String, Object> options) {
        @Nullable GenericFileExclusiveReadLockStrategy<RemoteEntry> lock = ReadLocks.strategy(options);
        @Nullable Renamer before = renamer(options.get("preMove"));
        @Nullable Renamer after = renamer(options.get("move"));
        @Nullable Renamer failed = renamer(options.get("moveFailed"));
        if (options.containsKey("delete")) {
            DeleteStrategy strategy = new DeleteStrategy();
            strategy.setExclusiveReadLockStrategy(lock);
            strategy.setBeginRenamer(before);
            strategy.setFailureRenamer(failed);
            return strategy;
        }
        if (before != null || after != null || failed != null) {
            MoveStrategy strategy = new MoveStrategy();
            strategy.setExclusiveReadLockStrategy(lock);
            strategy.setBeginRenamer(before);
            strategy.setCommitRenamer(options.containsKey("noop") ? null : after);
            strategy.setFailureRenamer(failed);
            return strategy;
        }
        GenericFileNoOpProcessStrategy<RemoteEntry> strategy = new GenericFileNoOpProcessStrategy<>();
        strategy.setExclusiveReadLockStrategy(lock);
        return strategy;
    }

    private static @Nullable Renamer renamer(@Nullable Object expression) {
        return expression == null ? null : new Renamer((Expression) expression);
    }

    private static GenericFile<RemoteEntry> move(
            GenericFileOperations<RemoteEntry> operations, GenericFile<RemoteEntry> from, GenericFile<RemoteEntry> to) {
        new Replacement(operations, from.getAbsoluteFilePath(), to.getAbsoluteFilePath(), '/').perform(true);
        return to;
    }

    /** Deletes; moves before and after failures. */
    private static final class DeleteStrategy extends GenericFileDeleteProcessStrategy<RemoteEntry> {
        @Override
        protected GenericFile<RemoteEntry> renameFile(
                GenericFileOperations<RemoteEntry> operations,
                GenericFile<RemoteEntry> from,
                GenericFile<RemoteEntry> to) {
            return move(operations, from, to);
        }
    }

    /** Moves. */
    private static final class MoveStrategy extends GenericFileRenameProcessStrategy<RemoteEntry> {
        @Override
        protected GenericFile<RemoteEntry> renameFile(
                GenericFileOperations<RemoteEntry> operations,
                GenericFile<RemoteEntry> from,
                GenericFile<RemoteEntry> to) {
            return move(operations, from, to);
        }
    }

    /** Names the target. The parent in the expression is the one that the server knows, not the one in the header. */
    private static final class Renamer extends GenericFileExpressionRenamer<RemoteEntry> {
        Renamer(Expression expression) {
            super(expression);
        }

        @Override
        public GenericFile<RemoteEntry> renameFile(
                GenericFileOperations<RemoteEntry> operations, Exchange exchange, GenericFile<RemoteEntry> file) {
            Object shown = exchange.getIn().getHeader(FtpConstants.FILE_PARENT);
            exchange.getIn().setHeader(FtpConstants.FILE_PARENT, file.getParent());
            String name;
            try {
                name = getExpression().evaluate(exchange, String.class);
            } finally {
                exchange.getIn().setHeader(FtpConstants.FILE_PARENT, shown);
            }
            GenericFile<RemoteEntry> target = operations.newGenericFile();
            file.copyFrom(file, target);
            target.changeFileName(name.startsWith("./") ? name.substring(2) : name);
            target.setAbsoluteFilePath(RemoteNames.compact(target.getAbsoluteFilePath()));
            return target;
        }
    }
}
