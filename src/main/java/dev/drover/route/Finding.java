package dev.drover.route;

/**
 * Something about a parameter of a route template that its author wants to know.
 *
 * @param parameter its name
 * @param sentence the end of a sentence that begins with the name
 * @param isWarning whether the route can be made all the same
 */
public record Finding(String parameter, String sentence, boolean isWarning) {
    /** The same as a whole sentence. */
    public Finding named() {
        return new Finding(parameter, "parameter " + parameter + " " + sentence, isWarning);
    }

    static Finding problem(String parameter, String sentence) {
        return new Finding(parameter, sentence, false);
    }

    static Finding warning(String parameter, String sentence) {
        return new Finding(parameter, sentence, true);
    }
}
