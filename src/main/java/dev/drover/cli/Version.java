package dev.drover.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version from the manifest of the jar; classes run from a build directory have none. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "drover "
                    + Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                            .orElse("(built from source)")
        };
    }
}
