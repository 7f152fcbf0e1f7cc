package dev.drover.mirror;

import dev.drover.ftp.RemoteTime;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What a place's times are worth. One thread. */
interface PlaceClock {
    /** A time as listed, with the zone of the listing taken out. */
    RemoteTime inUtc(RemoteTime listed);

    /** The time of a file as exactly as the place can tell it, which may cost a question. */
    Optional<RemoteTime> exactly(TreeEntry file) throws IOException;

    /** Whether copies get the time of their source; asked only when it matters, since finding out may cost. */
    boolean keepsTimes() throws IOException;

    /** How far its clock is ahead of ours; known once {@link #keepsTimes} has said no. */
    Duration ahead();

    /** This machine, whose file system tells UTC and keeps what it is told, if it is told. */
    record ThisMachine(boolean keepsTimes) implements PlaceClock {
        @Override
        public RemoteTime inUtc(RemoteTime listed) {
            return listed;
        }

        @Override
        public Optional<RemoteTime> exactly(TreeEntry file) {
            return file.modified();
        }

        @Override
        public Duration ahead() {
            return Duration.ZERO;
        }
    }
}
