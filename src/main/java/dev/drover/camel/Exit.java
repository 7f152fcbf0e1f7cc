package dev.drover.camel;

import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.GenericFileOperations;

/** Where files of an endpoint may go when they leave, and how they get there. */
interface Exit<T> {
    /** @throws IllegalArgumentException when the name is not below the root of the endpoint */
    void require(GenericFile<T> to);

    /**
     * Renames the file. When another one has the name it gets one beside it.
     *
     * @return the file with the name that it got
     * @throws GenericFileOperationFailedException when it cannot; the file is where it was then
     * @throws IllegalArgumentException when the name is not below the root of the endpoint
     */
    GenericFile<T> take(GenericFileOperations<T> operations, GenericFile<T> from, GenericFile<T> to);

    /** Gives the file the last part of this path for its name, in the directory that it has. */
    static void rename(GenericFile<?> file, String path, char separator) {
        String relative = file.getRelativeFilePath();
        String directory = relative.substring(0, relative.lastIndexOf(separator) + 1);
        file.changeFileName(directory + path.substring(path.lastIndexOf(separator) + 1));
    }
}
