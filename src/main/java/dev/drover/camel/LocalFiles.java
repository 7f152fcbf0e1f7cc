package dev.drover.camel;

import dev.drover.endpoint.UriText;
import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Processor;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.FileOperations;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.component.file.GenericFileProducer;

/**
 * Directories of this machine for the scheme {@code drover}: the component {@code file} of Camel, with the promises that
 * hold for servers too. A file appears under its name when it is whole, and an old one is there until the new one is.
 */
final class LocalFiles extends FileComponent {
    private final PathLocks locks = new PathLocks();
    private final Supplier<TemporaryNames> names;

    LocalFiles(Supplier<TemporaryNames> names) {
        this.names = names;
    }

    @Override
    public String getDefaultName() {
        return "file";
    }

    @Override
    protected GenericFileEndpoint<File> createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        FtpComponent.readTexts(parameters);
        return super.createEndpoint(uri, remaining, parameters);
    }

    @Override
    protected GenericFileEndpoint<File> buildFileEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        GenericFileEndpoint<File> plain = super.buildFileEndpoint(uri, UriText.read(remaining), parameters);
        LocalFilesEndpoint endpoint = new LocalFilesEndpoint(uri, this);
        endpoint.setFile(new File(plain.getConfiguration().getDirectory()));
        endpoint.setConfiguration(plain.getConfiguration());
        return endpoint;
    }

    /** A directory whose files stay where they are when they are not to blame, and come whole. */
    static final class LocalFilesEndpoint extends FileEndpoint {
        private final LocalFiles files;
        private Path root = Path.of("");

        LocalFilesEndpoint(String uri, LocalFiles component) {
            super(uri, component);
            this.files = component;
        }

        /** Nothing outside of it is written; the directory of the process when it is not said. */
        void root(Path directory) {
            this.root = directory;
        }

        /** For the log and the console of Camel, which show it to people. */
        @Override
        public String getEndpointBaseUri() {
            return UriText.shown(getEndpointUri());
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
        public GenericFileProducer<File> createProducer() throws Exception {
            super.createProducer(); // checks the options against each other
            return new LocalProducer(
                    this, new FileOperations(this), files.locks, new LocalLeftovers(files.names.get()));
        }

        @Override
        protected GenericFileProcessStrategy<File> createGenericFileStrategy() {
            return new LocalStrategy(super.createGenericFileStrategy(), root);
        }

        String doneFileFor(String name) {
            return createDoneFileName(name);
        }
    }
}
