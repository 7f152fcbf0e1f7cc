package dev.drover.ftp.client;

import dev.drover.ftp.RemoteEntry.Kind;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TlsPolicy;
import dev.drover.testing.Daemon;
import dev.drover.testing.Daemon.Mode;
import dev.drover.testing.RealServer;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract with servers that no one here wrote. */
class RealServerContractIT {
    abstract static class With extends FtpSessionContract {
        private final Daemon daemon;
        private final Mode mode;
        private final String[] protocols;
        private RealServer server;

        With(Daemon daemon, Mode mode, String... protocols) {
            this.daemon = daemon;
            this.mode = mode;
            this.protocols = protocols;
        }

        @BeforeAll
        void start() {
            server = RealServer.start(daemon, mode);
        }

        @AfterAll
        void stop() throws IOException {
            if (server != null) {
                server.close();
            }
        }

        @Override
        Stream<RemotePath> names() {
            return mode.isTls() ? NastyNames.few() : NastyNames.all();
        }

        @Override
        Optional<String> whyImpossible(Kind kind, RemotePath name) {
            return NastyNames.whyImpossible(NastyNames.Server.valueOf(daemon.name()), kind, name);
        }

        @Override
        FtpClient.Builder client() {
            return FtpClient.builder(server.address())
                    .credentials(server.credentials())
                    .tls(tls());
        }

        private TlsPolicy tls() {
            if (mode == Mode.PLAIN) {
                return TlsPolicy.none();
            }
            TlsPolicy.Builder policy = mode == Mode.IMPLICIT ? TlsPolicy.implicit() : TlsPolicy.explicit();
            return policy.context(server.clientContext()).protocols(protocols).build();
        }
    }

    @Nested
    class VsftpdPlain extends With {
        VsftpdPlain() {
            super(Daemon.VSFTPD, Mode.PLAIN);
        }
    }

    @Nested
    class VsftpdReuse extends With {
        VsftpdReuse() {
            super(Daemon.VSFTPD, Mode.TLS_REUSE);
        }
    }

    @Nested
    class VsftpdReuseTls12 extends With {
        VsftpdReuseTls12() {
            super(Daemon.VSFTPD, Mode.TLS_REUSE, "TLSv1.2");
        }
    }

    @Nested
    class VsftpdImplicit extends With {
        VsftpdImplicit() {
            super(Daemon.VSFTPD, Mode.IMPLICIT);
        }
    }

    @Nested
    class ProftpdPlain extends With {
        ProftpdPlain() {
            super(Daemon.PROFTPD, Mode.PLAIN);
        }
    }

    @Nested
    class ProftpdReuse extends With {
        ProftpdReuse() {
            super(Daemon.PROFTPD, Mode.TLS_REUSE);
        }
    }

    @Nested
    class ProftpdReuseTls12 extends With {
        ProftpdReuseTls12() {
            super(Daemon.PROFTPD, Mode.TLS_REUSE, "TLSv1.2");
        }
    }

    @Nested
    class ProftpdImplicit extends With {
        ProftpdImplicit() {
            super(Daemon.PROFTPD, Mode.IMPLICIT);
        }
    }

    @Nested
    class PureFtpdPlain extends With {
        PureFtpdPlain() {
            super(Daemon.PURE_FTPD, Mode.PLAIN);
        }
    }

    @Nested
    class PureFtpdTls12 extends With {
        PureFtpdTls12() {
            super(Daemon.PURE_FTPD, Mode.TLS_REQUIRED, "TLSv1.2");
        }
    }

    @Nested
    class PureFtpdTls13 extends With {
        PureFtpdTls13() {
            super(Daemon.PURE_FTPD, Mode.TLS_REQUIRED, "TLSv1.3");
        }
    }

    @Nested
    class PyftpdlibPlain extends With {
        PyftpdlibPlain() {
            super(Daemon.PYFTPDLIB, Mode.PLAIN);
        }
    }

    @Nested
    class PyftpdlibTls12 extends With {
        PyftpdlibTls12() {
            super(Daemon.PYFTPDLIB, Mode.TLS_REQUIRED, "TLSv1.2");
        }
    }

    @Nested
    class PyftpdlibTls13 extends With {
        PyftpdlibTls13() {
            super(Daemon.PYFTPDLIB, Mode.TLS_REQUIRED, "TLSv1.3");
        }
    }

    @Nested
    class PyftpdlibImplicit extends With {
        PyftpdlibImplicit() {
            super(Daemon.PYFTPDLIB, Mode.IMPLICIT);
        }
    }

    @Nested
    class InetutilsPlain extends With {
        InetutilsPlain() {
            super(Daemon.INETUTILS_FTPD, Mode.PLAIN);
        }

        /** It follows Telnet. */
        @Override
        FtpClient.Builder client() {
            return super.client().telnetEscaping(true);
        }
    }

    @Nested
    class LinuxFtpdPlain extends With {
        LinuxFtpdPlain() {
            super(Daemon.LINUX_FTPD, Mode.PLAIN);
        }

        /** It follows Telnet. The library that shows it its PAM service has room for few processes at a time. */
        @Override
        FtpClient.Builder client() {
            return super.client().telnetEscaping(true).pool(PoolLimits.DEFAULT.withMaxSessions(2));
        }
    }
}
