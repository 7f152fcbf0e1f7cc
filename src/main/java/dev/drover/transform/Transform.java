package dev.drover.transform;

import java.io.IOException;
import java.io.InputStream;

/** Changes content while it streams. Immutable and thread-safe. */
public interface Transform {
    /** As the settings call it. */
    String name();

    /**
     * The changed content, read as it is needed; no more than a few buffers of it are in memory. All that is wrong with the
     * content is known only when the answer was read to its end: until then nobody may rely on any of it. Closing the
     * answer closes the content.
     *
     * @throws TransformException when the content is not what the transform takes, then or while the answer is read
     * @throws IOException when the content cannot be read, or a key may not be used now
     */
    InputStream from(InputStream content) throws IOException;

    /** What a file is called that was changed: {@code a.csv} is {@code a.csv.gz} then, or the other way round. */
    default String nameOf(String fileName) {
        return fileName;
    }
}
