package dev.drover.route;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Parameters of the shipped route templates that do not go together, although the value of each is right. */
final class Contradictions {
    private static final String NONE = "none";

    private Contradictions() {}

    /**
     * @param given what the template is given
     * @param all the same, with the defaults
     * @return the end of a sentence for a parameter
     */
    static Map<String, String> of(Map<String, String> given, Map<String, String> all) {
        Map<String, String> problems = new HashMap<>();
        timeOfDay(given, all, problems);
        archive(all, problems);
        return problems;
    }

    private static void timeOfDay(Map<String, String> given, Map<String, String> all, Map<String, String> problems) {
        String by = given.getOrDefault("by", NONE).strip();
        if (by.isEmpty() || by.equals(NONE)) {
            return;
        }
        if (!given.getOrDefault("cron", NONE).strip().equals(NONE)) {
            problems.put("by", "\"" + by + "\" says when to run, and so does cron; give one of them");
            return;
        }
        TimeOfDay.parse(by, all.getOrDefault("timezone", "UTC"))
                .flatMap(time -> time.missingDay(Instant.now()))
                .ifPresent(day -> problems.put(
                        "by", "\"" + by + "\" is a time that the clocks leap over on " + day + "; choose another one"));
    }

    /** Directories whose names begin with a dot are not looked through, nor is what lies elsewhere. */
    private static void archive(Map<String, String> all, Map<String, String> problems) {
        String archive = all.getOrDefault("archive", "").strip();
        boolean archives = all.getOrDefault("after", "").strip().equals("archive")
                && all.getOrDefault("recursive", "").strip().equals("true");
        if (archives && !archive.startsWith(".") && !archive.startsWith("/")) {
            problems.put(
                    "archive",
                    "\"" + archive + "\" would be looked through with recursive=true, and its files taken again;"
                            + " let its name begin with a dot, such as .done");
        }
    }
}
