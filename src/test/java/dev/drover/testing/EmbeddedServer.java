package dev.drover.testing;

import dev.drover.ftp.FtpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.DataConnectionConfigurationFactory;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.Authority;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.ftplet.Ftplet;
import org.apache.ftpserver.ftplet.UserManager;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfiguration;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.ClearTextPasswordEncryptor;
import org.apache.ftpserver.usermanager.PropertiesUserManagerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.ConcurrentLoginPermission;
import org.apache.ftpserver.usermanager.impl.TransferRatePermission;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/**
 * Apache FtpServer in this JVM on a free loopback port: a real server that is always there. Passive ports are whatever
 * the system has free, so that parallel test runs do not collide. Close it to stop it; {@link #restart} brings it back on
 * the same port, for tests of recovery.
 */
public final class EmbeddedServer implements AutoCloseable {
    /** The login that is there unless {@link Builder#user} names others. */
    public static final String USER = "drover";

    public static final String PASSWORD = "drover";

    private final Builder setup;
    private FtpServer server;
    private int port;

    private EmbeddedServer(Builder setup) throws FtpException {
        this.setup = setup;
        port = setup.port;
        server = begin();
    }

    /** A server of this directory, which is made when missing. */
    public static Builder on(Path home) {
        return new Builder(home);
    }

    public String host() {
        return "localhost";
    }

    public int port() {
        return port;
    }

    public FtpAddress address() {
        return new FtpAddress(host(), port);
    }

    public Path home() {
        return setup.home;
    }

    public TestCertificates certificates() {
        return setup.certificates;
    }

    /** Ends every connection and frees the port. */
    public void stop() {
        server.stop();
    }

    /** Listens again, on the port it had. */
    public void restart() {
        stop();
        try {
            server = begin();
        } catch (FtpException e) {
            throw new IllegalStateException("no embedded FTP server on port " + port, e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private FtpServer begin() throws FtpException {
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(port);
        listener.setIdleTimeout(setup.idleSeconds);
        listener.setImplicitSsl(setup.implicit);
        if (setup.implicit) {
            listener.setSessionFilter(GreetingAfterHandshake.onEachSession());
        }
        DataConnectionConfigurationFactory data = new DataConnectionConfigurationFactory();
        data.setActiveEnabled(true);
        data.setActiveIpCheck(false);
        data.setImplicitSsl(setup.implicit);
        if (setup.identity != null) {
            SslConfiguration tls = setup.tls();
            listener.setSslConfiguration(tls);
            data.setSslConfiguration(tls);
        }
        listener.setDataConnectionConfiguration(data.createDataConnectionConfiguration());
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener.createListener());
        factory.setUserManager(setup.users());
        factory.setConnectionConfig(setup.connections().createConnectionConfig());
        factory.setFtplets(setup.ftplets);
        FtpServer started = factory.createServer();
        started.start();
        port = factory.getListener("default").getPort();
        return started;
    }

    /** What the server is to be like. Not thread-safe. */
    public static final class Builder {
        private final Path home;
        private final List<BaseUser> accounts = new ArrayList<>();
        private final Map<String, Ftplet> ftplets = new LinkedHashMap<>();
        private final ConnectionConfigFactory connections = new ConnectionConfigFactory();
        private final TestCertificates certificates = TestCertificates.shared();
        private TestCertificates.@org.jspecify.annotations.Nullable Identity identity;
        private String[] protocols = {"TLSv1.2", "TLSv1.3"};
        private boolean implicit;
        private boolean clientCertificate;
        private int idleSeconds = 300;
        private int bytesPerSecond;
        private int port;

        private Builder(Path home) {
            this.home = home;
            connections.setMaxLogins(200);
            connections.setMaxThreads(32);
            connections.setLoginFailureDelay(0);
            connections.setAnonymousLoginEnabled(false);
        }

        /** May read and write below the home directory. */
        public Builder user(String name, String password) {
            return account(name, password, home, true);
        }

        /** May read below this directory, which may be any. */
        public Builder readOnlyUser(String name, String password, Path itsHome) {
            return account(name, password, itsHome, false);
        }

        /** Anybody may read. */
        public Builder anonymous() {
            connections.setAnonymousLoginEnabled(true);
            connections.setMaxAnonymousLogins(100);
            return account("anonymous", "", home, false);
        }

        private Builder account(String name, String password, Path itsHome, boolean writes) {
            List<Authority> rights = new ArrayList<>(List.of(
                    new ConcurrentLoginPermission(0, 0), new TransferRatePermission(bytesPerSecond, bytesPerSecond)));
            if (writes) {
                rights.add(new WritePermission());
            }
            BaseUser user = new BaseUser();
            user.setName(name);
            user.setPassword(password);
            user.setHomeDirectory(itsHome.toString());
            user.setMaxIdleTime(idleSeconds);
            user.setAuthorities(rights);
            accounts.add(user);
            return this;
        }

        /** AUTH TLS is offered. */
        public Builder explicitTls() {
            identity = certificates.server();
            return this;
        }

        /** TLS from the first byte, and on data connections without PROT. */
        public Builder implicitTls() {
            implicit = true;
            return explicitTls();
        }

        /** After one of the two above: another certificate. */
        public Builder identity(TestCertificates.Identity other) {
            identity = other;
            return this;
        }

        public Builder protocols(String... only) {
            protocols = only.clone();
            return this;
        }

        /** Clients must show a certificate of the test authority. */
        public Builder requireClientCertificate() {
            clientCertificate = true;
            return this;
        }

        /** Hears every command, and may do something of its own. */
        public Builder ftplet(Ftplet listening) {
            ftplets.put("ftplet-" + ftplets.size(), listening);
            return this;
        }

        /** Sessions over this number get 421. */
        public Builder maxLogins(int sessions) {
            connections.setMaxLogins(sessions);
            return this;
        }

        /** Sessions that say nothing for so long are closed. */
        public Builder idle(int seconds) {
            idleSeconds = seconds;
            return this;
        }

        /** How fast files go to and fro; say it before the users. */
        public Builder rate(int limit) {
            bytesPerSecond = limit;
            return this;
        }

        /** A certain port rather than a free one. */
        public Builder port(int certain) {
            port = certain;
            return this;
        }

        public EmbeddedServer start() {
            try {
                Files.createDirectories(home);
                if (accounts.isEmpty()) {
                    user(USER, PASSWORD);
                }
                return new EmbeddedServer(this);
            } catch (FtpException e) {
                throw new IllegalStateException("no embedded FTP server for " + home, e);
            } catch (IOException e) {
                throw new UncheckedIOException("no home directory " + home, e);
            }
        }

        private UserManager users() throws FtpException {
            PropertiesUserManagerFactory factory = new PropertiesUserManagerFactory();
            factory.setPasswordEncryptor(new ClearTextPasswordEncryptor());
            UserManager manager = factory.createUserManager();
            for (BaseUser account : accounts) {
                manager.save(account);
            }
            return manager;
        }

        private ConnectionConfigFactory connections() {
            return connections;
        }

        // Apache FtpServer takes its keys from files only.
        private SslConfiguration tls() {
            try {
                Path folder = Files.createTempDirectory("drover-embedded");
                certificates.writeTo(folder);
                Path keys = folder.resolve("identity.p12");
                try (var out = Files.newOutputStream(keys)) {
                    java.util.Objects.requireNonNull(identity)
                            .keyStore()
                            .store(out, TestCertificates.PASSWORD.toCharArray());
                }
                SslConfigurationFactory factory = new SslConfigurationFactory();
                factory.setKeystoreFile(keys.toFile());
                factory.setKeystoreType("PKCS12");
                factory.setKeystorePassword(TestCertificates.PASSWORD);
                factory.setKeyPassword(TestCertificates.PASSWORD);
                factory.setTruststoreFile(folder.resolve("trust.p12").toFile());
                factory.setTruststoreType("PKCS12");
                factory.setTruststorePassword(TestCertificates.PASSWORD);
                factory.setSslProtocol(protocols);
                factory.setClientAuthentication(clientCertificate ? "NEED" : "NONE");
                SslConfiguration made = factory.createSslConfiguration();
                deleteAll(folder);
                return made;
            } catch (IOException | java.security.GeneralSecurityException e) {
                throw new IllegalStateException("no TLS for the embedded FTP server", e);
            }
        }

        private static void deleteAll(Path folder) throws IOException {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
