package dev.drover.cli;

import dev.drover.ftp.FtpCommand;
import dev.drover.ftp.FtpReply;
import dev.drover.ftp.FtpVerb;
import dev.drover.ftp.client.FtpSession;
import dev.drover.ftp.client.TlsDetails;
import dev.drover.transfer.RemoteLocation;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code drover info}. */
@Command(
        name = "info",
        description = "What a server is and can do: greeting, system, features, TLS and certificate.",
        footer = {"", "Examples:", "  drover info partner", "  drover info ftps://me@ftp.example.com"})
final class InfoCommand implements Callable<Integer> {
    @Mixin
    private ClientOptions options;

    @Parameters(paramLabel = "PLACE", description = "The name of an endpoint, or a URL.")
    private String argument = "";

    InfoCommand(Configuration configuration) {
        options = new ClientOptions(configuration);
    }

    @Override
    public Integer call() throws Exception {
        try (Places places = options.places()) {
            RemoteLocation remote = places.openServer(argument).onServer("info");
            options.output().facts(remote.client().call(InfoCommand::facts));
        }
        return ExitCode.OK;
    }

    private static Map<String, Object> facts(FtpSession session) throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("address", session.address().toString());
        facts.put("greeting", session.greeting().toString());
        FtpReply system = session.send(FtpCommand.of(FtpVerb.SYST));
        if (system.isCompletion()) {
            facts.put("system", system.toString());
        }
        facts.put("directory", session.workingDirectory().toString());
        facts.put(
                "features",
                new TreeMap<>(session.features().all())
                        .entrySet().stream()
                                .map(feature -> (feature.getKey() + " " + feature.getValue()).strip())
                                .toList());
        facts.put("protection", session.tls().map(TlsDetails::protocol).orElse("none, clear text"));
        session.tls().ifPresent(tls -> {
            facts.put("cipher", tls.cipherSuite());
            if (!tls.certificates().isEmpty()) {
                X509Certificate own = tls.certificates().get(0);
                facts.put("certificate", own.getSubjectX500Principal().getName());
                facts.put("issuer", own.getIssuerX500Principal().getName());
                facts.put("valid until", own.getNotAfter().toInstant());
            }
        });
        return facts;
    }
}
