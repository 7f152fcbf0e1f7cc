package dev.drover.camel;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Expression;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.file.GenericFileExist;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/** Refuses options that are unknown, that contradict each other, or that would do nothing. */
final class OptionCheck {
    private static final Set<String> READ_LOCKS = Set.of(
            "none", "off", "false", "rename", "changed", "idempotent", "idempotent-changed", "idempotent-rename");

    private static final Set<String> INEFFECTIVE = Set.of(
            "readLockIdempotentReleaseAsync",
            "readLockIdempotentReleaseAsyncPoolSize",
            "readLockIdempotentReleaseDelay",
            "readLockIdempotentReleaseExecutorService");

    private OptionCheck() {}

    /**
     * Options that are there because the beans have them, and that would do nothing.
     *
     * @param here those that this kind of endpoint has no use for, besides the ones of no FTP endpoint
     */
    static void ineffective(String uri, Map<String, Object> parameters, Set<String> here) {
        for (String name : parameters.keySet()) {
            if (Stream.concat(INEFFECTIVE.stream(), here.stream()).anyMatch(name::equalsIgnoreCase)) {
                throw new ResolveEndpointFailedException(uri, "The option " + name + " has no effect here; remove it");
            }
        }
    }

    /** What was left over when an endpoint took its options. */
    static void unknown(String uri, Map<String, Object> left, Set<String> known) {
        if (left == null || left.isEmpty()) {
            return;
        }
        String which = new TreeMap<>(left)
                .keySet().stream()
                        .map(name -> name + " (did you mean " + NearestName.of(name, known) + "?)")
                        .collect(Collectors.joining(", "));
        throw new ResolveEndpointFailedException(uri, "Unknown options: " + which);
    }

    /** What holds for consumers and producers alike. */
    static void endpoint(FtpEndpoint endpoint) {
        FtpConfiguration options = endpoint.getConfiguration();
        require(ObjectHelper.isNotEmpty(options.getHost()), "the URI names no host");
        require(endpoint.isSynchronous(), "synchronous=false is not supported for FTP; remove it");
        require(
                endpoint.getFtpClientConfig() == null,
                "ftpClientConfig refers to a bean of commons-net, which is not used here; set ftpClientConfig. options");
        require(options.getMaxSessions() >= 1, "maxSessions is 1 or more, not " + options.getMaxSessions());
        require(
                endpoint.getParallelTransfers() >= 1,
                "parallelTransfers is 1 or more, not " + endpoint.getParallelTransfers());
        if (endpoint instanceof FtpsEndpoint secured) {
            Long size = secured.getConfiguration().getExecPbsz();
            require(size == null || size == 0, "execPbsz=" + size + " has no effect: TLS knows 0 only");
            TlsSettings.check(secured);
        }
        require(
                !options.isVerifyChecksum() || options.isBinary(),
                "verifyChecksum=true needs binary=true: text is changed on its way");
        if (endpoint.getFtpClient() == null) {
            ClientSettings.of(endpoint);
        }
        OptionWarning.ofServer(endpoint);
    }

    /** For poll and pollEnrich. */
    static void pollingConsumer(FtpEndpoint endpoint) {
        if (endpoint.getMaxMessagesPerPoll() > 1) {
            throw new IllegalArgumentException("maxMessagesPerPoll=" + endpoint.getMaxMessagesPerPoll()
                    + " has no effect with poll and pollEnrich, which take one file at a time; remove it");
        }
    }

    static void consumer(FtpEndpoint endpoint) {
        FtpConfiguration options = endpoint.getConfiguration();
        String readLock = endpoint.getReadLock();
        require(
                !endpoint.isDelete() || endpoint.getMove() == null,
                "delete=true and move contradict each other; choose one");
        require(
                READ_LOCKS.contains(readLock) || endpoint.getExclusiveReadLockStrategy() != null,
                "readLock=" + readLock + " cannot be had on an FTP server; use changed, rename or idempotent");
        require(
                !readLock.startsWith("idempotent") || endpoint.getIdempotentRepository() != null,
                "readLock=" + readLock + " needs an idempotentRepository that all nodes share");
        require(
                !readLock.startsWith("idempotent") || !Boolean.TRUE.equals(endpoint.isIdempotent()),
                "readLock=" + readLock + " keeps the keys itself; remove idempotent=true");
        require(
                endpoint.getParallelTransfers() == 1
                        || endpoint.getDoneFileName() == null
                        || endpoint.getDoneFileName().contains("{file:name"),
                "parallelTransfers cannot go with one doneFileName for all files; use ${file:name} in it");
        if (endpoint.isResumeDownload()) {
            require(
                    ObjectHelper.isNotEmpty(endpoint.getLocalWorkDirectory()),
                    "resumeDownload=true needs localWorkDirectory, where the part that was fetched is kept");
            require(options.isBinary(), "resumeDownload=true needs binary=true: text cannot be continued");
        }
        require(
                options.isUseList() || endpoint.getFileName() != null,
                "useList=false needs fileName: without a listing only a named file can be fetched");
        require(
                options.isUseList() || endpoint.getDoneFileName() == null,
                "useList=false cannot go with doneFileName: without a listing a done file is never found");
        require(
                options.isUseList() || !endpoint.isRecursive(),
                "useList=false cannot go with recursive=true: without a listing no directory below is found");
    }

    static void producer(FtpEndpoint endpoint) {
        GenericFileExist exist = endpoint.getFileExist();
        boolean temporary = endpoint.getTempFileName() != null || endpoint.getTempPrefix() != null;
        require(
                exist != GenericFileExist.Append || !temporary,
                "fileExist=Append cannot go with tempPrefix or tempFileName: what is appended to is written in place");
        require(
                !isTargetItself(endpoint.getTempFileName()),
                "tempFileName is the name of the target itself, which would be written over and, after a failure, deleted;"
                        + " leave it out, or add something to it");
        require(
                exist != GenericFileExist.Move || endpoint.getMoveExisting() != null,
                "fileExist=Move needs moveExisting, which tells where the existing file goes");
        require(
                endpoint.getMoveExisting() == null || exist == GenericFileExist.Move,
                "moveExisting has an effect only with fileExist=Move");
        require(
                exist != GenericFileExist.Append || endpoint.getChecksumFileAlgorithm() == null,
                "checksumFileAlgorithm cannot go with fileExist=Append: the checksum would be of the added part");
        require(
                exist != GenericFileExist.Append || !endpoint.getConfiguration().isVerifyChecksum(),
                "verifyChecksum=true cannot go with fileExist=Append: the checksum would be of the added part");
    }

    /** Whether it gives every file its own name. A single function shows itself without the braces. */
    private static boolean isTargetItself(@Nullable Expression temporary) {
        return temporary != null
                && Set.of("file:name", "file:onlyname", "header.CamelFileName")
                        .contains(temporary.toString().replaceAll("[${}]", "").strip());
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
