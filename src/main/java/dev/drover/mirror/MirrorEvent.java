package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import dev.drover.transfer.TransferEvent;
import java.io.IOException;

/** What happens in a run of a mirror. */
public sealed interface MirrorEvent {
    /** A tree has been read. */
    record Scanned(Tree tree, long files, long directories) implements MirrorEvent {}

    /**
     * Two-way: a file that is on both sides and of one size was compared by its content, since nothing else tells whether
     * it is the same.
     *
     * @param bytes that came from servers for it; none where they calculated digests
     */
    record Compared(RemotePath path, boolean same, long bytes) implements MirrorEvent {}

    /** The plan is made; what follows are its steps. */
    record Planned(MirrorPlan plan) implements MirrorEvent {}

    /** A file moves: how far it is, and its retries. */
    record Moving(Step.Copy step, TransferEvent event) implements MirrorEvent {}

    record StepDone(Step step) implements MirrorEvent {}

    record StepFailed(Step step, IOException failure) implements MirrorEvent {}

    /** The run is over, also when it failed in part. */
    record Ended(SyncResult result) implements MirrorEvent {}
}
