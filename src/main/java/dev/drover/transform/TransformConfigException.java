package dev.drover.transform;

import java.util.List;

/** The settings of the transforms are wrong: all that is wrong with them, each with its property and without secrets. */
public final class TransformConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    TransformConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** A sentence each. */
    public List<String> problems() {
        return problems;
    }
}
