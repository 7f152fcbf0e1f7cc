package dev.drover.transform;

import java.io.IOException;
import java.io.OutputStream;

/** A transform after which only those who have a key can read the content. */
public interface Encryption extends Transform {
    /** What names of encrypted files end with, dot included. */
    String ending();

    /**
     * Encrypts what is written. Closing the answer writes the end of it and leaves what is below open.
     *
     * @throws IOException when a key may not be used now, or below cannot be written
     */
    OutputStream into(OutputStream below) throws IOException;
}
