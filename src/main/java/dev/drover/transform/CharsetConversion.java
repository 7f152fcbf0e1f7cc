package dev.drover.transform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;

/** Writes text in another charset. What one of the two does not have is an error, never a question mark. */
record CharsetConversion(String name, Charset from, Charset to) implements Transform {
    @Override
    public InputStream from(InputStream content) throws IOException {
        return new Written(content, below -> new Recoding(this, below));
    }
}
