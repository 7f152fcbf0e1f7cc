package dev.drover.ftp.client;

import dev.drover.ftp.RemoteEntry.Kind;
import dev.drover.ftp.RemotePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names that have broken clients and servers; and why some servers cannot have some of them. */
final class NastyNames {
    /** Where some names are impossible. */
    enum Server {
        VSFTPD,
        PROFTPD,
        PURE_FTPD,
        PYFTPDLIB,
        INETUTILS_FTPD,
        LINUX_FTPD,
        APACHE_FTPSERVER,
        WINDOWS
    }

    private static final Set<Kind> ANY = Set.of(Kind.FILE, Kind.DIRECTORY);
    private static final RemotePath LATIN1 = latin1("Gr\u00f6\u00dfe.txt");
    private static final RemotePath LATIN1_LAST = latin1("\u00ff");

    private static final List<Impossible> IMPOSSIBLE = List.of(
            new Impossible(
                    Server.VSFTPD,
                    ANY,
                    "LIST leaves out what begins with a dot, unless force_dot_files is set",
                    texts("...", "..x")),
            new Impossible(
                    Server.PROFTPD,
                    Set.of(Kind.DIRECTORY),
                    "MKD refuses a star: \"Invalid directory name\"",
                    texts("*", "star*.txt")),
            new Impossible(
                    Server.PURE_FTPD, ANY, "the last blank becomes an underscore", texts("trailing space ", " ")),
            new Impossible(Server.PURE_FTPD, ANY, "a backslash is prohibited", texts("back\\slash.txt")),
            new Impossible(
                    Server.PYFTPDLIB,
                    ANY,
                    "what is not UTF-8 becomes a replacement character",
                    List.of(LATIN1, LATIN1_LAST)),
            new Impossible(
                    Server.APACHE_FTPSERVER,
                    ANY,
                    "blanks at the end are cut off, which leaves nothing of a blank alone",
                    texts("trailing space ", " ")),
            new Impossible(Server.APACHE_FTPSERVER, ANY, "a tilde is the home directory, anywhere", texts("~")),
            new Impossible(Server.APACHE_FTPSERVER, ANY, "a backslash separates directories", texts("back\\slash.txt")),
            new Impossible(
                    Server.APACHE_FTPSERVER, ANY, "listings leave out what begins with a dot", texts("...", "..x")),
            new Impossible(Server.APACHE_FTPSERVER, ANY, "commands have to be UTF-8", List.of(LATIN1, LATIN1_LAST)),
            new Impossible(
                    Server.WINDOWS, ANY, "a letter and a colon are a drive: the listing is refused", texts("a:b")),
            new Impossible(Server.WINDOWS, ANY, "a backslash separates directories", texts("back\\slash.txt")));

    private NastyNames() {}

    private record Impossible(Server server, Set<Kind> kinds, String reason, List<RemotePath> names) {}

    /** Why the server cannot have a file or directory of that name; empty for nearly all. */
    static Optional<String> whyImpossible(Server server, Kind kind, RemotePath name) {
        return IMPOSSIBLE.stream()
                .filter(each -> each.server() == server)
                .filter(each -> each.kinds().contains(kind) && each.names().contains(name))
                .map(Impossible::reason)
                .findFirst();
    }

    /** The same as a table for people. */
    static String table() {
        StringBuilder table = new StringBuilder("| server | impossible | why |\n|---|---|---|\n");
        for (Impossible each : IMPOSSIBLE) {
            String names = each.names().stream().map(NastyNames::shown).collect(Collectors.joining(", "));
            String kind = each.kinds().equals(ANY) ? "" : " as a directory";
            String server = each.server().name().toLowerCase(Locale.ROOT).replace('_', '-');
            table.append("| %s | %s%s | %s |\n".formatted(server, names, kind, each.reason()));
        }
        return table.toString();
    }

    private static String shown(RemotePath name) {
        return name.raw() == null ? "`\"" + name + "\"`" : "`\"" + name + "\"` in ISO-8859-1";
    }

    private static List<RemotePath> texts(String... names) {
        return Stream.of(names).map(RemotePath::of).toList();
    }

    static Stream<RemotePath> all() {
        return Stream.concat(texts().map(RemotePath::of), Stream.of(LATIN1, LATIN1_LAST));
    }

    /** One of each kind. */
    static Stream<RemotePath> few() {
        return Stream.of(RemotePath.of(" leading space"), RemotePath.of("漢字.txt"), RemotePath.of("[x].txt"), LATIN1);
    }

    private static Stream<String> texts() {
        return Stream.of(
                "with space.txt",
                "two  spaces.txt",
                " leading space",
                "  two leading spaces",
                "trailing space ",
                " ",
                "\u00a0no-break space\u00a0",
                "line separator\u2028.txt",
                "\u0085next line.txt",
                "\ufeffbyte order mark.txt",
                "Größe.txt",
                "漢字.txt",
                "e\u0301.txt",
                "😀.txt",
                "a#b.txt",
                "100%.txt",
                "%2e%2e",
                "a+b=c&d.txt",
                "[x].txt",
                "[",
                "*",
                "star*.txt",
                "what?.txt",
                "{a,b}.txt",
                "(1).txt",
                "<a>.txt",
                "semi;colon.txt",
                "quote\"d.txt",
                "\"quoted\"",
                "\"",
                "it's.txt",
                "`a`.txt",
                "comma,.txt",
                "tilde~.txt",
                "~",
                "~x",
                "dollar$.txt",
                "$(a).txt",
                "a|b.txt",
                "a@b!.txt",
                "a:b",
                "back\\slash.txt",
                "-",
                "-la",
                "...",
                "..x",
                "a -> b.txt",
                "total 0",
                "type=file;size=1; x",
                "-rw-r--r-- 1 me us 7 Jan  1  2020 x",
                "01-02-20  03:04AM       <DIR>          x",
                "226 Transfer complete.",
                "n".repeat(200));
    }

    /** A name that is no text in UTF-8. */
    private static RemotePath latin1(String text) {
        return RemotePath.ofRaw(text, text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
