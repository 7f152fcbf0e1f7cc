package dev.drover.camel;

import dev.drover.endpoint.Endpoint;
import dev.drover.endpoint.EndpointCatalog;
import dev.drover.endpoint.LocalEndpoint;
import dev.drover.endpoint.UriText;
import dev.drover.ftp.RemoteEntry;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * Scheme {@code drover}: {@code drover:name/directory?options}, where the name is that of an endpoint in the
 * configuration. Host, login, TLS, limits and root live there; a route says what is moved and how. A server is spoken to
 * over the endpoint's own client, whose sessions routes and transfer requests share; a local endpoint is a
 * {@code file:} endpoint below its root.
 */
@Component("drover")
public class DroverComponent extends FtpComponent {
    /** What the configuration says of the endpoint. */
    private static final Set<String> CONFIGURED = Set.of(
            "username",
            "password",
            "account",
            "passiveMode",
            "activePortRange",
            "connectTimeout",
            "timeout",
            "soTimeout",
            "siteCommand",
            "sendNoop",
            "maxSessions",
            "sessionWait",
            "disconnect",
            "disconnectOnBatchComplete",
            "ftpClient",
            "ftpClientConfig");

    private final LocalFiles localFiles = new LocalFiles(this::temporaryNames);

    @Metadata(label = "advanced", autowired = true, description = "Where named endpoints are looked up.")
    private @Nullable EndpointCatalog catalog;

    @Metadata(
            label = "consumer,advanced",
            description = "Directory for bodies over the spoolThreshold, for endpoints that do not say another one. By"
                    + " default that of the JVM for temporary files.")
    private @Nullable String spoolDirectory;

    public DroverComponent() {}

    public DroverComponent(CamelContext context) {
        super(context);
    }

    @Override
    public org.apache.camel.Endpoint createEndpoint(String uri, @Nullable Map<String, Object> properties)
            throws Exception {
        Place place = place(uri);
        if (place.endpoint() instanceof LocalEndpoint local) {
            return local(local, place.directory(), uri, properties);
        }
        return super.createEndpoint(uri, properties);
    }

    @Override
    protected void doBuild() throws Exception {
        super.doBuild();
        localFiles.setCamelContext(getCamelContext());
        localFiles.build();
    }

    private org.apache.camel.Endpoint local(
            LocalEndpoint local, String directory, String uri, @Nullable Map<String, Object> properties)
            throws Exception {
        String path = local.root().resolve(directory).toString();
        String query = StringHelper.after(uri, "?");
        org.apache.camel.Endpoint endpoint = localFiles.createEndpoint(
                "file:" + UriText.write(path) + (query == null ? "" : "?" + query), properties);
        if (endpoint instanceof LocalFiles.LocalFilesEndpoint files) {
            files.root(local.root());
        }
        return endpoint;
    }

    @Override
    protected GenericFileEndpoint<RemoteEntry> buildFileEndpoint(
            String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Place place = place(uri);
        if (!(place.endpoint() instanceof dev.drover.endpoint.FtpEndpoint ftp)) {
            throw new IllegalArgumentException("The endpoint \"" + place.name() + "\" is not a server");
        }
        FtpConfiguration configuration = new FtpConfiguration();
        configuration.setProtocol("drover");
        configuration.setHost(place.name());
        configuration.setPort(ftp.client().address().port());
        String directory = place.directory().isEmpty()
                ? ftp.root().toString()
                : ftp.root().resolve(place.directory()).toString();
        configuration.setDirectory(directory);
        configuration.setDirectoryName(place.directory());
        DroverEndpoint endpoint = new DroverEndpoint(uri, this, configuration);
        endpoint.setEndpoint(place.name());
        endpoint.root(ftp.root().toString());
        endpoint.setFtpClient(ftp.client());
        endpoint.setSpoolDirectory(spoolDirectory);
        // A longer pause is for the redelivery: a thread that polls is not to stand still for minutes.
        endpoint.setReconnectDelay(Math.min(ftp.retry().base().toMillis(), endpoint.getReconnectDelay()));
        return endpoint;
    }

    @Override
    Set<String> ineffectiveOptions() {
        return CONFIGURED;
    }

    private Place place(String uri) throws Exception {
        FtpUri parts = FtpUri.parse(URISupport.normalizeUri(uri));
        String directory = RemoteNames.compact(parts.directory());
        if (!directory.isEmpty()) {
            try {
                RelativePath.of(directory);
            } catch (PathRefusedException e) {
                throw new IllegalArgumentException(
                        "The directory \"" + directory + "\" is refused: " + e.getMessage(), e);
            }
        }
        return new Place(parts.host(), catalog().require(parts.host()), directory);
    }

    private EndpointCatalog catalog() {
        EndpointCatalog known = catalog;
        if (known == null) {
            known = CamelContextHelper.findSingleByType(getCamelContext(), EndpointCatalog.class);
        }
        if (known == null) {
            throw new IllegalArgumentException("drover: endpoints need an EndpointCatalog in the registry, or set as"
                    + " camel.component.drover.catalog");
        }
        return known;
    }

    public @Nullable EndpointCatalog getCatalog() {
        return catalog;
    }

    public void setCatalog(@Nullable EndpointCatalog catalog) {
        this.catalog = catalog;
    }

    public @Nullable String getSpoolDirectory() {
        return spoolDirectory;
    }

    public void setSpoolDirectory(@Nullable String spoolDirectory) {
        this.spoolDirectory = spoolDirectory;
    }

    /** Where a URI points to. */
    private record Place(String name, Endpoint endpoint, String directory) {}
}
