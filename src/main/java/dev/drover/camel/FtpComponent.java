package dev.drover.camel;

import dev.drover.endpoint.UriText;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.client.FtpClient;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.GenericFileComponent;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.util.FileUtil;
import org.apache.camel.util.HostUtils;
import org.apache.camel.util.PropertiesHelper;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scheme {@code ftp}: the options, headers and behaviour of camel-ftp. Owns the connections of all its endpoints; they
 * are closed when the last consumer or producer that uses them stops.
 */
@Component("ftp")
public class FtpComponent extends GenericFileComponent<RemoteEntry> {
    private static final Logger LOG = LoggerFactory.getLogger(FtpComponent.class);

    /** Dynamic endpoints may differ in every message. */
    private static final int MOST_WARNINGS = 1000;

    private final Connections connections = new Connections();
    private final PathLocks locks = new PathLocks();
    private final BodySpool bodies = new BodySpool();
    private final Lock lock = new ReentrantLock();
    private @Nullable TemporaryNames temporaryNames;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    public FtpComponent() {}

    public FtpComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected GenericFileEndpoint<RemoteEntry> createEndpoint(
            String uri, String remaining, Map<String, Object> parameters) throws Exception {
        readTexts(parameters);
        return super.createEndpoint(uri, remaining, parameters);
    }

    /** Options that a route template has written so that Camel leaves them as they are. */
    static void readTexts(Map<String, Object> parameters) {
        parameters.replaceAll((name, value) -> value instanceof String text ? UriText.read(text) : value);
    }

    @Override
    protected GenericFileEndpoint<RemoteEntry> buildFileEndpoint(
            String uri, String remaining, Map<String, Object> parameters) throws Exception {
        FtpConfiguration configuration = new FtpConfiguration();
        locate(configuration, uri);
        FtpEndpoint endpoint = new FtpEndpoint(uri, this, configuration);
        takeClientParameters(endpoint, parameters);
        return endpoint;
    }

    /** Fills in server, login and directory; directories are relative to that of the login, as camel-ftp has it. */
    static void locate(FtpConfiguration configuration, String uri) {
        configuration.configure(FtpUri.parse(uri));
        String directory = configuration.getDirectory();
        if (FileUtil.hasLeadingSeparator(directory)) {
            String relative = FileUtil.stripLeadingSeparator(directory);
            LOG.warn(
                    "Directory \"{}\" is taken as \"{}\", relative to the directory of the login.",
                    directory,
                    relative);
            configuration.setDirectory(relative);
            configuration.setDirectoryName(relative);
        }
    }

    static void takeClientParameters(FtpEndpoint endpoint, Map<String, Object> parameters) {
        if (PropertiesHelper.hasProperties(parameters, "ftpClientConfig.")) {
            endpoint.setFtpClientConfigParameters(PropertiesHelper.extractProperties(parameters, "ftpClientConfig."));
        }
        if (PropertiesHelper.hasProperties(parameters, "ftpClient.")) {
            endpoint.setFtpClientParameters(PropertiesHelper.extractProperties(parameters, "ftpClient."));
        }
    }

    @Override
    protected void setProperties(Endpoint endpoint, Map<String, Object> parameters) throws Exception {
        OptionCheck.ineffective(endpoint.getEndpointUri(), parameters, ineffectiveOptions());
        checkClient(parameters.get("ftpClient"));
        Object command = parameters.get("siteCommand");
        if (command instanceof String text && EndpointHelper.isReferenceParameter(text)) {
            parameters.put(
                    "siteCommand", EndpointHelper.resolveReferenceParameter(getCamelContext(), text, String.class));
        }
        super.setProperties(endpoint, parameters);
    }

    private void checkClient(@Nullable Object reference) {
        if (reference instanceof String text && EndpointHelper.isReferenceParameter(text)) {
            Object bean = EndpointHelper.resolveReferenceParameter(getCamelContext(), text, Object.class);
            if (!(bean instanceof FtpClient)) {
                throw new IllegalArgumentException("ftpClient=" + text + " is a "
                        + bean.getClass().getName() + ", which is not used here; set its properties as ftpClient."
                        + " options, or give a " + FtpClient.class.getName());
            }
        }
    }

    /** Options that the beans have and that do nothing for this scheme. */
    Set<String> ineffectiveOptions() {
        return Set.of();
    }

    @Override
    protected void afterPropertiesSet(GenericFileEndpoint<RemoteEntry> endpoint) {
        // Options are checked against each other when the endpoint is initialised.
    }

    @Override
    protected void validateParameters(String uri, Map<String, Object> parameters, String optionPrefix) {
        EndpointUriFactory options =
                getCamelContext().getCamelContextExtension().getEndpointUriFactory(getDefaultName());
        OptionCheck.unknown(uri, parameters, options == null ? Set.of() : options.propertyNames());
    }

    /** Names of unfinished uploads, told from those of other nodes. */
    TemporaryNames temporaryNames() {
        lock.lock();
        try {
            TemporaryNames known = temporaryNames;
            if (known == null) {
                known = new TemporaryNames(host() + "/" + getCamelContext().getName() + "/" + getDefaultName());
                temporaryNames = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private static String host() {
        try {
            return HostUtils.getLocalHostName();
        } catch (UnknownHostException e) {
            LOG.debug("This machine does not know its name; what it leaves on servers is not known again.", e);
            return TemporaryNames.random();
        }
    }

    Connections connections() {
        return connections;
    }

    /** Where large bodies lie. */
    BodySpool bodies() {
        return bodies;
    }

    /** Whether this is the first time that the component has reason to warn of something. It does not warn for ever. */
    boolean isFirst(String warning) {
        return warned.size() < MOST_WARNINGS && warned.add(warning);
    }

    /** One writer at a time for each file. */
    PathLocks locks() {
        return locks;
    }

    /** An account is a secret, in what Camel says of URIs too. Camel forgets the words that it was told before. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        PropertiesComponent properties = getCamelContext().getPropertiesComponent();
        String words = Stream.of("camel.main.additionalSensitiveKeywords", "camel.main.additional-sensitive-keywords")
                .flatMap(name -> properties.resolveProperty(name).stream())
                .collect(Collectors.joining(","));
        URISupport.addSanitizeKeywords(words.isBlank() ? "account" : words + ",account");
    }

    @Override
    protected void doShutdown() throws Exception {
        connections.close();
        bodies.close();
        super.doShutdown();
    }
}
