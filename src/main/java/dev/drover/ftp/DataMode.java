package dev.drover.ftp;

/** Who opens the data connection, and with which command. */
public enum DataMode {
    /** We connect: EPSV (RFC 2428), and PASV on IPv4 from then on when the server cannot. The default. */
    PASSIVE,
    /** We connect, EPSV only. */
    EPSV,
    /** We connect, PASV only; IPv4. */
    PASV,
    /** The server connects: PORT on IPv4, EPRT on IPv6. */
    ACTIVE,
    /** The server connects, EPRT only. */
    EPRT;

    /** Whether we connect and the server listens. */
    public boolean isPassive() {
        return this == PASSIVE || this == EPSV || this == PASV;
    }
}
