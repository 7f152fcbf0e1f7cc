package dev.drover.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that start and kill processes for longer than somebody wants to wait who has just cloned the project. They run
 * wherever the FTP daemons are, so in every build that counts, and with {@code -Dit.long=true}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LongTest.Condition.class)
public @interface LongTest {
    /** Looks for the daemons. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            boolean wanted = Boolean.getBoolean("it.long")
                    || ServerFolder.isRequired()
                    || ServerFolder.obstacle().isEmpty();
            return wanted
                    ? ConditionEvaluationResult.enabled("it is wanted")
                    : ConditionEvaluationResult.disabled("it takes long; -Dit.long=true runs it");
        }
    }
}
