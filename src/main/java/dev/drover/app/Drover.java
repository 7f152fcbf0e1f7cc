package dev.drover.app;

import dev.drover.cli.DroverCommand;
import dev.drover.cli.RequestsCommand;

/** The program. */
public final class Drover {
    private Drover() {}

    /** Runs a command line and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        // vsftpd resumes no TLS 1.2 session by ticket; must be said before the first SSLContext is made.
        System.setProperty("jdk.tls.client.enableSessionTicketExtension", "false");
        System.exit(DroverCommand.with(new Application(), new ConfigurationFile())
                .addSubcommand(new PrepareCommand())
                .addSubcommand(RequestsCommand.with(new ConfigurationFile(), new BrokerLink()))
                .execute(arguments));
    }
}
