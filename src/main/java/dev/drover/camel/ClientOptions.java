package dev.drover.camel;

import dev.drover.ftp.DataMode;
import dev.drover.ftp.FtpAddress;
import dev.drover.ftp.FtpProxy;
import dev.drover.ftp.PassiveAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.EndpointHelper;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ftpClient.…} and {@code ftpClientConfig.…} parameters, which set properties of commons-net's client, mean
 * here. A parameter without a meaning is refused, never passed over.
 */
final class ClientOptions {
    /** One parameter: reads the value and notes it. */
    private interface Option {
        void apply(Value value, ClientSettings settings);
    }

    private static final String CLIENT = "ftpClient.";
    private static final String CONFIG = "ftpClientConfig.";
    private static final Map<String, Option> CLIENT_OPTIONS = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private static final Map<String, Option> CONFIG_OPTIONS = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        timeLimits();
        dataConnections();
        names();
        tls();
        CLIENT_OPTIONS.put("proxy", (value, settings) -> settings.proxy(proxy(value.as(Proxy.class))));
        CLIENT_OPTIONS.put("bufferSize", (value, settings) -> value.as(Integer.class));
        sockets();
        CONFIG_OPTIONS.put(
                "serverTimeZoneId", (value, settings) -> settings.serverZone(ZoneId.of(value.as(String.class))));
        CONFIG_OPTIONS.put("lenientFutureDates", (value, settings) -> value.mustBe(true));
        CONFIG_OPTIONS.put("unparseableEntries", (value, settings) -> value.mustBe(false));
    }

    private ClientOptions() {}

    /** Applies both kinds of parameters of an endpoint. */
    static void apply(FtpEndpoint endpoint, ClientSettings settings) {
        apply(endpoint, endpoint.getFtpClientConfigParameters(), CONFIG, CONFIG_OPTIONS, settings);
        apply(endpoint, endpoint.getFtpClientParameters(), CLIENT, CLIENT_OPTIONS, settings);
    }

    private static void apply(
            FtpEndpoint endpoint,
            @Nullable Map<String, Object> parameters,
            String prefix,
            Map<String, Option> options,
            ClientSettings settings) {
        if (parameters == null) {
            return;
        }
        parameters.forEach((name, raw) -> {
            Option option = options.get(name);
            if (option == null) {
                throw new IllegalArgumentException(prefix + name + " has no meaning here" + instead(prefix, name));
            }
            option.apply(new Value(prefix + name, raw, endpoint.getCamelContext()), settings);
        });
    }

    /** Where to go with a parameter that is refused. */
    private static String instead(String prefix, String name) {
        return switch (name) {
            case "restartOffset" -> "; use resumeDownload";
            case "controlKeepAliveReplyTimeout" -> ": the answers are read when they come; remove it";
            case "listHiddenFiles" -> ": hidden files are passed over in any case; remove it";
            case "needClientAuth", "wantClientAuth" -> ": a key store is enough; use ftpClient.keyStore.file";
            case "hostnameVerifier" -> "; use verifyHostName or fingerprints";
            case "parserFactory" -> ": the format of listings is found out by looking; remove it";
            case "passiveNatWorkaroundStrategy" -> "; use ftpClient.passiveNatWorkaround=true";
            case "defaultPort" -> "; write the port into the URI";
            case "charset" -> "; for names use ftpClient.controlEncoding";
            case "keyManager", "trustManager", "socketFactory", "serverSocketFactory" ->
                "; use sslContextParameters" + " or ftpClient=#bean with a dev.drover.ftp.client.FtpClient";
            default -> {
                Set<String> known = prefix.equals(CLIENT) ? CLIENT_OPTIONS.keySet() : CONFIG_OPTIONS.keySet();
                yield "; the nearest that has is " + prefix + NearestName.of(name, known);
            }
        };
    }

    private static void timeLimits() {
        CLIENT_OPTIONS.put(
                "connectTimeout",
                (value, settings) -> settings.timeouts(settings.timeouts().withConnect(value.limit())));
        Option reply = (value, settings) ->
                settings.timeouts(settings.timeouts().withReply(value.limit()).withCompletion(value.limit()));
        CLIENT_OPTIONS.put("soTimeout", reply);
        CLIENT_OPTIONS.put("defaultTimeout", reply);
        CLIENT_OPTIONS.put(
                "controlKeepAliveTimeout",
                (value, settings) -> settings.keepAlive(Duration.ofSeconds(value.as(Long.class))));
        CLIENT_OPTIONS.put(
                "dataTimeout",
                (value, settings) -> settings.timeouts(
                        settings.timeouts().withDataIdle(value.limit()).withDataConnect(value.limit())));
    }

    /** Control and data connections have the same buffers here; commons-net has a pair of settings for each. */
    private static void sockets() {
        CLIENT_OPTIONS.put("tcpNoDelay", (value, settings) -> value.mustBe(true));
        CLIENT_OPTIONS.put("keepAlive", (value, settings) -> value.mustBe(true));
        Option receive = (value, settings) -> settings.buffers(
                settings.buffers().withReceive(larger(value, settings.buffers().receive())));
        CLIENT_OPTIONS.put("receiveBufferSize", receive);
        CLIENT_OPTIONS.put("receiveDataSocketBufferSize", receive);
        // So it is spelled in commons-net.
        CLIENT_OPTIONS.put("receieveDataSocketBufferSize", receive);
        Option send = (value, settings) -> settings.buffers(
                settings.buffers().withSend(larger(value, settings.buffers().send())));
        CLIENT_OPTIONS.put("sendBufferSize", send);
        CLIENT_OPTIONS.put("sendDataSocketBufferSize", send);
    }

    private static int larger(Value value, int known) {
        return Math.max(known, value.as(Integer.class));
    }

    private static void dataConnections() {
        CLIENT_OPTIONS.put(
                "useEPSVwithIPv4",
                (value, settings) -> settings.passiveMode(value.as(Boolean.class) ? DataMode.PASSIVE : DataMode.PASV));
        CLIENT_OPTIONS.put(
                "passiveNatWorkaround",
                (value, settings) -> settings.passiveAddress(
                        value.as(Boolean.class) ? PassiveAddress.REPLACE_PRIVATE : PassiveAddress.AS_ANNOUNCED));
        CLIENT_OPTIONS.put(
                "ipAddressFromPasvResponse",
                (value, settings) -> settings.passiveAddress(
                        value.as(Boolean.class) ? PassiveAddress.AS_ANNOUNCED : PassiveAddress.CONTROL_PEER));
        Option external = (value, settings) -> settings.externalAddress(value.as(InetAddress.class));
        CLIENT_OPTIONS.put("activeExternalIPAddress", external);
        CLIENT_OPTIONS.put("reportActiveExternalIPAddress", external);
        CLIENT_OPTIONS.put(
                "passiveLocalIPAddress", (value, settings) -> settings.localAddress(value.as(InetAddress.class)));
        CLIENT_OPTIONS.put("remoteVerificationEnabled", (value, settings) -> value.mustBe(true));
    }

    private static void names() {
        CLIENT_OPTIONS.put(
                "controlEncoding", (value, settings) -> settings.charset(Charset.forName(value.as(String.class))));
        CLIENT_OPTIONS.put(
                "autodetectUTF8",
                (value, settings) -> settings.charset(
                        value.as(Boolean.class) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
        CLIENT_OPTIONS.put("strictReplyParsing", (value, settings) -> value.mustBe(true));
        CLIENT_OPTIONS.put("strictMultilineParsing", (value, settings) -> value.mustBe(true));
    }

    private static void tls() {
        // TlsSettings reads these two.
        CLIENT_OPTIONS.put("enabledProtocols", (value, settings) -> value.as(String.class));
        CLIENT_OPTIONS.put("enabledCipherSuites", (value, settings) -> value.as(String.class));
        CLIENT_OPTIONS.put("authValue", (value, settings) -> value.mustBe("TLS"));
        CLIENT_OPTIONS.put("useClientMode", (value, settings) -> value.mustBe(true));
        CLIENT_OPTIONS.put("enabledSessionCreation", (value, settings) -> value.mustBe(true));
        CLIENT_OPTIONS.put("endpointCheckingEnabled", (value, settings) -> value.mustBe(true));
    }

    private static @Nullable FtpProxy proxy(Proxy proxy) {
        if (!(proxy.address() instanceof InetSocketAddress address)) {
            return null;
        }
        FtpAddress at = new FtpAddress(address.getHostString(), address.getPort());
        return proxy.type() == Proxy.Type.SOCKS ? FtpProxy.socks5(at) : FtpProxy.httpConnect(at);
    }

    /** What stands behind the equals sign. */
    private record Value(String name, Object raw, CamelContext context) {
        <T> T as(Class<T> type) {
            try {
                if (raw instanceof String text && EndpointHelper.isReferenceParameter(text)) {
                    return EndpointHelper.resolveReferenceParameter(context, text, type);
                }
                if (type == InetAddress.class && raw instanceof String text) {
                    return type.cast(InetAddress.getByName(text));
                }
                return CamelContextHelper.mandatoryConvertTo(context, type, raw);
            } catch (Exception e) {
                throw new IllegalArgumentException(
                        name + "=" + raw + " is not a " + type.getSimpleName() + ": " + e.getMessage(), e);
            }
        }

        Duration limit() {
            return ClientSettings.limit(as(Integer.class));
        }

        void mustBe(Object only) {
            if (!only.toString().equalsIgnoreCase(String.valueOf(raw))) {
                throw new IllegalArgumentException(
                        name + "=" + raw + " cannot be had here, where it is always " + only + "; remove it");
            }
        }
    }
}
