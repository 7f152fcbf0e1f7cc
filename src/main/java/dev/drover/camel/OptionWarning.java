package dev.drover.camel;

import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.Expression;
import org.apache.camel.component.file.GenericFileExist;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is allowed and hurts. It is said once for each kind of endpoint and directory, when the endpoint is made,
 * and not again.
 *
 * @param option as it stands in the URI
 * @param applies whether an endpoint is set like that
 * @param harm what comes of it, and what to write instead
 */
record OptionWarning(String option, Predicate<FtpEndpoint> applies, String harm) {
    private static final Logger LOG = LoggerFactory.getLogger(OptionWarning.class);

    static final List<OptionWarning> SERVER = List.of(
            new OptionWarning(
                    "binary=false",
                    endpoint -> !endpoint.getConfiguration().isBinary(),
                    "translates line ends and damages every file that is not text"),
            new OptionWarning(
                    "passiveMode=false",
                    endpoint -> !endpoint.getConfiguration().isPassiveMode(),
                    "lets the server connect to us, which firewalls seldom allow"),
            new OptionWarning(
                    "connectTimeout=0, timeout=0 or soTimeout=0",
                    OptionWarning::waitsForEver,
                    "lets a server that falls silent hold up the route for good; write how long to wait"),
            new OptionWarning(
                    "parallelTransfers",
                    endpoint -> endpoint.getParallelTransfers()
                            > endpoint.getConfiguration().getMaxSessions(),
                    "is more than maxSessions: the transfers wait for each other; raise maxSessions"),
            new OptionWarning(
                    "ftpClient.bufferSize",
                    OptionWarning::setsBuffer,
                    "does nothing: files are copied by buffers of their own; remove it"),
            new OptionWarning(
                    "verifyCertificate=false",
                    endpoint -> endpoint instanceof FtpsEndpoint secured
                            && !secured.getConfiguration().isVerifyCertificate(),
                    "lets anyone pose as the server; use a trust store or fingerprints"),
            new OptionWarning(
                    "verifyHostName=false",
                    endpoint -> endpoint instanceof FtpsEndpoint secured
                            && secured.getConfiguration().isVerifyCertificate()
                            && !secured.getConfiguration().isVerifyHostName(),
                    "lets everyone with a trusted certificate pose as the server; use fingerprints"),
            new OptionWarning(
                    "execProt=C or disableSecureDataChannelDefaults=true",
                    endpoint -> endpoint instanceof FtpsEndpoint secured
                            && TlsSettings.isDataInClear(secured.getConfiguration()),
                    "sends files and listings in clear text"),
            new OptionWarning(
                    "acceptTruncation=true",
                    endpoint -> endpoint instanceof FtpsEndpoint secured
                            && secured.getConfiguration().isAcceptTruncation(),
                    "lets files be cut off by others where their size is not known"));

    static final List<OptionWarning> CONSUMER = List.of(
            new OptionWarning(
                    "streamDownload=true with maxSessions=1",
                    endpoint -> endpoint.getConfiguration().isStreamDownload()
                            && endpoint.getConfiguration().getMaxSessions() == 1,
                    "leaves no session for uploads to the same server while a body is read; raise maxSessions"),
            new OptionWarning(
                    "streamDownload=true with parallelTransfers",
                    endpoint -> endpoint.getConfiguration().isStreamDownload()
                            && endpoint.getParallelTransfers() > 1
                            && endpoint.getParallelTransfers()
                                    == endpoint.getConfiguration().getMaxSessions(),
                    "has as many transfers as maxSessions, of which one is left to others: the last stream waits"),
            new OptionWarning(
                    "neither delete, move nor noop",
                    endpoint -> !endpoint.isDelete()
                            && !endpoint.isNoop()
                            && endpoint.getMove() == null
                            && endpoint.getPreMove() == null
                            && !remembers(endpoint),
                    "leaves files where they are, and every poll takes them again; choose one of them"),
            new OptionWarning(
                    "noop=true with idempotent=false",
                    endpoint -> endpoint.isNoop() && !remembers(endpoint),
                    "takes the same files again with every poll"),
            new OptionWarning(
                    "noop=true with delete=true",
                    endpoint -> endpoint.isNoop() && endpoint.isDelete(),
                    "deletes the files, as in camel-ftp; remove the one that is not meant"),
            new OptionWarning(
                    "noop=true with move",
                    endpoint -> endpoint.isNoop() && endpoint.getMove() != null,
                    "leaves the files where they are, as in camel-ftp; remove the one that is not meant"),
            new OptionWarning(
                    "noop=true without idempotentRepository",
                    endpoint -> endpoint.isNoop() && endpoint.isRepositoryOurs(),
                    "remembers the last 1000 files and only until the next start, and takes older ones again; set"
                            + " idempotentRepository"),
            new OptionWarning(
                    "readLock=idempotent with a repository in memory",
                    endpoint -> endpoint.getReadLock().startsWith("idempotent")
                            && endpoint.getIdempotentRepository() instanceof MemoryIdempotentRepository,
                    "locks out no other node; use a repository that all nodes share"),
            new OptionWarning(
                    "readLockRemoveOnCommit=true without readLock=idempotent",
                    endpoint -> endpoint.isReadLockRemoveOnCommit()
                            && !endpoint.getReadLock().startsWith("idempotent"),
                    "does nothing: there is no key to remove"),
            new OptionWarning(
                    "readLockMinAge without readLock=changed",
                    endpoint -> endpoint.getReadLockMinAge() > 0
                            && !endpoint.getReadLock().endsWith("changed"),
                    "does nothing: no other lock looks at the age of a file"),
            new OptionWarning(
                    "streamDownload=true with localWorkDirectory",
                    endpoint -> endpoint.getConfiguration().isStreamDownload()
                            && ObjectHelper.isNotEmpty(endpoint.getLocalWorkDirectory()),
                    "fetches the whole file into the work directory first; remove the one that is not meant"),
            new OptionWarning(
                    "download=false with delete=true",
                    endpoint -> !endpoint.isDownload() && endpoint.isDelete(),
                    "deletes files that nobody has read"),
            new OptionWarning(
                    "sortBy or sorter with maxMessagesPerPoll",
                    endpoint -> (endpoint.getSortBy() != null || endpoint.getSorter() != null)
                            && endpoint.getMaxMessagesPerPoll() > 0
                            && endpoint.isEagerMaxMessagesPerPoll(),
                    "sorts what the server happens to list first, not the directory; set eagerMaxMessagesPerPoll=false"),
            new OptionWarning(
                    "one doneFileName for all files with maxMessagesPerPoll",
                    endpoint -> endpoint.getDoneFileName() != null
                            && !endpoint.getDoneFileName().contains("{file:name")
                            && endpoint.getMaxMessagesPerPoll() > 0,
                    "deletes the done file with the first batch, and leaves the files beyond the limit without one"),
            new OptionWarning(
                    "recursive=true with move or moveFailed into a directory below",
                    endpoint -> endpoint.isRecursive()
                            && (staysVisible(endpoint.getMove()) || staysVisible(endpoint.getMoveFailed())),
                    "finds the moved files again; move them into a directory whose name begins with a dot, or elsewhere"));

    static final List<OptionWarning> PRODUCER = List.of(
            new OptionWarning(
                    "appendChars without fileExist=Append",
                    endpoint -> endpoint.getAppendChars() != null && endpoint.getFileExist() != GenericFileExist.Append,
                    "does nothing"),
            new OptionWarning(
                    "jailStartingDirectory=false",
                    endpoint -> !endpoint.isJailStartingDirectory(),
                    "lets a name in a message write anywhere on the server"),
            new OptionWarning(
                    "atomicUpload=false",
                    endpoint -> !endpoint.isAtomicUpload()
                            && endpoint.getTempFileName() == null
                            && endpoint.getFileExist() != GenericFileExist.Append,
                    "shows files under their names before they are whole"),
            new OptionWarning(
                    "one tempFileName for all files",
                    endpoint -> isFixed(endpoint.getTempFileName()),
                    "lets nodes write into each other's file; use ${file:name} in it, or leave it out"));

    static void ofServer(FtpEndpoint endpoint) {
        warn(endpoint, SERVER);
    }

    static void ofConsumer(FtpEndpoint endpoint) {
        warn(endpoint, CONSUMER);
    }

    static void ofProducer(FtpEndpoint endpoint) {
        warn(endpoint, PRODUCER);
    }

    private static void warn(FtpEndpoint endpoint, List<OptionWarning> warnings) {
        FtpConfiguration options = endpoint.getConfiguration();
        String place = options.remoteServerInformation() + "/" + options.getDirectory();
        for (OptionWarning warning : warnings) {
            if (warning.applies().test(endpoint) && endpoint.getComponent().isFirst(warning.option() + " " + place)) {
                LOG.warn("{}: {} {}.", place, warning.option(), warning.harm());
            }
        }
    }

    private static boolean setsBuffer(FtpEndpoint endpoint) {
        return endpoint.getFtpClientParameters() != null
                && endpoint.getFtpClientParameters().keySet().stream().anyMatch("bufferSize"::equalsIgnoreCase);
    }

    private static boolean waitsForEver(FtpEndpoint endpoint) {
        FtpConfiguration options = endpoint.getConfiguration();
        return endpoint.getFtpClient() == null
                && (options.getConnectTimeout() <= 0 || options.getTimeout() <= 0 || options.getSoTimeout() <= 0);
    }

    private static boolean remembers(FtpEndpoint endpoint) {
        return Boolean.TRUE.equals(endpoint.isIdempotent())
                || endpoint.getReadLock().startsWith("idempotent");
    }

    /** A directory beside the file, as camel-file completes {@code move=done}, that polls do not pass over. */
    private static boolean staysVisible(@Nullable Expression expression) {
        String text = expression == null ? "" : expression.toString();
        return text.contains("${file:parent}/") && !text.contains("${file:parent}/.") && !text.contains("/..");
    }

    private static boolean isFixed(@Nullable Expression expression) {
        return expression != null && !expression.toString().contains("${");
    }
}
