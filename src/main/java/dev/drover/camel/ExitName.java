package dev.drover.camel;

import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.strategy.GenericFileExpressionRenamer;
import org.apache.camel.component.file.strategy.GenericFileRenamer;
import org.jspecify.annotations.Nullable;

/**
 * The name under which a file leaves. camel-file takes {@code done/} for the name of a file, when what should stand behind it
 * is empty, and does not say which name it is that it cannot work out.
 *
 * @param renamer makes the name, by the expression of the route
 */
record ExitName<T>(Expression expression, GenericFileRenamer<T> renamer) implements GenericFileRenamer<T> {
    private static final Pattern DIRECTORY = Pattern.compile("(.*[/\\\\])?[.]{0,2}", Pattern.DOTALL);

    // What a route may still set before the file leaves.
    private static final Pattern LATER = Pattern.compile("header|variable|exchangeProperty|body|bean|exception|Id");

    /** Another way to make names is left as it is. */
    static <T> GenericFileRenamer<T> of(GenericFileRenamer<T> renamer) {
        return renamer instanceof GenericFileExpressionRenamer<T> named && named.getExpression() != null
                ? new ExitName<>(named.getExpression(), renamer)
                : renamer;
    }

    /** Whether the route can still make a name where there is none before the file is routed. */
    boolean isOpen(Exchange exchange) {
        return LATER.matcher(expression.toString()).find() && isNone(expression.evaluate(exchange, String.class));
    }

    private static boolean isNone(@Nullable String name) {
        return name == null || DIRECTORY.matcher(name).matches();
    }

    /** @throws IllegalArgumentException when the expression gives no name */
    @Override
    public GenericFile<T> renameFile(GenericFileOperations<T> operations, Exchange exchange, GenericFile<T> file) {
        String name = expression.evaluate(exchange, String.class);
        if (isNone(name)) {
            throw new IllegalArgumentException("The name under which " + file.getAbsoluteFilePath() + " leaves, "
                    + expression + ", is " + (name == null || name.isEmpty() ? "empty" : "\"" + name + "\"")
                    + " and so that of no file; it stays where it is. Correct where the route moves its files to.");
        }
        return renamer.renameFile(operations, exchange, file);
    }
}
