package dev.drover.app;

import dev.drover.app.Placeholders.UnresolvedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jasypt.encryption.pbe.StandardPBEStringEncryptor;
import org.jasypt.exceptions.EncryptionOperationNotPossibleException;
import org.jasypt.iv.RandomIvGenerator;

/**
 * Values {@code ENC(...)} of a settings file: written by {@code drover encrypt}, or by Jasypt with the same algorithm. The
 * password they were made with is the property {@code drover.secrets.password}, or stands in the file that
 * {@code drover.secrets.password-file} names. Not thread-safe.
 */
final class SealedValues {
    /** What the properties of the password begin with; routes must not see them. */
    static final String PREFIX = "drover.secrets.";

    static final String PASSWORD = PREFIX + "password";
    static final String PASSWORD_FILE = PREFIX + "password-file";

    // Jasypt's own default is DES with MD5.
    private static final String ALGORITHM = "PBEWITHHMACSHA512ANDAES_256";
    private static final Pattern SEALED = Pattern.compile("ENC\\(([A-Za-z0-9+/=]+)\\)");

    private final Optional<StandardPBEStringEncryptor> encryptor;

    /** Made with a password; without one nothing can be opened. */
    SealedValues(Optional<String> password) {
        encryptor = password.map(SealedValues::encryptor);
    }

    /** With the password that the properties tell of. */
    static SealedValues of(Placeholders properties) throws UnresolvedException {
        Optional<String> plain = Optional.of(properties.valueOf(PASSWORD)).filter(text -> !text.isBlank());
        Optional<String> file = Optional.of(properties.valueOf(PASSWORD_FILE)).filter(text -> !text.isBlank());
        return new SealedValues(plain.isPresent() || file.isEmpty() ? plain : Optional.of(firstLine(file.get())));
    }

    /** The value itself, decrypted when it is sealed. */
    String open(String value) throws UnresolvedException {
        Matcher sealed = SEALED.matcher(value);
        if (!sealed.matches()) {
            return value;
        }
        if (encryptor.isEmpty()) {
            throw new UnresolvedException(
                    "it is encrypted, and neither " + PASSWORD + " nor " + PASSWORD_FILE + " is set");
        }
        try {
            return encryptor.get().decrypt(sealed.group(1));
        } catch (EncryptionOperationNotPossibleException e) {
            throw new UnresolvedException("it cannot be decrypted: it was encrypted with another password than "
                    + PASSWORD + ", or it is damaged");
        }
    }

    /** What to write into a settings file; empty without a password. */
    Optional<String> seal(String secret) {
        return encryptor.map(known -> "ENC(" + known.encrypt(secret) + ")");
    }

    /** The first line of a file that holds a secret. */
    static String firstLine(String path) throws UnresolvedException {
        try {
            List<String> lines = Files.readAllLines(Path.of(path));
            if (!lines.isEmpty() && !lines.get(0).isEmpty()) {
                return lines.get(0);
            }
            throw new UnresolvedException("the file " + path + " is empty");
        } catch (IOException | InvalidPathException e) {
            throw new UnresolvedException("the file " + path + " cannot be read: " + e.getMessage());
        }
    }

    private static StandardPBEStringEncryptor encryptor(String password) {
        StandardPBEStringEncryptor made = new StandardPBEStringEncryptor();
        made.setAlgorithm(ALGORITHM);
        made.setIvGenerator(new RandomIvGenerator());
        made.setPassword(password);
        return made;
    }
}
