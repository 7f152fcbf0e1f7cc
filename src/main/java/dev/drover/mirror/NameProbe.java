package dev.drover.mirror;

import dev.drover.ftp.FtpReplyException;
import dev.drover.ftp.RemoteEntry;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.FtpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which names a server changes without a word, before a two-way mirror sends anything under them: what such a
 * name became would come back as a second file, and might replace one that is there. Done with small files in a directory of
 * its own, which is gone afterwards.
 */
final class NameProbe {
    private static final Logger LOG = LoggerFactory.getLogger(NameProbe.class);
    /** Always the same, so that what a killed run left goes with the next one; scans take it for a partial file. */
    private static final String DIRECTORY = ".names." + Selection.TOKEN + "-00000000.part";

    private final FtpSession session;
    private final RemotePath directory;

    private NameProbe(FtpSession session, RemotePath directory) {
        this.session = session;
        this.directory = directory;
    }

    /**
     * Those of the names that the server does not keep.
     *
     * @throws IOException when it does not let us find out
     */
    static Set<String> changed(RemoteTree tree, Collection<String> names) throws IOException {
        return tree.client().call(session -> new NameProbe(session, tree.resolve(RemotePath.of(DIRECTORY))).run(names));
    }

    private Set<String> run(Collection<String> names) throws IOException {
        session.makeDirectories(directory);
        if (!session.list(directory).isEmpty()) {
            session.deleteTree(directory);
            session.makeDirectories(directory);
        }
        try {
            Set<String> sent = new TreeSet<>();
            for (String name : names) {
                if (send(name)) {
                    sent.add(name);
                }
            }
            Set<String> there =
                    session.list(directory).stream().map(NameProbe::key).collect(Collectors.toSet());
            Set<String> changed = new TreeSet<>();
            for (String name : sent) {
                if (!there.contains(Names.key(name)) && !isHidden(name)) {
                    changed.add(name);
                }
            }
            return changed;
        } finally {
            remove(names);
        }
    }

    /** One that is refused is no danger: the upload will be refused too, and then says why. */
    private boolean send(String name) throws IOException {
        try {
            session.uploadBytes(directory.resolve(name), "name".getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (FtpReplyException refused) {
            if (!refused.sessionUsable()) {
                throw refused;
            }
            return false;
        }
    }

    /** Many servers leave such names out of listings. */
    private boolean isHidden(String name) throws IOException {
        return name.startsWith(".") && session.stat(directory.resolve(name)).isPresent();
    }

    private void remove(Collection<String> names) {
        try {
            if (!session.isUsable()) {
                return;
            }
            for (String name : names) {
                if (name.startsWith(".") && isHidden(name)) {
                    session.delete(directory.resolve(name));
                }
            }
            session.deleteTree(directory);
        } catch (IOException e) {
            LOG.warn("The directory {} could not be removed; the next run tries again: {}", directory, e.toString());
        }
    }

    private static String key(RemoteEntry entry) {
        return Names.key(entry.name());
    }
}
