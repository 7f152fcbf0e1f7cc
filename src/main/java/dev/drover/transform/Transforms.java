package dev.drover.transform;

import dev.drover.transfer.ByteSize;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPKey.OpenPGPPrivateKey;

/**
 * All transforms by name: {@code gzip}, {@code gunzip}, {@code lf} and {@code crlf}, and those that settings
 * {@code drover.transforms.<name>.<key>} make; docs/transforms.md has the keys. Key files are read and opened when it is
 * made. Immutable and thread-safe.
 */
public final class Transforms {
    /** What all settings begin with. */
    public static final String PREFIX = "drover.transforms.";

    /** The setting that says how large content may become. */
    static final String LARGEST = PREFIX + "largest";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final long LARGEST_UNLESS_TOLD = 100L << 30;
    private static final Set<String> KINDS = Set.of("charset", "pgp-encrypt", "pgp-decrypt");

    private final Map<String, Transform> byName = new TreeMap<>();
    private final long largest;

    private Transforms(long largest) {
        this.largest = largest;
        for (Transform each : List.of(
                new Gzip("gzip"), new Gunzip("gunzip"), new LineEnds("lf", false), new LineEnds("crlf", true))) {
            byName.put(each.name(), each);
        }
    }

    /**
     * Reads all properties that begin with {@link #PREFIX}; others are none of its business. Placeholders are filled in and
     * sealed values opened before.
     *
     * @throws TransformConfigException with all that is wrong
     */
    public static Transforms of(Map<String, String> properties) {
        List<String> problems = new ArrayList<>();
        Map<String, Map<String, String>> sections = new TreeMap<>();
        long largest = LARGEST_UNLESS_TOLD;
        for (Map.Entry<String, String> property : new TreeMap<>(properties).entrySet()) {
            String key = property.getKey();
            int dot = key.indexOf('.', PREFIX.length());
            if (key.equals(LARGEST)) {
                largest = size(property.getValue(), problems);
            } else if (key.startsWith(PREFIX) && dot > 0) {
                sections.computeIfAbsent(key.substring(PREFIX.length(), dot), name -> new TreeMap<>())
                        .put(key.substring(dot + 1), property.getValue());
            } else if (key.startsWith(PREFIX)) {
                problems.add(key + ": is wanted as " + PREFIX + "<name>.<key>");
            }
        }
        Transforms transforms = new Transforms(largest);
        sections.forEach((name, values) -> transforms.read(new Section(PREFIX + name + ".", values, problems), name));
        if (!problems.isEmpty()) {
            throw new TransformConfigException(problems);
        }
        return transforms;
    }

    /**
     * Transforms one after the other.
     *
     * @param names from one to four
     * @throws IllegalArgumentException with the end of a sentence that begins with the names
     */
    public Chain chain(List<String> names) {
        if (names.isEmpty() || names.size() > Chain.MOST) {
            throw new IllegalArgumentException(
                    "names " + names.size() + " transforms, and may name 1 to " + Chain.MOST);
        }
        return new Chain(names.stream().map(this::require).toList(), largest);
    }

    /**
     * One that encrypts.
     *
     * @throws IllegalArgumentException with the end of a sentence that begins with the name
     */
    public Encryption encryption(String name) {
        if (require(name) instanceof Encryption encryption) {
            return encryption;
        }
        throw new IllegalArgumentException("is no transform of kind pgp-encrypt");
    }

    /**
     * One that decrypts, alone and without a limit: for those who count themselves what they take of it.
     *
     * @throws IllegalArgumentException with the end of a sentence that begins with the name
     */
    public Transform decryption(String name) {
        if (require(name) instanceof PgpDecryption decryption) {
            return new Chain(List.of(decryption), Long.MAX_VALUE);
        }
        throw new IllegalArgumentException("is no transform of kind pgp-decrypt");
    }

    private Transform require(String name) {
        Transform found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "is no transform: there is no \"" + name + "\" among " + String.join(", ", byName.keySet()));
        }
        return found;
    }

    private void read(Section section, String name) {
        if (!NAME.matcher(name).matches()) {
            section.problem("kind", "the name of a transform has small letters, digits and dashes");
            return;
        }
        if (byName.containsKey(name)) {
            section.problem("kind", "the name " + name + " is taken by a transform that is built in");
            return;
        }
        String kind = section.text("kind").orElse("");
        Optional<Transform> made =
                switch (kind) {
                    case "charset" -> charset(section, name);
                    case "pgp-encrypt" -> encryption(section, name);
                    case "pgp-decrypt" -> decryption(section, name);
                    default -> {
                        String wrong = kind.isEmpty() ? "is missing" : "\"" + kind + "\" is none";
                        section.problem(
                                "kind",
                                wrong + " of "
                                        + String.join(
                                                ", ", KINDS.stream().sorted().toList()));
                        yield Optional.empty();
                    }
                };
        if (KINDS.contains(kind)) {
            section.refuseUnknown();
        }
        made.ifPresent(transform -> byName.put(name, transform));
    }

    private static Optional<Transform> charset(Section section, String name) {
        Optional<Charset> from =
                charset(section.required("from", "the charset of the content, such as ISO-8859-1"), section, "from");
        Optional<Charset> to =
                charset(section.required("to", "the charset it is to have, such as UTF-8"), section, "to");
        if (to.isPresent() && !to.get().canEncode()) {
            section.problem("to", to.get() + " can be read only, not written");
            return Optional.empty();
        }
        return from.flatMap(one -> to.map(other -> new CharsetConversion(name, one, other)));
    }

    private static Optional<Charset> charset(Optional<String> word, Section section, String key) {
        try {
            return word.map(Charset::forName);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            section.problem(key, "\"" + word.orElse("") + "\" is no charset, such as UTF-8");
            return Optional.empty();
        }
    }

    private static Optional<Transform> encryption(Section section, String name) {
        List<OpenPGPCertificate> recipients = new ArrayList<>();
        section.files("recipients", "the files of the public keys to encrypt to")
                .forEach(file -> section.attempt("recipients", () -> {
                    for (OpenPGPCertificate key : PgpKeys.publicKeys(file)) {
                        PgpKeys.forEncryption(key);
                        recipients.add(key);
                    }
                }));
        boolean armor = section.flag("armor", false);
        char[] passphrase = section.secret("sign-passphrase");
        List<OpenPGPPrivateKey> signers = new ArrayList<>();
        section.path("sign-key")
                .ifPresent(file -> section.attempt("sign-key", () -> signers.add(signer(file, passphrase))));
        return Optional.of(new PgpEncryption(
                name, List.copyOf(recipients), armor, signers.stream().findFirst()));
    }

    private static OpenPGPPrivateKey signer(Path file, char[] passphrase) throws IOException {
        return PgpKeys.secretKeys(file, passphrase).stream()
                .filter(key -> key.getPublicKey().isSigningKey())
                .findFirst()
                .orElseThrow(() -> new IOException("no key in " + file + " may sign now"));
    }

    private static Optional<Transform> decryption(Section section, String name) {
        char[] passphrase = section.secret("passphrase");
        List<OpenPGPPrivateKey> keys = new ArrayList<>();
        section.files("key", "the file of the secret key")
                .forEach(file -> section.attempt("key", () -> keys.addAll(PgpKeys.secretKeys(file, passphrase))));
        List<OpenPGPCertificate> signers = new ArrayList<>();
        for (Path file : section.paths("signers")) {
            section.attempt("signers", () -> signers.addAll(PgpKeys.publicKeys(file)));
        }
        return Optional.of(new PgpDecryption(name, List.copyOf(keys), List.copyOf(signers)));
    }

    private static long size(String text, List<String> problems) {
        OptionalLong size = ByteSize.parse(text);
        if (size.isEmpty() || size.getAsLong() == 0) {
            problems.add(LARGEST + ": \"" + text + "\" is no number of bytes from 1, such as " + ByteSize.EXAMPLES);
        }
        return size.orElse(LARGEST_UNLESS_TOLD);
    }
}
