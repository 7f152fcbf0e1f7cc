package dev.drover.testing.script;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The reply table of a sensible server, used for all that a script says nothing about. */
final class HappyPath {
    private static final Pattern EXTENDED_PORT = Pattern.compile("\\|[12]\\|([^|]+)\\|(\\d+)\\|");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final String OK = "200 Command okay.";

    private final Conversation conversation;
    private final LoginState login;
    private final ServerTraits traits;
    private final String argument;

    private HappyPath(Conversation conversation) {
        this.conversation = conversation;
        login = conversation.login();
        traits = conversation.traits();
        argument = conversation.argument();
    }

    static void answer(Conversation conversation) throws IOException {
        new HappyPath(conversation).answer();
    }

    private void answer() throws IOException {
        String verb = conversation.verb();
        if (traits.lacks(verb)) {
            reply("500 " + verb + " not understood.");
        } else if (traits.user != null && !login.loggedIn && !beforeLogin(verb)) {
            reply("530 Please log in with USER and PASS.");
        } else {
            answerOrRefuse(verb);
        }
    }

    private void answerOrRefuse(String verb) throws IOException {
        try {
            answer(verb);
        } catch (IllegalArgumentException | DateTimeException e) {
            reply("501 Not an argument of " + verb + ": " + e.getMessage());
        }
    }

    private static boolean beforeLogin(String verb) {
        return List.of("USER", "PASS", "ACCT", "AUTH", "PBSZ", "PROT", "FEAT", "HOST", "CLNT", "OPTS", "SYST", "QUIT")
                .contains(verb);
    }

    private void answer(String verb) throws IOException {
        switch (verb) {
            case "USER" -> user();
            case "PASS" -> password();
            case "ACCT" -> account();
            case "AUTH" -> startTls();
            case "PBSZ" -> reply(conversation.isSecure() ? "200 PBSZ=0" : "503 Secure the connection with AUTH first.");
            case "PROT" -> protect();
            case "CCC" -> clearControl();
            case "FEAT" -> features();
            case "SYST" -> reply(traits.listsLikeDos ? "215 Windows_NT" : "215 UNIX Type: L8");
            case "HELP" -> reply("214 Help yourself.");
            case "STAT" -> reply("211 All is well.");
            case "OPTS", "CLNT", "NOOP", "HOST", "LANG" -> reply(OK);
            case "ALLO" -> reply("202 No storage allocation necessary.");
            case "SITE" -> site();
            case "TYPE" -> type();
            case "STRU" -> reply(argument.equalsIgnoreCase("F") ? OK : "504 Files only.");
            case "MODE" -> mode();
            case "EPSV" -> extendedPassive();
            case "PASV" -> passive();
            case "EPRT" -> extendedPort();
            case "PORT" -> port();
            case "REST" -> restart();
            case "RETR", "STOR", "APPE", "STOU", "LIST", "NLST", "MLSD" -> new Transfer().play(conversation);
            case "ABOR" -> reply("226 Nothing to abort.");
            case "REIN" -> reinitialize();
            case "QUIT" -> {
                reply("221 Goodbye.");
                conversation.end();
            }
            default -> files(verb);
        }
    }

    private void files(String verb) throws IOException {
        switch (verb) {
            case "PWD", "XPWD" -> reply("257 " + quoted(login.workingDirectory) + " is the current directory.");
            case "CWD", "XCWD" -> changeDirectory(conversation.pathArgument());
            case "CDUP", "XCUP" -> changeDirectory(ScriptedTree.parentOf(login.workingDirectory));
            case "MKD", "XMKD" -> makeDirectory(conversation.pathArgument());
            case "RMD", "XRMD" -> removeDirectory(conversation.pathArgument());
            case "DELE" -> delete(conversation.pathArgument());
            case "RNFR" -> renameFrom(conversation.pathArgument());
            case "RNTO" -> renameTo(conversation.pathArgument());
            case "SIZE" -> size(conversation.pathArgument());
            case "MDTM" -> modified(conversation.pathArgument());
            case "MFMT" -> setModified();
            case "MLST" -> facts(conversation.pathArgument());
            default -> reply("500 " + verb + " not understood.");
        }
    }

    private void user() throws IOException {
        login.user = argument;
        login.loggedIn = false;
        reply("331 Password required for " + argument + ".");
    }

    private void password() throws IOException {
        if (!traits.letsIn(login.user, argument)) {
            reply("530 Login incorrect.");
        } else if (traits.account != null) {
            reply("332 Need account for login.");
        } else {
            login.loggedIn = true;
            reply("230 User logged in.");
        }
    }

    private void account() throws IOException {
        boolean right = traits.account == null || argument.equals(traits.account);
        login.loggedIn |= right;
        reply(right ? "230 User logged in." : "530 Wrong account.");
    }

    private void startTls() throws IOException {
        if (traits.tls == null) {
            reply("502 TLS is not offered.");
            return;
        }
        String accepted = "234 Proceed with negotiation." + traits.lineEnd + traits.injectedAfterAuth;
        conversation.write(accepted.getBytes(traits.charset));
        conversation.startTls();
    }

    private void protect() throws IOException {
        login.protectsData = argument.equalsIgnoreCase("P");
        reply(OK);
    }

    private void clearControl() throws IOException {
        if (!conversation.isSecure()) {
            reply("533 The control connection is clear already.");
            return;
        }
        reply("200 Clearing the control connection.");
        conversation.endTls();
    }

    private void features() throws IOException {
        String lines = traits.featureLines().stream()
                .map(feature -> " " + feature + traits.lineEnd)
                .collect(Collectors.joining());
        reply("211-Features:" + traits.lineEnd + lines + "211 End");
    }

    private void site() throws IOException {
        String verb = Conversation.verbOf(argument);
        reply(verb.equals("CHMOD") || verb.equals("HELP") ? OK : "504 SITE " + verb + " not understood.");
    }

    private void type() throws IOException {
        String type = argument.toUpperCase(Locale.ROOT);
        boolean known = type.equals("A") || type.equals("A N") || type.equals("I") || type.equals("L 8");
        if (known) {
            login.ascii = type.startsWith("A");
        }
        reply(known ? "200 Type set to " + type + "." : "504 Type " + type + " not implemented.");
    }

    private void mode() throws IOException {
        boolean deflate = argument.equalsIgnoreCase("Z");
        boolean known = deflate ? traits.featureLines().contains("MODE Z") : argument.equalsIgnoreCase("S");
        if (known) {
            login.deflated = deflate;
        }
        reply(known ? OK : "504 Mode " + argument + " not implemented.");
    }

    private void extendedPassive() throws IOException {
        if (argument.isEmpty()) {
            reply(PassiveReply.extended(conversation.data().listen()));
        } else {
            reply("522 Say EPSV without an argument.");
        }
    }

    private void passive() throws IOException {
        reply(PassiveReply.of(conversation, conversation.data().listen()));
    }

    private void extendedPort() throws IOException {
        Matcher parts = EXTENDED_PORT.matcher(argument);
        if (parts.matches()) {
            connectTo(parts.group(1), Integer.parseInt(parts.group(2)));
        } else {
            reply("501 Not an EPRT argument.");
        }
    }

    private void port() throws IOException {
        String[] numbers = argument.split(",", -1);
        if (numbers.length == 6) {
            String host = String.join(".", List.of(numbers).subList(0, 4));
            connectTo(host, Integer.parseInt(numbers[4]) * 256 + Integer.parseInt(numbers[5]));
        } else {
            reply("501 Not a PORT argument.");
        }
    }

    private void connectTo(String host, int port) throws IOException {
        conversation.data().connectTo(new InetSocketAddress(InetAddress.getByName(host), port));
        reply(OK);
    }

    private void restart() throws IOException {
        login.restartAt(Long.parseLong(argument));
        reply("350 Restarting at " + argument + ".");
    }

    private void reinitialize() throws IOException {
        login.user = null;
        login.loggedIn = false;
        login.workingDirectory = "/";
        login.ascii = true;
        reply("220 Service ready for new user.");
    }

    private void changeDirectory(String path) throws IOException {
        if (tree().isDirectory(path)) {
            login.workingDirectory = path;
            reply("250 CWD okay.");
        } else {
            missing(path);
        }
    }

    private void makeDirectory(String path) throws IOException {
        if (tree().find(path).isPresent()) {
            reply("550 " + path + ": File exists.");
        } else if (!tree().isDirectory(ScriptedTree.parentOf(path))) {
            missing(path);
        } else {
            tree().makeDirectory(path);
            reply("257 " + quoted(path) + " created.");
        }
    }

    private void removeDirectory(String path) throws IOException {
        if (!tree().isDirectory(path)) {
            missing(path);
        } else if (!tree().children(path).isEmpty()) {
            reply("550 " + path + ": Directory not empty.");
        } else {
            tree().remove(path);
            reply("250 RMD okay.");
        }
    }

    private void delete(String path) throws IOException {
        if (tree().file(path).isPresent()) {
            tree().remove(path);
            reply("250 DELE okay.");
        } else {
            missing(path);
        }
    }

    private void renameFrom(String path) throws IOException {
        if (tree().find(path).isPresent()) {
            login.renameFrom = path;
            reply("350 Ready for RNTO.");
        } else {
            missing(path);
        }
    }

    private void renameTo(String path) throws IOException {
        String from = login.renameFrom;
        login.renameFrom = null;
        if (from == null) {
            reply("503 RNFR first.");
        } else if (!tree().isDirectory(ScriptedTree.parentOf(path))) {
            missing(path);
        } else {
            tree().rename(from, path);
            reply("250 RNTO okay.");
        }
    }

    // In ASCII a size depends on the line ends: several servers refuse, so does this one.
    private void size(String path) throws IOException {
        Optional<ScriptedTree.Node> file = tree().file(path);
        if (login.ascii) {
            reply("550 SIZE not allowed in ASCII mode.");
        } else if (file.isPresent()) {
            reply("213 " + file.get().size());
        } else {
            missing(path);
        }
    }

    private void modified(String path) throws IOException {
        Optional<ScriptedTree.Node> node = tree().find(path);
        if (node.isPresent()) {
            reply("213 " + ListingLine.time(node.get().modified()));
        } else {
            missing(path);
        }
    }

    private void setModified() throws IOException {
        int space = argument.indexOf(' ');
        String path = ScriptedTree.resolve(login.workingDirectory, argument.substring(space + 1));
        if (space < 0 || tree().find(path).isEmpty()) {
            missing(path);
            return;
        }
        String time = argument.substring(0, space);
        tree().setModified(path, LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC));
        reply("213 Modify=" + time + "; " + path);
    }

    private void facts(String path) throws IOException {
        Optional<ScriptedTree.Node> node = tree().find(path);
        if (node.isPresent()) {
            String end = traits.lineEnd;
            reply("250-Listing " + path + end + " " + ListingLine.facts(path, node.get()) + end + "250 End");
        } else {
            missing(path);
        }
    }

    private void missing(String path) throws IOException {
        reply("550 " + path + ": No such file or directory.");
    }

    // RFC 959 appendix II: a quote in a name is doubled.
    private static String quoted(String path) {
        return "\"" + path.replace("\"", "\"\"") + "\"";
    }

    private void reply(String text) throws IOException {
        conversation.reply(text);
    }

    private ScriptedTree tree() {
        return conversation.server().tree();
    }
}
