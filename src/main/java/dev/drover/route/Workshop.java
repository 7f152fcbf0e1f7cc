package dev.drover.route;

import dev.drover.transform.Chain;
import dev.drover.transform.Encryption;
import dev.drover.transform.Transforms;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;

/**
 * What routes change content with; one in the registry for all of them. Thread-safe.
 *
 * @param directory where changed content lies until it is delivered; emptied when Drover starts
 */
public record Workshop(Transforms transforms, Path directory) {
    static Workshop of(CamelContext camel) {
        Workshop workshop = CamelContextHelper.findSingleByType(camel, Workshop.class);
        if (workshop == null) {
            throw new IllegalStateException("Transforms need a bean of type " + Workshop.class.getName());
        }
        return workshop;
    }

    /**
     * Transforms divided by commas.
     *
     * @throws IllegalArgumentException with the end of a sentence that begins with the names
     */
    Chain chain(String names) {
        return transforms.chain(Words.list(names));
    }

    /**
     * One that encrypts.
     *
     * @throws IllegalArgumentException with the end of a sentence that begins with the name
     */
    Encryption encryption(String name) {
        return transforms.encryption(name);
    }
}
