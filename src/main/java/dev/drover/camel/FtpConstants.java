package dev.drover.camel;

import org.apache.camel.Exchange;
import org.apache.camel.spi.Metadata;

/** The message headers that the component sets and reads; names and values are those of camel-ftp. */
public final class FtpConstants {
    @Metadata(label = "consumer", description = "Size of the file in bytes.", javaType = "long", important = true)
    public static final String FILE_LENGTH = Exchange.FILE_LENGTH;

    @Metadata(
            label = "consumer",
            description = "When the file was last modified, in milliseconds since 1970.",
            javaType = "long")
    public static final String FILE_LAST_MODIFIED = Exchange.FILE_LAST_MODIFIED;

    @Metadata(label = "consumer", description = "Name of the file without directories.", javaType = "String")
    public static final String FILE_NAME_ONLY = Exchange.FILE_NAME_ONLY;

    @Metadata(
            description = "Consumer: name of the file relative to the starting directory. Producer: the name to write,"
                    + " relative to the starting directory; text or an Expression. Without it the message id is the"
                    + " name.",
            javaType = "String",
            important = true)
    public static final String FILE_NAME = Exchange.FILE_NAME;

    @Metadata(label = "consumer", description = "Name of the file that was consumed.", javaType = "String")
    public static final String FILE_NAME_CONSUMED = Exchange.FILE_NAME_CONSUMED;

    @Metadata(
            label = "consumer",
            description = "Whether the path of the file begins at the root of the server.",
            javaType = "Boolean")
    public static final String FILE_ABSOLUTE = "CamelFileAbsolute";

    @Metadata(
            label = "consumer",
            description = "Path of the file as it is asked for: relative to the login directory unless it begins with a"
                    + " slash.",
            javaType = "String")
    public static final String FILE_ABSOLUTE_PATH = "CamelFileAbsolutePath";

    @Metadata(label = "consumer", description = "The starting directory and the relative path.", javaType = "String")
    public static final String FILE_PATH = Exchange.FILE_PATH;

    @Metadata(label = "consumer", description = "Path relative to the starting directory.", javaType = "String")
    public static final String FILE_RELATIVE_PATH = "CamelFileRelativePath";

    @Metadata(description = "Directory that holds the file.", javaType = "String")
    public static final String FILE_PARENT = Exchange.FILE_PARENT;

    @Metadata(label = "producer", description = "Path of the file that was written.", javaType = "String")
    public static final String FILE_NAME_PRODUCED = Exchange.FILE_NAME_PRODUCED;

    @Metadata(
            label = "producer",
            description = "A name that is used once instead of CamelFileName, and then removed.",
            javaType = "Object")
    public static final String OVERRULE_FILE_NAME = Exchange.OVERRULE_FILE_NAME;

    @Metadata(
            label = "consumer",
            description = "Path of the local work file, when a local work directory is used.",
            javaType = "String")
    public static final String FILE_LOCAL_WORK_PATH = Exchange.FILE_LOCAL_WORK_PATH;

    @Metadata(
            label = "consumer",
            description = "The open stream of the file, with streamDownload=true.",
            javaType = "java.io.InputStream")
    public static final String REMOTE_FILE_INPUT_STREAM = "CamelRemoteFileInputStream";

    @Metadata(label = "consumer", description = "Name of the server.", javaType = "String")
    public static final String FILE_HOST = "CamelFileHost";

    @Metadata(description = "Code of the server's last reply.", javaType = "int", important = true)
    public static final String FTP_REPLY_CODE = "CamelFtpReplyCode";

    @Metadata(description = "The server's last reply as it was sent.", javaType = "String", important = true)
    public static final String FTP_REPLY_STRING = "CamelFtpReplyString";

    @Metadata(
            label = "producer",
            description = "Checksum of the written file in hex, with checksumFileAlgorithm.",
            javaType = "String")
    public static final String FILE_CHECKSUM = "CamelFileChecksum";

    private FtpConstants() {}
}
