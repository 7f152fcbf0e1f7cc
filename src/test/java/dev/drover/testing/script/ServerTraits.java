package dev.drover.testing.script;

import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** What a scripted server is like apart from its scenes. Set by {@link FtpScript}, only read once the server runs. */
final class ServerTraits {
    InetAddress address = InetAddress.getLoopbackAddress();
    Charset charset = StandardCharsets.UTF_8;
    String lineEnd = "\r\n";
    boolean chops;
    boolean listsLikeDos;
    Chatter chatter = Chatter.NONE;
    OptionalInt receiveBuffer = OptionalInt.empty();
    String injectedAfterAuth = "";
    boolean implicit;
    Consumer<SSLSocket> tlsSettings = socket -> {};
    final Set<String> lacking = new TreeSet<>();

    @Nullable
    InetAddress activeSource;

    @Nullable
    List<String> features;

    @Nullable
    String user;

    @Nullable
    String password;

    @Nullable
    String account;

    @Nullable
    SSLContext tls;

    List<String> featureLines() {
        if (features != null) {
            return features;
        }
        List<String> all = new ArrayList<>(List.of(
                "EPSV", "EPRT", "MDTM", "MFMT", "MLST type*;size*;modify*;", "REST STREAM", "SIZE", "TVFS", "UTF8"));
        if (tls != null) {
            all.addAll(List.of("AUTH TLS", "PBSZ", "PROT", "CCC"));
        }
        all.removeIf(feature -> lacks(Conversation.verbOf(feature)));
        return all;
    }

    boolean lacks(String verb) {
        return lacking.contains(verb.toUpperCase(Locale.ROOT));
    }

    boolean letsIn(@Nullable String name, String secret) {
        return user == null || (user.equals(name) && Objects.equals(password, secret));
    }
}
