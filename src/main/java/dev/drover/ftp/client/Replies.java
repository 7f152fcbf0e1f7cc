package dev.drover.ftp.client;

import dev.drover.ftp.FtpProtocolException;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.RemotePath;
import dev.drover.ftp.RemoteTime;
import dev.drover.ftp.listing.MlsxTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the text of a reply tells, where RFCs or servers agree on its shape. Pure functions. */
final class Replies {
    /** A number after a minus is none: servers that count in 32 bits send one for a large file. */
    private static final Pattern LAST_NUMBER = Pattern.compile("(?<![\\d-])0*(\\d{1,18})\\D*$");

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private static final Pattern BYTES =
            Pattern.compile("\\((\\d{1,18}) bytes?\\)[\\s.!]*+$", Pattern.CASE_INSENSITIVE);

    /**
     * How servers name the file of STOU. "File transfer complete" names none: the word alone must be followed by a colon. A
     * parenthesis is closed, and a sentence ended, only where it was begun: both may end a name.
     */
    private static final List<Pattern> FILE_NAMES = Stream.of(
                    "FILE:\\s*(\\S.*)$",
                    "\\(unique file name:\\s*(\\S.*)\\)\\.?$",
                    "unique file name:\\s*(\\S.*)$",
                    "Created file\\s+(\\S.*?)\\.?$")
            .map(each -> Pattern.compile(each, Pattern.CASE_INSENSITIVE))
            .toList();

    /** A longer line names no file: no path is so long, and to look at one takes time with the square of its length. */
    private static final int LONGEST_WITH_NAME = 5000;

    private Replies() {}

    /**
     * The directory in a 257 (RFC 959 appendix II): quoted, with a quote inside doubled by some servers and left alone by
     * others. A quote followed by neither quote, space nor end is part of the name, unless none closes it properly.
     */
    static RemotePath directory(FtpReply reply, String server) throws FtpProtocolException {
        String text = reply.lines().get(lineOfDirectory(reply));
        int open = text.indexOf('"');
        if (open < 0) {
            // z/OS and old servers quote with an apostrophe or not at all; the first word is the path then.
            String word = text.strip().split("\\s", 2)[0];
            if (word.isEmpty()) {
                throw new FtpProtocolException(server + " sent no path in \"" + reply + "\".");
            }
            return RemotePath.of(word);
        }
        String path = quoted(text, open + 1);
        if (path.isEmpty()) {
            throw new FtpProtocolException(server + " sent no path in \"" + reply + "\".");
        }
        return RemotePath.of(path);
    }

    /**
     * Which line of a 257 tells the directory, counted from 0: the first that begins with a quote, or at least has one.
     * Some servers put the message of a directory before it, others a remark behind it.
     */
    static int lineOfDirectory(FtpReply reply) {
        int quoting = -1;
        for (int i = 0; i < reply.lines().size(); i++) {
            String line = reply.lines().get(i).stripLeading();
            if (line.startsWith("\"")) {
                return i;
            }
            quoting = quoting < 0 && line.contains("\"") ? i : quoting;
        }
        return Math.max(quoting, 0);
    }

    /**
     * The directory in a 257 to MKD, where it ends with the one that was asked for, whichever way its quotes are written:
     * what is known of the name tells where the path ends. Empty where it is another or none.
     */
    static Optional<RemotePath> made(FtpReply reply, RemotePath asked) {
        String text = reply.lines().get(lineOfDirectory(reply)).stripLeading();
        String name = asked.toString();
        String doubled = name.replace("\"", "\"\"");
        if (beginsQuoted(text, "") || beginsQuoted(text, name) || beginsQuoted(text, doubled)) {
            return Optional.of(asked);
        }
        if (asked.isAbsolute()) {
            return Optional.empty();
        }
        return above(text, name).or(() -> above(text, doubled)).map(above -> RemotePath.of(above + '/')
                .resolve(asked));
    }

    /** What stands quoted before the name, up to its slash. */
    private static Optional<String> above(String text, String name) {
        int slash = text.startsWith("\"") ? text.indexOf('/' + name + '"') : -1;
        if (slash < 0 || text.startsWith("\"", slash + name.length() + 2)) {
            return Optional.empty();
        }
        String above = text.substring(1, slash);
        String single = above.replace("\"\"", "");
        return Optional.of(single.contains("\"") ? above : above.replace("\"\"", "\""));
    }

    private static boolean beginsQuoted(String text, String path) {
        String quoted = '"' + path + '"';
        return text.startsWith(quoted) && !text.startsWith("\"", quoted.length());
    }

    private static String quoted(String text, int start) {
        StringBuilder path = new StringBuilder();
        int lastQuote = -1;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                boolean last = i + 1 == text.length();
                if (!last && text.charAt(i + 1) == '"') {
                    i++;
                } else if (last || text.charAt(i + 1) == ' ') {
                    return path.toString();
                } else {
                    lastQuote = path.length();
                }
            }
            path.append(c);
        }
        return lastQuote < 0 ? path.toString() : path.substring(0, lastQuote);
    }

    /** The line that is a number, as SIZE answers (RFC 3659 section 4), else the last number of the last line. */
    static OptionalLong size(FtpReply reply) {
        for (String line : reply.lines()) {
            if (NUMBER.matcher(line.strip()).matches()) {
                return number(LAST_NUMBER.matcher(line));
            }
        }
        return number(LAST_NUMBER.matcher(reply.lines().get(reply.lines().size() - 1)));
    }

    /** The first time in a reply to MDTM (RFC 3659 section 3), whichever line it stands in. */
    static Optional<RemoteTime> time(FtpReply reply) {
        return reply.lines().stream()
                .map(MlsxTime::ofReply)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * The bytes that a 150 announces at its end. A hint only: servers disagree whether a restart is counted, and the name of
     * the file, which stands in the reply too, may look like a number of bytes.
     */
    static OptionalLong announcedBytes(FtpReply reply, RemotePath file) {
        String line = reply.lines().get(reply.lines().size() - 1);
        Matcher bytes = BYTES.matcher(line);
        if (!bytes.find()) {
            return OptionalLong.empty();
        }
        int name = line.lastIndexOf(file.name(), bytes.start());
        boolean inName = name >= 0 && name + file.name().length() > bytes.start();
        return inName ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(bytes.group(1)));
    }

    /** The name that a server chose for STOU, in a line of its reply (RFC 1123 section 4.1.2.9 and what servers make of it). */
    static Optional<RemotePath> uniqueName(String line) {
        if (line.length() > LONGEST_WITH_NAME) {
            return Optional.empty();
        }
        for (Pattern each : FILE_NAMES) {
            Matcher matcher = each.matcher(line.stripTrailing());
            if (matcher.find()) {
                return Optional.of(RemotePath.of(matcher.group(1).strip()));
            }
        }
        return Optional.empty();
    }

    /** What may be done about a refusal, as the end of its message. */
    static String advice(FtpReply reply) {
        return switch (reply.code()) {
            case 421 -> "; open a new session later, or fewer at a time";
            case 425, 426 -> "; check data mode and firewalls";
            case 450, 550 -> "; check that the path exists and that the user may do this";
            case 452, 552 -> "; make room on the server or raise the quota";
            case 500, 502, 504 -> "; the server does not offer this";
            case 530, 532 -> "; check the login and its rights";
            case 553 -> "; check the name and whether the user may write it";
            default -> "";
        };
    }

    private static OptionalLong number(Matcher matcher) {
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
