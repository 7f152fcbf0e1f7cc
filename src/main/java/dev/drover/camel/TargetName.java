package dev.drover.camel;

import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.jspecify.annotations.Nullable;

/** The name that a route gives a file of a named endpoint. */
final class TargetName {
    private TargetName() {}

    /**
     * Where the expression of a route comes to nothing, camel-file makes up a name, under which nobody looks for the file.
     *
     * @throws IllegalArgumentException when the expression gives no name
     */
    static void require(GenericFileEndpoint<?> endpoint, Exchange exchange) {
        Expression expression = endpoint.getFileName();
        if (expression == null || exchange.getIn().getHeader(FtpConstants.OVERRULE_FILE_NAME) != null) {
            return;
        }
        @Nullable String name = expression.evaluate(exchange, String.class);
        if (name == null || name.isBlank() || name.endsWith("/")) {
            throw new IllegalArgumentException("The name at the target, " + expression + ", is "
                    + (name == null || name.isBlank() ? "empty" : "\"" + name + "\"")
                    + " and so that of no file; nothing is sent. Correct the fileName of the route.");
        }
    }
}
