package dev.drover.ftp;

/** Which address a passive data connection goes to. The port is always the server's. */
public enum PassiveAddress {
    /** The host of the control connection. A NATed server names another by accident, a hostile one on purpose. */
    CONTROL_PEER,
    /** The address that PASV names, unless it is none; only for servers that spread data over several hosts. */
    AS_ANNOUNCED,
    /**
     * The address that PASV names, unless it is none or private and the control peer is not: of a private network (RFC
     * 1918, RFC 4193), link-local, of a carrier (RFC 6598), or loopback.
     */
    REPLACE_PRIVATE
}
