package dev.drover.camel;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from a directory of this machine what is a file, lies there, and may be read. A pipe would never end, a link that
 * leads out would hand over a file that whoever made the link may not be able to read, and a file that cannot be read
 * would hold up those behind it. Each is told once and passed over.
 */
final class LocalConsumer extends FileConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(LocalConsumer.class);
    private static final int MOST_TOLD = 1_000;
    // File systems take 255 bytes.
    private static final int LONGEST_NAME = 255 - FileComponent.DEFAULT_LOCK_FILE_POSTFIX.length();

    private final Path directory;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final AtomicReference<String> hindrance = new AtomicReference<>("");

    LocalConsumer(
            FileEndpoint endpoint,
            Processor processor,
            GenericFileOperations<File> operations,
            GenericFileProcessStrategy<File> strategy) {
        super(endpoint, processor, operations, strategy);
        this.directory = Path.of(endpoint.getConfiguration().getDirectory());
    }

    /** A folder that is away, such as one that is not mounted, looks like one that is empty. */
    @Override
    protected boolean prePollCheck() throws Exception {
        String now = Files.isDirectory(directory)
                ? Files.isReadable(directory) ? "" : "this user may not read the directory"
                : "there is no such directory";
        String before = hindrance.getAndSet(now);
        if (!now.isEmpty() && !now.equals(before)) {
            LOG.warn("{} ({}) cannot be polled; trying again with each poll: {}", getRouteId(), directory, now);
        } else if (now.isEmpty() && !before.isEmpty()) {
            LOG.info("{} ({}) can be polled again.", getRouteId(), directory);
        }
        return super.prePollCheck();
    }

    /** Leaves keys alone that a read lock refused: they are another node's. camel-file takes them out. */
    @Override
    protected void removeExcessiveInProgressFiles(Deque<Exchange> exchanges, int limit) {
        if (Boolean.TRUE.equals(getEndpoint().isIdempotent())) {
            super.removeExcessiveInProgressFiles(exchanges, limit);
            return;
        }
        while (exchanges.size() > limit) {
            Exchange exchange = exchanges.removeLast();
            GenericFile<?> file = exchange.getProperty(ExchangePropertyKey.FILE_EXCHANGE_FILE, GenericFile.class);
            getEndpoint().getInProgressRepository().remove(file.getAbsoluteFilePath());
            releaseExchange(exchange, true);
        }
    }

    @Override
    protected boolean isMatched(
            @Nullable Exchange dynamic,
            Supplier<GenericFile<File>> file,
            String name,
            String absoluteFilePath,
            Supplier<String> relativeFilePath,
            boolean isDirectory,
            File[] files) {
        return super.isMatched(dynamic, file, name, absoluteFilePath, relativeFilePath, isDirectory, files)
                && mayBeTaken(Path.of(absoluteFilePath));
    }

    private boolean mayBeTaken(Path path) {
        String obstacle;
        try {
            obstacle = obstacle(path);
        } catch (IOException e) {
            obstacle = "cannot be looked at (" + e + ")";
        }
        if (obstacle.isEmpty()) {
            told.remove(path.toString());
            return true;
        }
        if (told.size() < MOST_TOLD && told.add(path.toString())) {
            LOG.warn("{} is passed over: it {}.", path.toString().replaceAll("\\p{Cntrl}", "?"), obstacle);
        }
        return false;
    }

    private String obstacle(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        if (WayBack.isKept(name)) {
            return "failed while another file took its name, and waits for somebody to rename it";
        }
        if (File.separatorChar == '/' && name.indexOf('\\') >= 0) {
            return "has a backslash in its name, which would be taken for a directory";
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            return "has a name that leaves no room for that of its lock file";
        }
        BasicFileAttributes own = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (own.isSymbolicLink()) {
            if (!Files.exists(path)) {
                return "is a link to nowhere";
            }
            if (!path.toRealPath().startsWith(directory.toRealPath())) {
                return "is a link that leads out of the directory";
            }
        }
        if (Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
            return "is a pipe, a socket or a device, not a file";
        }
        return Files.isReadable(path) ? "" : "may not be read by this user";
    }
}
