package dev.drover.ftp;

/** The verbs of RFC 959, 1123, 2228, 2389, 2428, 2640, 3659, 4217, 7151 and of common practice that the client sends. */
public enum FtpVerb {
    /** Breaks a transfer off (RFC 959). */
    ABOR,
    /** The account of a login, when asked for with 332 (RFC 959). */
    ACCT,
    /** Announces the bytes of an upload (RFC 959); servers in use ignore it. */
    ALLO,
    /** Upload behind what the file holds (RFC 959). */
    APPE,
    /** Begins TLS (RFC 4217). */
    AUTH,
    /** Ends TLS on the control connection (RFC 4217). */
    CCC,
    /** To the directory above (RFC 959). */
    CDUP,
    /** Tells the name of the client; common practice. */
    CLNT,
    /** Changes the working directory (RFC 959). */
    CWD,
    /** Deletes a file (RFC 959). */
    DELE,
    /** Where we listen, with the family of the address (RFC 2428). */
    EPRT,
    /** Asks the server to listen; it names a port only (RFC 2428). */
    EPSV,
    /** What the server can do beyond RFC 959 (RFC 2389). */
    FEAT,
    /** The digest of a file (draft-bryan-ftpext-hash). */
    HASH,
    /** A text for people (RFC 959). */
    HELP,
    /** The virtual host that is meant (RFC 7151). */
    HOST,
    /** The language of replies (RFC 2640). */
    LANG,
    /** A listing in whatever form the server has (RFC 959). */
    LIST,
    /** The MD5 of a file; common practice. */
    MD5,
    /** The modification time of a file (RFC 3659); with a time before the name, some servers set it. */
    MDTM,
    /** Sets facts of a file (draft-somers-ftp-mfxx). */
    MFF,
    /** Sets the modification time of a file (draft-somers-ftp-mfxx). */
    MFMT,
    /** Makes a directory (RFC 959). */
    MKD,
    /** A listing for programs (RFC 3659). */
    MLSD,
    /** The facts of one path (RFC 3659). */
    MLST,
    /** The transmission mode: stream, or deflated (RFC 959). */
    MODE,
    /** Names only (RFC 959). */
    NLST,
    /** Nothing; whether the server still answers (RFC 959). */
    NOOP,
    /** An option of another command (RFC 2389). */
    OPTS,
    /** The password of a login (RFC 959); never shown. */
    PASS,
    /** Asks the server to listen; it names an IPv4 address and a port (RFC 959). */
    PASV,
    /** The size of the protection buffer, 0 for TLS (RFC 4217). */
    PBSZ,
    /** Where we listen, IPv4 (RFC 959). */
    PORT,
    /** What the next transfer will be, for servers of several machines (drftpd); common practice. */
    PRET,
    /** Whether data are protected (RFC 4217). */
    PROT,
    /** The working directory (RFC 959). */
    PWD,
    /** The end of the session (RFC 959). */
    QUIT,
    /** As if nobody had logged in (RFC 959). */
    REIN,
    /** Where in the file the next transfer begins (RFC 3659). */
    REST,
    /** Download (RFC 959). */
    RETR,
    /** Removes an empty directory (RFC 959). */
    RMD,
    /** What is to be renamed (RFC 959). */
    RNFR,
    /** To what it is renamed (RFC 959). */
    RNTO,
    /** The server's own commands (RFC 959). */
    SITE,
    /** The size of a file in bytes, in binary (RFC 3659). */
    SIZE,
    /** The state of the server or a transfer, or a listing in the reply (RFC 959). */
    STAT,
    /** Upload (RFC 959). */
    STOR,
    /** Upload under a name of the server's choice (RFC 959). */
    STOU,
    /** The structure of files (RFC 959). */
    STRU,
    /** The operating system that the server is, or imitates (RFC 959). */
    SYST,
    /** Binary or lines (RFC 959). */
    TYPE,
    /** Who logs in (RFC 959). */
    USER,
    /** The CRC-32 of a file; common practice. */
    XCRC,
    /** The MD5 of a file; common practice. */
    XMD5,
    /** The SHA-1 of a file; common practice. */
    XSHA1,
    /** The SHA-256 of a file; common practice. */
    XSHA256,
    /** The SHA-512 of a file; common practice. */
    XSHA512
}
