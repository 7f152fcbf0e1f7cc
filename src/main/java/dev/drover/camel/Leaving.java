package dev.drover.camel;

import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.component.file.strategy.GenericFileDeleteProcessStrategy;
import org.apache.camel.component.file.strategy.GenericFileRenameProcessStrategy;
import org.apache.camel.component.file.strategy.GenericFileRenamer;
import org.jspecify.annotations.Nullable;

/**
 * How files leave the directory that they were found in, before and after they are routed: by the names of another
 * strategy, but below the root of the endpoint, and in the place of no other file.
 *
 * @param strategy begins, commits and rolls back
 * @param renamers what is known of names before a file is routed
 */
record Leaving<T>(GenericFileProcessStrategy<T> strategy, List<GenericFileRenamer<T>> renamers, Exit<T> exit) {
    /** For strategies that neither delete nor move there is nothing to say. */
    static <T> Leaving<T> like(GenericFileProcessStrategy<T> strategy, Exit<T> exit) {
        if (strategy instanceof GenericFileRenameProcessStrategy<T> moving) {
            Moving<T> own = new Moving<>(exit);
            own.setExclusiveReadLockStrategy(moving.getExclusiveReadLockStrategy());
            own.setBeginRenamer(moving.getBeginRenamer());
            own.setCommitRenamer(named(moving.getCommitRenamer()));
            own.setFailureRenamer(named(moving.getFailureRenamer()));
            return new Leaving<>(own, known(moving.getBeginRenamer(), own.getCommitRenamer()), exit);
        }
        if (strategy instanceof GenericFileDeleteProcessStrategy<T> deleting) {
            Deleting<T> own = new Deleting<>(exit);
            own.setExclusiveReadLockStrategy(deleting.getExclusiveReadLockStrategy());
            own.setBeginRenamer(deleting.getBeginRenamer());
            own.setFailureRenamer(named(deleting.getFailureRenamer()));
            return new Leaving<>(own, known(deleting.getBeginRenamer(), null), exit);
        }
        return new Leaving<>(strategy, List.of(), exit);
    }

    private static <T> @Nullable GenericFileRenamer<T> named(@Nullable GenericFileRenamer<T> renamer) {
        return renamer == null ? null : ExitName.of(renamer);
    }

    private static <T> List<GenericFileRenamer<T>> known(
            @Nullable GenericFileRenamer<T> before, @Nullable GenericFileRenamer<T> after) {
        return Stream.concat(Stream.ofNullable(before), Stream.ofNullable(after))
                .toList();
    }

    /**
     * Else a file would be sent, could not leave, and would be sent again. What the route itself makes of a name is seen when
     * the file leaves.
     *
     * @param staysWhereItIs whether a file may keep its name, since something else tells that it was taken
     * @throws IllegalArgumentException when the file would go to where it may not, or nowhere
     */
    void require(GenericFileOperations<T> operations, Exchange exchange, GenericFile<T> file, boolean staysWhereItIs) {
        for (GenericFileRenamer<T> renamer : renamers) {
            if (renamer instanceof ExitName<T> name && name.isOpen(exchange)) {
                continue;
            }
            GenericFile<T> to = renamer.renameFile(operations, exchange, file);
            exit.require(to);
            if (!staysWhereItIs && to.getAbsoluteFilePath().equals(file.getAbsoluteFilePath())) {
                throw new IllegalArgumentException("The file " + file.getAbsoluteFilePath() + " would leave to where it"
                        + " is, and be taken again; it is not routed. Correct where the route moves its files to.");
            }
        }
    }

    /** Moves before, after success and after failures. */
    private static final class Moving<T> extends GenericFileRenameProcessStrategy<T> {
        private final Exit<T> exit;

        Moving(Exit<T> exit) {
            this.exit = exit;
        }

        @Override
        protected GenericFile<T> renameFile(
                GenericFileOperations<T> operations, GenericFile<T> from, GenericFile<T> to) {
            return exit.take(operations, from, to);
        }
    }

    /** Deletes after success, moves before and after failures. */
    private static final class Deleting<T> extends GenericFileDeleteProcessStrategy<T> {
        private final Exit<T> exit;

        Deleting(Exit<T> exit) {
            this.exit = exit;
        }

        @Override
        protected GenericFile<T> renameFile(
                GenericFileOperations<T> operations, GenericFile<T> from, GenericFile<T> to) {
            return exit.take(operations, from, to);
        }
    }
}
