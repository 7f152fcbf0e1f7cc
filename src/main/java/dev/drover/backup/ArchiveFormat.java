package dev.drover.backup;

/** How files are put into one. */
public enum ArchiveFormat {
    /** Keeps links and permissions; names in UTF-8, files of any size. */
    TAR_GZ(".tar.gz"),
    /** For those who open it on Windows. Symbolic links are left out. */
    ZIP(".zip");

    private final String extension;

    ArchiveFormat(String extension) {
        this.extension = extension;
    }

    /** What names of archives end with, dot included. */
    public String extension() {
        return extension;
    }
}
