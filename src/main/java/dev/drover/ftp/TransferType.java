package dev.drover.ftp;

/** The representation type of RFC 959 section 3.1.1. */
public enum TransferType {
    /** Bytes as they are; the only type that can be verified and resumed. */
    BINARY("I"),
    /** Lines end in CRLF on the wire and as the platform writes them on both sides. */
    ASCII("A"),
    /** Logical bytes of eight bits: what image is called on hosts with other word sizes. */
    LOCAL_8("L 8");

    private final String argument;

    TransferType(String argument) {
        this.argument = argument;
    }

    /** What follows TYPE on the wire. */
    public String argument() {
        return argument;
    }
}
