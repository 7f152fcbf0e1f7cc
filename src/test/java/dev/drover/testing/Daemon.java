package dev.drover.testing;

import java.util.EnumSet;
import java.util.Set;

/** The FTP servers that {@code src/test/servers/setup} fetches. */
public enum Daemon {
    VSFTPD("vsftpd", Mode.PLAIN, Mode.TLS, Mode.TLS_REUSE, Mode.IMPLICIT),
    PROFTPD("proftpd", Mode.PLAIN, Mode.TLS, Mode.TLS_REUSE, Mode.IMPLICIT),
    PURE_FTPD("pure-ftpd", Mode.PLAIN, Mode.TLS, Mode.TLS_REQUIRED),
    PYFTPDLIB("pyftpdlib", Mode.PLAIN, Mode.TLS, Mode.TLS_REQUIRED, Mode.IMPLICIT),
    INETUTILS_FTPD("inetutils-ftpd", Mode.PLAIN),
    LINUX_FTPD("linux-ftpd", Mode.PLAIN);

    /** Whether and how a daemon speaks TLS. */
    public enum Mode {
        /** Clear text only. */
        PLAIN("plain"),
        /** AUTH TLS; data connections need not resume the session. */
        TLS("tls"),
        /** AUTH TLS; data connections must resume the session of the control connection. */
        TLS_REUSE("reuse"),
        /** AUTH TLS; clear text is refused on control and data connections. */
        TLS_REQUIRED("required"),
        /** TLS from the first byte. */
        IMPLICIT("implicit");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        public boolean isTls() {
            return this != PLAIN;
        }
    }

    private final String script;

    @SuppressWarnings("ImmutableEnumChecker") // never changed, and copied on the way out
    private final Set<Mode> modes;

    Daemon(String script, Mode first, Mode... more) {
        this.script = script;
        modes = EnumSet.of(first, more);
    }

    String script() {
        return script;
    }

    public Set<Mode> modes() {
        return EnumSet.copyOf(modes);
    }

    /** False: a login lands in its home by the full name, and sees the whole machine. */
    public boolean confinesToHome() {
        return this != INETUTILS_FTPD && this != LINUX_FTPD;
    }
}
