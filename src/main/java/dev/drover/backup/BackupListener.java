package dev.drover.backup;

/** Hears how a backup goes, on the thread that runs it; must be quick, and what it throws ends the backup. */
@FunctionalInterface
public interface BackupListener {
    /** Hears nothing. */
    BackupListener NONE = (path, bytes) -> {};

    /**
     * An entry is in the archive, or was verified or restored.
     *
     * @param bytes of it, unpacked
     */
    void entry(String path, long bytes);

    /**
     * A piece of an archive is on its way, to the server or to the spool directory, or was read back.
     *
     * @param bytes of the archive, packed; 0 when that is not known
     */
    default void moved(long bytes) {}
}
