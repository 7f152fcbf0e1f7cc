package dev.drover.camel;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.component.file.strategy.GenericFileDeleteProcessStrategy;
import org.apache.camel.component.file.strategy.GenericFileRenameProcessStrategy;
import org.apache.camel.component.file.strategy.GenericFileRenamer;
import org.jspecify.annotations.Nullable;

/**
 * How files leave the directory that they were found in: by the names of another strategy, but below the root of the
 * endpoint, and in the place of no other file.
 *
 * @param strategy commits and rolls back
 * @param renamers what is known of names before a file is routed
 */
record Leaving<T>(GenericFileProcessStrategy<T> strategy, List<GenericFileRenamer<T>> renamers, Exit<T> exit) {
    /** For strategies that neither delete nor move there is nothing to say. */
    static <T> Leaving<T> like(GenericFileProcessStrategy<T> strategy, Exit<T> exit) {
        if (strategy instanceof GenericFileRenameProcessStrategy<T> moving) {
            Moving<T> own = new Moving<>(exit);
            own.setExclusiveReadLockStrategy(moving.getExclusiveReadLockStrategy());
            own.setCommitRenamer(moving.getCommitRenamer());
            own.setFailureRenamer(moving.getFailureRenamer());
            return new Leaving<>(own, known(moving.getBeginRenamer(), moving.getCommitRenamer()), exit);
        }
        if (strategy instanceof GenericFileDeleteProcessStrategy<T> deleting) {
            Deleting<T> own = new Deleting<>(exit);
            own.setExclusiveReadLockStrategy(deleting.getExclusiveReadLockStrategy());
            own.setFailureRenamer(deleting.getFailureRenamer());
            return new Leaving<>(own, known(deleting.getBeginRenamer(), null), exit);
        }
        return new Leaving<>(strategy, List.of(), exit);
    }

    private static <T> List<GenericFileRenamer<T>> known(
            @Nullable GenericFileRenamer<T> before, @Nullable GenericFileRenamer<T> after) {
        List<GenericFileRenamer<T>> known = new ArrayList<>();
        if (before != null) {
            known.add(before);
        }
        if (after != null) {
            known.add(after);
        }
        return List.copyOf(known);
    }

    /**
     * Else a file would be sent, could not leave, and would be sent again.
     *
     * @throws IllegalArgumentException when the file would go to where it may not
     */
    void require(GenericFileOperations<T> operations, Exchange exchange, GenericFile<T> file) {
        renamers.forEach(renamer -> exit.require(renamer.renameFile(operations, exchange, file)));
    }

    /** Moves after success and after failures. */
    private static final class Moving<T> extends GenericFileRenameProcessStrategy<T> {
        private final Exit<T> exit;

        Moving(Exit<T> exit) {
            this.exit = exit;
        }

        @Override
        protected GenericFile<T> renameFile(
                GenericFileOperations<T> operations, GenericFile<T> from, GenericFile<T> to) {
            exit.take(operations, from, to);
            return to;
        }
    }

    /** Deletes after success, moves after failures. */
    private static final class Deleting<T> extends GenericFileDeleteProcessStrategy<T> {
        private final Exit<T> exit;

        Deleting(Exit<T> exit) {
            this.exit = exit;
        }

        @Override
        protected GenericFile<T> renameFile(
                GenericFileOperations<T> operations, GenericFile<T> from, GenericFile<T> to) {
            exit.take(operations, from, to);
            return to;
        }
    }
}
