package dev.drover.route;

import dev.drover.endpoint.UriText;
import org.apache.camel.spi.PropertiesFunction;

/**
 * Property function {@code place}: {@code drover:{{place:{{folder}} }}} is the URI of a place as parameters of templates name it,
 * with exactly the directory that stands there: no percent sign, question mark or hash of it means anything to Camel.
 */
public final class Where implements PropertiesFunction {
    @Override
    public String getName() {
        return "place";
    }

    @Override
    public String apply(String remainder) {
        return UriText.write(Place.withSlash(remainder));
    }
}
