package dev.drover.cli;

import dev.drover.ftp.client.Checksum;
import dev.drover.ftp.client.FtpSession;
import dev.drover.transfer.LocalLocation;
import dev.drover.transfer.RemoteLocation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drover sum}. */
@Command(
        name = "sum",
        description = "Checksums of files, by the server where it can calculate them, else of the bytes it sends."
                + " The table is what sha256sum writes.",
        footer = {"", "Examples:", "  drover sum partner:in/image.iso", "  drover sum -a MD5 'partner:in/*.zip'"})
final class SumCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Option(
            names = {"-a", "--algorithm"},
            paramLabel = "NAME",
            defaultValue = "SHA-256",
            description = "SHA-256, SHA-512, SHA-1 or MD5. Default: ${DEFAULT-VALUE}")
    private String algorithm = "SHA-256";

    @Option(names = "--read", description = "Reads the bytes in any case.")
    private boolean read;

    @Parameters(arity = "1..*", paramLabel = "PLACE", description = "endpoint:path, or a URL; * and ? fit names.")
    private List<String> arguments = new ArrayList<>();

    SumCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        Output output = options.output();
        Tally tally = options.tally();
        List<Map<String, Object>> rows = new ArrayList<>();
        digest();
        try (Places places = options.places()) {
            for (String argument : arguments) {
                tally.prepare(() -> {
                    for (Found found : Browse.find(places.open(argument), tally)) {
                        tally.attempt(() -> add(found, output, rows));
                    }
                });
            }
        }
        if (output.isJson()) {
            output.rows(rows);
        }
        return tally.exitCode();
    }

    private void add(Found found, Output output, List<Map<String, Object>> rows) throws Exception {
        Map<String, Object> row = row(found.requireFile("a checksum").place());
        output.say(row.get("checksum") + "  " + row.get("path"));
        rows.add(row);
    }

    private Map<String, Object> row(Place place) throws IOException {
        Sum sum;
        if (place.location() instanceof RemoteLocation remote) {
            sum = remote.client().call(session -> ofServer(session, remote));
        } else {
            MessageDigest digest = digest();
            try (OutputStream sink = sink(digest)) {
                Files.copy(CatCommand.onDisk((LocalLocation) place.location()), sink);
            }
            sum = new Sum(hex(digest), "drover");
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("checksum", sum.value);
        row.put("algorithm", algorithm);
        row.put("by", sum.by);
        row.put("path", place.text());
        return row;
    }

    private Sum ofServer(FtpSession session, RemoteLocation file) throws IOException {
        Optional<Checksum> told = read ? Optional.empty() : session.hash(file.path(), algorithm);
        if (told.isPresent()) {
            return new Sum(told.get().value(), "server");
        }
        MessageDigest digest = digest();
        session.download(file.path(), sink(digest));
        return new Sum(hex(digest), "drover");
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException(
                    "There is no algorithm \"" + algorithm + "\"; try SHA-256, SHA-512, SHA-1 or MD5", e);
        }
    }

    private static OutputStream sink(MessageDigest digest) {
        return new DigestOutputStream(OutputStream.nullOutputStream(), digest);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A checksum, and who calculated it. */
    private record Sum(String value, String by) {}
}
