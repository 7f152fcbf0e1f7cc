package dev.drover.camel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;

/** Reads bodies as routes do. */
final class CamelReader {
    private CamelReader() {}

    /** Reads the body as a stream to its end, and leaves it as it is. */
    static void readAll(Exchange exchange) throws IOException {
        try (InputStream in = exchange.getIn().getBody(InputStream.class)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
