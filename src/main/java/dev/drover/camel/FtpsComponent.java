package dev.drover.camel;

import dev.drover.ftp.RemoteEntry;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.util.PropertiesHelper;

/** Scheme {@code ftps}: the same over TLS, with certificate and host name verified. */
@Component("ftps")
public class FtpsComponent extends FtpComponent implements SSLContextParametersAware {
    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Whether the global SSL context parameters of Camel are used.")
    private boolean useGlobalSslContextParameters;

    public FtpsComponent() {}

    public FtpsComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected GenericFileEndpoint<RemoteEntry> buildFileEndpoint(
            String uri, String remaining, Map<String, Object> parameters) throws Exception {
        FtpsConfiguration configuration = new FtpsConfiguration();
        locate(configuration, uri);
        FtpsEndpoint endpoint = new FtpsEndpoint(uri, this, configuration);
        if (PropertiesHelper.hasProperties(parameters, "ftpClient.keyStore.")) {
            endpoint.setFtpClientKeyStoreParameters(
                    PropertiesHelper.extractProperties(parameters, "ftpClient.keyStore."));
        }
        if (PropertiesHelper.hasProperties(parameters, "ftpClient.trustStore.")) {
            endpoint.setFtpClientTrustStoreParameters(
                    PropertiesHelper.extractProperties(parameters, "ftpClient.trustStore."));
        }
        takeClientParameters(endpoint, parameters);
        endpoint.setSslContextParameters(retrieveGlobalSslContextParameters());
        return endpoint;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
