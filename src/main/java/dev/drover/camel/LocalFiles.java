package dev.drover.camel;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExist;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.util.FileUtil;
import org.apache.camel.util.ObjectHelper;

/**
 * Directories of this machine for the scheme {@code drover}: the component {@code file} of Camel, with the promises that
 * hold for servers too. A file appears under its name when it is whole, and an old one is there until the new one is.
 */
final class LocalFiles extends FileComponent {
    /** Hidden, so that other consumers pass it over; the same for each attempt, so that the next one takes its place. */
    private static final Expression TEMPORARY_NAME = new ExpressionAdapter() {
        @Override
        public Object evaluate(Exchange exchange) {
            String name = FileUtil.stripPath(exchange.getIn().getHeader(Exchange.FILE_NAME, "", String.class));
            // Not the name itself: a name may be as long as the file system takes, and this one must be no longer.
            return ".drover-" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)) + ".part";
        }
    };

    @Override
    public String getDefaultName() {
        return "file";
    }

    @Override
    protected GenericFileEndpoint<File> buildFileEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        GenericFileEndpoint<File> plain = super.buildFileEndpoint(uri, remaining, parameters);
        LocalFilesEndpoint endpoint = new LocalFilesEndpoint(uri, this);
        endpoint.setFile(new File(plain.getConfiguration().getDirectory()));
        endpoint.setConfiguration(plain.getConfiguration());
        return endpoint;
    }

    @Override
    protected void afterPropertiesSet(GenericFileEndpoint<File> endpoint) {
        GenericFileExist exist = endpoint.getFileExist();
        if (exist != GenericFileExist.Append && ObjectHelper.isEmpty(endpoint.getTempFileName())) {
            endpoint.setTempFileName(TEMPORARY_NAME);
        }
        if (exist == GenericFileExist.Override) {
            endpoint.setEagerDeleteTargetFile(false);
        }
    }

    /** A directory whose files stay where they are when they are not to blame. */
    static final class LocalFilesEndpoint extends FileEndpoint {
        LocalFilesEndpoint(String uri, LocalFiles component) {
            super(uri, component);
        }

        @Override
        public FileConsumer createConsumer(Processor processor) throws Exception {
            OneSentenceHandler.install(this);
            return super.createConsumer(processor);
        }

        @Override
        protected FileConsumer newFileConsumer(Processor processor, GenericFileOperations<File> operations) {
            return new LocalConsumer(
                    this,
                    processor,
                    operations,
                    processStrategy != null ? processStrategy : createGenericFileStrategy());
        }

        @Override
        protected GenericFileProcessStrategy<File> createGenericFileStrategy() {
            return new KeepingStrategy<>(super.createGenericFileStrategy()) {
                @Override
                public boolean begin(
                        GenericFileOperations<File> operations,
                        GenericFileEndpoint<File> endpoint,
                        Exchange exchange,
                        GenericFile<File> file)
                        throws Exception {
                    requireThatItCanLeave(file.getFile());
                    return super.begin(operations, endpoint, exchange, file);
                }
            };
        }

        // Else it would be sent, could not be deleted, and would be sent again with each poll.
        private void requireThatItCanLeave(File file) throws IOException {
            File directory = file.getParentFile();
            if (!isNoop() && directory != null && !Files.isWritable(directory.toPath())) {
                throw new AccessDeniedException("This process may not write to the directory " + directory
                        + ", so its files could not leave it after they were sent; allow that, or use noop=true.");
            }
        }
    }
}
