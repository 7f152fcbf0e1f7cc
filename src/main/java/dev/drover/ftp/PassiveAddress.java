package dev.drover.ftp;

/** Which address a passive data connection goes to. The port is always the server's. */
public enum PassiveAddress {
    /** The host of the control connection. A NATed server names another by accident, a hostile one on purpose. */
    CONTROL_PEER,
    /** The address that PASV names; only for servers that spread data over several hosts. */
    AS_ANNOUNCED,
    /** The address that PASV names, unless it is private or unspecified and the control peer is not. */
    REPLACE_PRIVATE
}
