package dev.drover.transform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Expands what {@link Gzip} and other programs made, all members of it; what stands behind them is an error. */
record Gunzip(String name) implements Transform {
    private static final int BUFFER = 64 * 1024;

    // The JDK's own stream takes a pause of the stream below for its end and leaves out members.
    @Override
    public InputStream from(InputStream content) throws IOException {
        return GzipCompressorInputStream.builder()
                .setInputStream(new BufferedInputStream(content, BUFFER))
                .setDecompressConcatenated(true)
                .get();
    }

    @Override
    public String nameOf(String fileName) {
        String shorter = Names.without(fileName, Gzip.ENDING);
        return shorter.equals(fileName) && Names.hasEnding(fileName, ".tgz")
                ? fileName.substring(0, fileName.length() - ".tgz".length()) + ".tar"
                : shorter;
    }
}
