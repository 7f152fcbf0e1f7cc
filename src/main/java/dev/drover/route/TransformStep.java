package dev.drover.route;

import dev.drover.transform.Chain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.apache.camel.component.file.FileConstants;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bean of a route template that puts the content of a file through transforms, into a file of its own that is deleted
 * when the exchange is done. Nothing is passed on before all of it was changed and found good. Without transforms it
 * touches nothing.
 */
public final class TransformStep implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(TransformStep.class);
    private static final String BEGUN = "DroverTransformBegun";
    private static final String NONE = "none";

    private String names = NONE;
    private boolean rename;

    @Override
    public void process(Exchange exchange) throws IOException, InvalidPayloadException {
        if (names.equals(NONE)) {
            return;
        }
        Workshop workshop = Workshop.of(exchange.getContext());
        Chain chain = workshop.chain(names);
        String name = exchange.getMessage().getHeader(FileConstants.FILE_NAME, "", String.class);
        Path changed = Files.createTempFile(Files.createDirectories(workshop.directory()), "changed-", ".part");
        exchange.getExchangeExtension().addOnCompletion(new Deletion(changed));
        try (InputStream content = content(exchange);
                InputStream result = chain.from(content)) {
            Files.copy(result, changed, StandardCopyOption.REPLACE_EXISTING);
        }
        // A local work file would be moved to the target instead of what we made of it.
        exchange.getMessage().removeHeader(FileConstants.FILE_LOCAL_WORK_PATH);
        exchange.getMessage().setBody(changed.toFile());
        if (rename) {
            exchange.getMessage().setHeader(FileConstants.OVERRULE_FILE_NAME, chain.nameOf(name));
        }
    }

    /** A stream that was begun by an earlier attempt would give the rest of the content as if it were all. */
    private static InputStream content(Exchange exchange) throws IOException, InvalidPayloadException {
        InputStream content = exchange.getMessage().getMandatoryBody(InputStream.class);
        if (content == exchange.getProperty(BEGUN)) {
            throw new IOException(
                    "The content was read by an earlier attempt and cannot be read again; nothing was sent");
        }
        exchange.setProperty(BEGUN, content);
        return content;
    }

    /** Names of transforms divided by commas, or {@code none}. */
    public void setNames(String names) {
        this.names = names.isBlank() ? NONE : names.strip();
    }

    /** Whether the file gets the name that belongs to its new content. */
    public void setRename(boolean rename) {
        this.rename = rename;
    }

    private static final class Deletion extends SynchronizationAdapter {
        private final Path file;

        Deletion(Path file) {
            this.file = file;
        }

        @Override
        public void onDone(Exchange exchange) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("{} stays until the next start: {}", file, e.toString());
            }
        }
    }
}
