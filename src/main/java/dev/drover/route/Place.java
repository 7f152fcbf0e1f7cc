package dev.drover.route;

import dev.drover.endpoint.Endpoint;
import dev.drover.transfer.Location;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;

/** A directory of an endpoint. */
record Place(Endpoint endpoint, RelativePath directory) {
    Location location() throws PathRefusedException {
        return endpoint.locate(directory);
    }

    /** A file below it. */
    Location file(RelativePath below) throws PathRefusedException {
        return endpoint.locate(directory.resolve(below));
    }

    /** A text that names a place, with a slash behind the endpoint where people write a colon. */
    static String withSlash(String text) {
        return text.strip().replaceFirst("^([^/:]+):/*", "$1/");
    }

    @Override
    public String toString() {
        return directory.isRoot() ? endpoint.name() : endpoint.name() + "/" + directory;
    }
}
