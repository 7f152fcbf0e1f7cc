package dev.drover.cli;

import dev.drover.backup.ArchiveFormat;
import dev.drover.backup.ArchiveNames;
import java.time.DateTimeException;
import java.time.ZoneId;
import picocli.CommandLine.Option;

/** How archives are called, as the template {@code archive-backup} has it too. */
final class ArchiveNaming {
    @Option(
            names = "--pattern",
            paramLabel = "PATTERN",
            description =
                    "Of the archives' names: with {name} and, in braces, the time. Default: {name}-{yyyyMMdd-HHmmss}")
    private String pattern = ArchiveNames.DEFAULT_PATTERN;

    @Option(
            names = "--timezone",
            paramLabel = "ZONE",
            description = "Of the times in the names and of the days that are kept, such as Europe/Rome. Default: UTC")
    private String timezone = "UTC";

    ZoneId zone() throws CommandException {
        try {
            return ZoneId.of(timezone);
        } catch (DateTimeException e) {
            throw CommandException.usage("\"" + timezone + "\" is no time zone; those look like Europe/Rome or UTC");
        }
    }

    ArchiveNames of(String name, ArchiveFormat format) throws CommandException {
        return ArchiveNames.of(pattern, name, format, zone());
    }
}
