package dev.drover.endpoint;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration of the endpoints is wrong: all that is wrong with it, each with its property. */
public final class EndpointConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    EndpointConfigException(List<Problem> problems) {
        super(problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining("\n  ", "The endpoint configuration is wrong in " + count(problems), "")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    private static String count(List<Problem> problems) {
        return (problems.size() == 1 ? "one place" : problems.size() + " places") + ":\n  ";
    }

    /**
     * One thing that is wrong.
     *
     * @param property in full
     * @param message what is wrong and what to do; no secret
     */
    public record Problem(String property, String message) {
        @Override
        public String toString() {
            return property + ": " + message;
        }
    }
}
