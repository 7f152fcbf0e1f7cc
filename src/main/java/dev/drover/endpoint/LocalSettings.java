package dev.drover.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads an endpoint of kind {@code local}. */
final class LocalSettings {
    private static final int TRANSFERS = 8;

    private LocalSettings() {}

    static LocalEndpoint read(Section section) {
        EndpointSettings settings = CommonSettings.read(section, EndpointSettings.Kind.LOCAL, TRANSFERS);
        String root = section.required("root", "the directory that paths begin at");
        boolean create = section.flag("create", false);
        boolean sync = section.flag("sync", false);
        Path directory = section.value("root", Path.of(""), Path::of);
        if (!root.isEmpty()) {
            check(section, directory, create, settings.access());
        }
        return new LocalEndpoint(settings, directory.toAbsolutePath(), sync);
    }

    private static void check(Section section, Path directory, boolean create, Access access) {
        try {
            if (create) {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            section.problem("root", "the directory " + directory + " cannot be made: " + e);
            return;
        }
        if (!Files.isDirectory(directory)) {
            section.problem("root", "there is no directory " + directory + "; make it, or set create=true");
        } else if (access.isGiven(Action.PUT) && !Files.isWritable(directory)) {
            section.problem("root", "this process may not write to " + directory + ", but allow.put is given");
        } else if (!Files.isReadable(directory)) {
            section.problem("root", "this process may not read " + directory);
        }
    }
}
