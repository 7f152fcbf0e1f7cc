package dev.drover.ftp.client;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.TransferType;
import dev.drover.ftp.client.ServerMemory.TimeSetting;
import dev.drover.ftp.listing.MlsxTime;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes, times, modes and digests of single files. */
final class Metadata {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
    private static final Pattern HASH_LINE = Pattern.compile("^\\S+\\s+\\d+-\\d+\\s+([0-9a-fA-F]+)(?:\\s|$)");
    private static final Pattern OCTAL = Pattern.compile("[0-7]{3,4}");
    private static final int CRC32_DIGITS = 8;
    private static final Map<String, List<FtpVerb>> DIGEST_VERBS = Map.of(
            "SHA-1", List.of(FtpVerb.XSHA1),
            "SHA-256", List.of(FtpVerb.XSHA256),
            "SHA-512", List.of(FtpVerb.XSHA512),
            "MD5", List.of(FtpVerb.XMD5, FtpVerb.MD5),
            "CRC32", List.of(FtpVerb.XCRC));
    private static final Map<String, Integer> DIGEST_LENGTHS =
            Map.of("SHA-1", 40, "SHA-256", 64, "SHA-512", 128, "MD5", 32, "CRC32", 8);

    private final PooledConnection pooled;

    Metadata(PooledConnection pooled) {
        this.pooled = pooled;
    }

    private Connection connection() {
        return pooled.connection();
    }

    /** RFC 3659 section 4; the type is set first, since in ASCII servers refuse or count line ends. */
    OptionalLong size(RemotePath file) throws FtpException {
        connection().ensureType(TransferType.BINARY);
        FtpCommand command = FtpCommand.of(FtpVerb.SIZE, file);
        FtpReply reply = connection().exchange(command);
        if (isUnknownCommand(reply)) {
            return OptionalLong.empty();
        }
        if (!reply.isCompletion()) {
            throw connection().refused("tell the size of " + file, command, reply);
        }
        return Replies.size(reply);
    }

    static boolean isUnknownCommand(FtpReply reply) {
        return reply.code() == 500 || reply.code() == 502;
    }

    /** Sets the time by whatever the server knows; what worked is remembered for the server. */
    void setModified(RemotePath file, Instant time) throws FtpException {
        TimeSetting known = pooled.memory().timeSetting();
        FtpCommand last = FtpCommand.of(FtpVerb.MFMT, MlsxTime.format(time), file);
        FtpReply reply = FtpReply.of(502, "none of MFMT, MFF, SITE UTIME and MDTM is known to the server");
        for (Map.Entry<TimeSetting, FtpCommand> each : timeCommands(file, time).entrySet()) {
            boolean candidate = known == TimeSetting.UNKNOWN ? isOffered(each.getKey()) : known == each.getKey();
            if (!candidate) {
                continue;
            }
            last = each.getValue();
            reply = connection().exchange(last);
            if (reply.isCompletion()) {
                pooled.memory().timeSetting(each.getKey());
                return;
            }
        }
        throw connection().refused("set the modification time of " + file, last, reply);
    }

    private boolean isOffered(TimeSetting way) {
        Features features = connection().features();
        return switch (way) {
            case MFMT -> features.has("MFMT") || features.all().isEmpty();
            case MFF -> features.has("MFF");
            // With MFMT listed there is no need to guess: a refusal then is about the file.
            default -> !features.has("MFMT") && !features.has("MFF");
        };
    }

    private static Map<TimeSetting, FtpCommand> timeCommands(RemotePath file, Instant time) throws FtpException {
        String stamp = MlsxTime.format(time);
        Map<TimeSetting, FtpCommand> commands = new EnumMap<>(TimeSetting.class);
        commands.put(TimeSetting.MFMT, FtpCommand.of(FtpVerb.MFMT, stamp, file));
        commands.put(TimeSetting.MFF, FtpCommand.of(FtpVerb.MFF, "modify=" + stamp + ";", file));
        commands.put(
                TimeSetting.SITE_UTIME_FIVE,
                FtpCommand.of(FtpVerb.SITE, "UTIME", file, stamp + " " + stamp + " " + stamp + " UTC"));
        commands.put(TimeSetting.SITE_UTIME_TWO, FtpCommand.of(FtpVerb.SITE, "UTIME " + stamp, file));
        commands.put(TimeSetting.MDTM, FtpCommand.of(FtpVerb.MDTM, stamp, file));
        return commands;
    }

    void setMode(RemotePath file, String octal) throws FtpException {
        if (!OCTAL.matcher(octal).matches()) {
            throw new IllegalArgumentException("a mode is three or four octal digits, not \"" + octal + "\"");
        }
        connection().require(FtpCommand.of(FtpVerb.SITE, "CHMOD " + octal, file), "set the mode of " + file);
    }

    /** HASH (draft-bryan-ftpext-hash) or one of the older X commands, whichever FEAT lists; empty when none is. */
    Optional<Checksum> hash(RemotePath file, String algorithm) throws FtpException {
        Optional<FtpCommand> command = digestCommand(file, algorithm);
        if (command.isEmpty()) {
            return Optional.empty();
        }
        connection().ensureType(TransferType.BINARY);
        FtpReply reply = connection().require(command.get(), "calculate the " + algorithm + " of " + file);
        return digest(command.get(), reply, DIGEST_LENGTHS.getOrDefault(algorithm, 0))
                .map(hex -> new Checksum(algorithm, hex));
    }

    /**
     * HASH tells algorithm, range, digest and name; the X commands the digest alone or the name before it, as MD5 does. A
     * name may look like a digest, and so may a range: the place decides, not the look.
     */
    static Optional<String> digest(FtpCommand command, FtpReply reply, int length) {
        for (int i = reply.lines().size() - 1; i >= 0; i--) {
            Optional<String> found = digest(command, reply.lines().get(i).strip(), length);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> digest(FtpCommand command, String line, int length) {
        Matcher hash = HASH_LINE.matcher(line);
        if (command.is(FtpVerb.HASH) && hash.find()) {
            return hex(hash.group(1), length);
        }
        Optional<String> last = hex(line.substring(line.lastIndexOf(' ') + 1), length);
        return last.isPresent() ? last : hex(line.split(" ", 2)[0], length);
    }

    private static Optional<String> hex(String word, int length) {
        // Leading zeros of a CRC32 are not always written.
        boolean isShortCrc = length == CRC32_DIGITS && word.length() < length && !word.isEmpty();
        String padded = isShortCrc ? "0".repeat(length - word.length()) + word : word;
        return HEX.matcher(padded).matches() && padded.length() == length ? Optional.of(padded) : Optional.empty();
    }

    private Optional<FtpCommand> digestCommand(RemotePath file, String algorithm) throws FtpException {
        Features features = connection().features();
        String offered = features.parameters("HASH").orElse("").toUpperCase(Locale.ROOT);
        if (List.of(offered.split("[;,\\s*]+")).contains(algorithm)) {
            connection().ensureDigest(algorithm);
            return Optional.of(FtpCommand.of(FtpVerb.HASH, file));
        }
        for (FtpVerb verb : DIGEST_VERBS.getOrDefault(algorithm, List.of())) {
            if (features.has(verb.name())) {
                return Optional.of(FtpCommand.of(verb, file));
            }
        }
        return Optional.empty();
    }
}
