package dev.drover.mirror;

import dev.drover.ftp.RemotePath;
import dev.drover.ftp.client.Checksum;
import dev.drover.ftp.client.FtpSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Compares two files by a digest that both places can calculate where they are. */
final class Digests implements Sameness.Digesting {
    private static final List<String> ALGORITHMS = List.of("SHA-256", "SHA-512", "SHA-1", "MD5");

    private final Tree left;
    private final Tree right;

    Digests(Tree left, Tree right) {
        this.left = left;
        this.right = right;
    }

    @Override
    public boolean equal(TreeEntry one, TreeEntry other) throws IOException {
        return compare(one.path(), other.path())
                .orElseThrow(() -> new DigestsMissingException("The files \"" + one.path() + "\" of " + left + " and "
                        + right + " cannot be compared by checksum: the places offer no digest in common"
                        + " (HASH, XSHA256, XSHA512, XSHA1, XMD5); compare by size and time"));
    }

    /** Whether they are equal; empty when the places calculate no digest in common. */
    Optional<Boolean> compare(RemotePath one, RemotePath other) throws IOException {
        for (String algorithm : ALGORITHMS) {
            // A server first: this machine can calculate all of them, but has to read the file for each.
            boolean rightFirst = right instanceof RemoteTree;
            Optional<Checksum> first = rightFirst ? digest(right, other, algorithm) : digest(left, one, algorithm);
            if (first.isPresent()) {
                Optional<Checksum> second = rightFirst ? digest(left, one, algorithm) : digest(right, other, algorithm);
                if (second.isPresent()) {
                    return Optional.of(first.get().equals(second.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Checksum> digest(Tree tree, RemotePath file, String algorithm) throws IOException {
        if (tree instanceof LocalTree local) {
            return Optional.of(new Checksum(algorithm, hex(local.resolve(file), algorithm)));
        }
        RemoteTree remote = (RemoteTree) tree;
        return remote.client().call((FtpSession session) -> session.hash(remote.resolve(file), algorithm));
    }

    private static String hex(Path file, String algorithm) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] buffer = new byte[64 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("This JVM knows no digest \"" + algorithm + "\"", e);
        }
    }
}
