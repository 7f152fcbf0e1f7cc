package dev.drover.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.CamelContext;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that are wrong are refused when the route is made, with a word about what is right. */
class OptionRouteTest {
    private final CamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() {
        camel.getRegistry().bind("keys", new MemoryIdempotentRepository());
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pasiveMode=true | did you mean passiveMode?",
                "fileExists=Fail | did you mean fileExist?",
                "startingDirectoryMustExist=true | startingDirectoryMustExist",
                "ftpClient.dataTimeot=1 | the nearest that has is ftpClient.dataTimeout",
                "ftpClient.nonsense=1 | ftpClient.nonsense has no meaning here",
                "ftpClientConfig.serverTimeZone=UTC | the nearest that has is ftpClientConfig.serverTimeZoneId",
                "ftpClient.socketFactory=#x | use sslContextParameters",
                "ftpClient.tcpNoDelay=false | is always true",
                "ftpClient.sendBufferSize=many | is not a Integer",
                "ftpClient.keepAlive=false | is always true",
                "ftpClient.controlKeepAliveReplyTimeout=1 | read when they come",
                "ftpClient.listHiddenFiles=true | passed over in any case",
                "ftpClient.needClientAuth=true | a key store is enough",
                "ftpClient.parserFactory=#x | found out by looking",
                "ftpClient.connectTimeout=soon | ftpClient.connectTimeout=soon is not a Integer",
                "activePortRange=10000 | is not of the form 10000-10999",
                "synchronous=false | synchronous=false is not supported",
                "readLockIdempotentReleaseDelay=5 | has no effect here",
                "maxSessions=0 | maxSessions is 1 or more",
                "parallelTransfers=0 | parallelTransfers is 1 or more",
            })
    void anEndpointRefuses(String option, String message) {
        assertThatThrownBy(() -> camel.getEndpoint("ftp:localhost/in?" + option))
                .hasStackTraceContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "delete=true&move=done | contradict each other",
                "readLock=markerFile | use changed, rename or idempotent",
                "readLock=fileLock | use changed, rename or idempotent",
                "readLock=idempotent | IdempotentRepository",
                "readLock=idempotent-changed | needs an idempotentRepository",
                "readLock=idempotent&idempotentRepository=#keys&idempotent=true | remove idempotent=true",
                "readLock=changed&readLockTimeout=1000 | readLockTimeout must be higher",
                "resumeDownload=true | needs localWorkDirectory",
                "resumeDownload=true&localWorkDirectory=target/work&binary=false | needs binary=true",
                "useList=false | needs fileName",
                "useList=false&fileName=a&doneFileName=done | cannot go with doneFileName",
                "useList=false&fileName=a&recursive=true | cannot go with recursive",
                "parallelTransfers=2&doneFileName=done | cannot go with one doneFileName",
            })
    void aConsumerRefuses(String options, String message) {
        assertThatThrownBy(
                        () -> camel.getEndpoint("ftp:localhost/in?" + options).createConsumer(exchange -> {}))
                .hasStackTraceContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fileExist=Append&tempPrefix=x | written in place",
                "fileExist=Append&tempFileName=x | written in place",
                "fileExist=Move | needs moveExisting",
                "tempFileName=${file:name} | name of the target itself",
                "tempPrefix= | name of the target itself",
                "moveExisting=x | only with fileExist=Move",
                "fileExist=Append&checksumFileAlgorithm=MD5 | cannot go with fileExist=Append",
            })
    void aProducerRefuses(String options, String message) {
        assertThatThrownBy(
                        () -> camel.getEndpoint("ftp:localhost/out?" + options).createProducer())
                .hasStackTraceContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftpClient.connectTimeout=1000",
                "ftpClient.soTimeout=1000",
                "ftpClient.dataTimeout=1000",
                "ftpClient.controlEncoding=ISO-8859-1",
                "ftpClient.controlKeepAliveTimeout=30",
                "ftpClient.receiveBufferSize=65536",
                "ftpClient.sendBufferSize=65536",
                "ftpClient.receieveDataSocketBufferSize=65536",
                "ftpClient.receiveDataSocketBufferSize=65536",
                "ftpClient.sendDataSocketBufferSize=65536",
                "ftpClient.keepAlive=true",
                "ftpClient.autodetectUTF8=true",
                "ftpClient.useEPSVwithIPv4=false",
                "ftpClient.passiveNatWorkaround=true",
                "ftpClient.activeExternalIPAddress=192.0.2.1",
                "ftpClientConfig.serverTimeZoneId=Europe/Berlin",
                "activePortRange=10000-10010",
                "siteCommand=UMASK 022",
            })
    void anEndpointTakes(String option) throws Exception {
        assertThat(camel.getEndpoint("ftp:localhost/in?" + option).createProducer())
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "ftp://localhost | localhost | 21 | - | - | ''",
                "ftp:localhost:2121/in | localhost | 2121 | - | - | in",
                "ftp://scott@localhost | localhost | 21 | scott | - | ''",
                "ftp://scott:tiger@localhost:2121/a/b | localhost | 2121 | scott | tiger | a/b",
                "ftp://scott@localhost?password=tiger | localhost | 21 | scott | tiger | ''",
                "ftp://localhost?username=scott&password=RAW(ti+g%er&1) | localhost | 21 | scott | ti+g%er&1 | ''",
                "ftp://scott:p%25w0rd@localhost/in | localhost | 21 | scott | p%w0rd | in",
                "ftp://scott:p%w0rd@localhost/in | localhost | 21 | scott | p%w0rd | in",
                "ftp://scott%40example.com:tiger@localhost/in | localhost | 21 | scott@example.com | tiger | in",
                "ftp://us@er:t%st@localhost:21000/reports | localhost | 21000 | us@er | t%st | reports",
                "ftp://[::1]:2121/in | ::1 | 2121 | - | - | in",
                "ftp://scott:tiger@[::1]:2121/in | ::1 | 2121 | scott | tiger | in",
                "ftp://[2001:db8::7]/in | 2001:db8::7 | 21 | - | - | in",
                "ftp://my_host/in | my_host | 21 | - | - | in",
                "ftp://localhost//in//sub | localhost | 21 | - | - | in//sub",
                "ftp://localhost///in | localhost | 21 | - | - | in",
                "ftp://localhost/with%20space/x | localhost | 21 | - | - | with space/x",
                "ftp://localhost/Gr%C3%BC%C3%9Fe | localhost | 21 | - | - | Grüße",
                "ftp://scott:ti%2Fger@localhost/d | localhost | 21 | scott | ti/ger | d",
                "ftp://scott:ti/ger@localhost/d/e@f | localhost | 21 | scott | ti/ger | d/e@f",
                "ftp://localhost:2121/d@e | localhost | 2121 | - | - | d@e",
                "ftps://localhost/in | localhost | 21 | - | - | in",
                "ftps://localhost/in?implicit=true | localhost | 990 | - | - | in",
                "ftps://localhost:2990/in?implicit=true | localhost | 2990 | - | - | in",
            })
    void uris(String uri, String host, int port, String user, String password, String directory) {
        FtpConfiguration options = camel.getEndpoint(uri, FtpEndpoint.class).getConfiguration();
        assertThat(options.getHost()).isEqualTo(host);
        assertThat(options.getPort()).isEqualTo(port);
        assertThat(options.getUsername()).isEqualTo(user);
        assertThat(options.getPassword()).isEqualTo(password);
        assertThat(options.getDirectory()).isEqualTo(directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://scott:hunter2@localhost/in?account=acme42&nonsense=1",
                "ftp://localhost/in?username=scott&password=hunter2&account=acme42&readLock=markerFile",
                "ftp://scott:hunter2/x@localhost:99999999/in?account=acme42",
            })
    void noErrorShowsAPassword(String uri) {
        assertThatThrownBy(() -> camel.getEndpoint(uri).createConsumer(exchange -> {}))
                .satisfies(failure -> {
                    for (Throwable each = failure; each != null; each = each.getCause()) {
                        assertThat(String.valueOf(each.getMessage()))
                                .doesNotContain("hunter2")
                                .doesNotContain("acme42");
                    }
                });
    }

    @Test
    void noProducerOrConsumerShowsAnAccount() throws Exception {
        FtpEndpoint endpoint = camel.getEndpoint("ftp://localhost/in?noop=true&account=acme42", FtpEndpoint.class);
        assertThat(endpoint.createProducer() + " " + endpoint.createConsumer(exchange -> {}))
                .doesNotContain("acme42");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "securityProtocol=SSLv3 | securityProtocol=SSLv3 is broken or unknown",
                "ftpClient.keyStore.nonsense=1 | the nearest that has is ftpClient.keyStore.",
                "ftpClient.keyStore.provider=x | ftpClient.keyStore.provider has no meaning here",
                "ftpClient.trustStore.keyPassword=x | ftpClient.trustStore.keyPassword has no meaning here",
                "ftpClient.trustStore.file=/does/not/exist | ftpClient.trustStore.file=/does/not/exist cannot be read",
            })
    void anEndpointWithTlsRefuses(String option, String message) {
        assertThatThrownBy(
                        () -> camel.getEndpoint("ftps:localhost/in?" + option).createProducer())
                .hasStackTraceContaining(message);
    }

    @Test
    void noStringShowsAPassword() {
        FtpEndpoint endpoint = camel.getEndpoint("ftp://scott:tiger@localhost/in?account=acme42", FtpEndpoint.class);
        assertThat(endpoint.toString()
                        + endpoint.getConfiguration()
                        + endpoint.getServiceUrl()
                        + endpoint.getServiceMetadata()
                        + endpoint.getConfiguration().remoteServerInformation())
                .doesNotContain("tiger")
                .doesNotContain("acme42");
    }

    @Test
    void defaultsAreSafe() {
        FtpEndpoint endpoint = camel.getEndpoint("ftp://localhost/in", FtpEndpoint.class);
        FtpConfiguration options = endpoint.getConfiguration();
        assertThat(options.isBinary()).isTrue();
        assertThat(options.isPassiveMode()).isTrue();
        assertThat(options.isStepwise()).isFalse();
        assertThat(endpoint.isAtomicUpload()).isTrue();
        assertThat(endpoint.isVerifySize()).isTrue();
        assertThat(endpoint.isJailStartingDirectory()).isTrue();
        assertThat(endpoint.getReadLockTimeout()).isEqualTo(20_000);
        assertThat(endpoint.getReadLockCheckInterval()).isEqualTo(5_000);
        assertThat(endpoint).isInstanceOf(GenericFileEndpoint.class);
    }
}
