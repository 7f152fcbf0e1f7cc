package dev.drover.route;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parameters of the shipped route templates that do not go together, although the value of each is right. */
final class Contradictions {
    private static final String NONE = "none";

    private static final Map<String, Ends> ENDS = Map.of(
            "remote-to-remote", new Ends("from", "fromDirectory", "to", "toDirectory"),
            "drop-to-remote", new Ends("folder", "", "endpoint", "directory"),
            "remote-to-folder", new Ends("endpoint", "directory", "folder", ""),
            "mirror", new Ends("source", "", "target", ""));

    private Contradictions() {}

    /**
     * @param given what the template is given
     * @param all the same, with the defaults
     * @return the end of a sentence for a parameter
     */
    static Map<String, String> of(String template, Map<String, String> given, Map<String, String> all) {
        Map<String, String> problems = new HashMap<>();
        timeOfDay(given, all, problems);
        archive(all, problems);
        circle(all, problems);
        sameDirectory(template, all, problems);
        return problems;
    }

    /** What comes out of a route and goes in again, for ever. */
    private static void circle(Map<String, String> all, Map<String, String> problems) {
        String queue = text(all, "queue");
        for (String other : List.of("deadQueue", "mainQueue")) {
            boolean counts = other.equals("deadQueue") || text(all, "work").equals("cancel");
            if (counts && !queue.isEmpty() && queue.equals(text(all, other))) {
                problems.put(other, "\"" + queue + "\" is the queue that the route takes messages from");
            }
        }
        String channel = text(all, "channel");
        if (channel.endsWith(":topic:" + text(all, "topic"))
                && !text(all, "topic").isEmpty()) {
            problems.put("channel", "\"" + channel + "\" is where the events come from, and notices are no events");
        }
    }

    /** A file that is there already, because it is the source, would count as moved and be deleted. */
    private static void sameDirectory(String template, Map<String, String> all, Map<String, String> problems) {
        Ends ends = ENDS.get(template);
        if (ends == null || !all.containsKey(ends.source()) || !all.containsKey(ends.target())) {
            return;
        }
        String source = directory(all, ends.source(), ends.sourceDirectory());
        String target = directory(all, ends.target(), ends.targetDirectory());
        boolean isTree = template.equals("mirror");
        boolean isBelow = target.startsWith(source + "/")
                && (isTree || text(all, "recursive").equals("true"));
        boolean isAbove = isTree && source.startsWith(target + "/");
        if (target.equals(source) || isBelow || isAbove) {
            problems.put(
                    ends.target(),
                    "the route would take what it has made itself: " + target
                            + (target.equals(source)
                                    ? " is the source, too"
                                    : " and " + source + " lie in each other"));
        }
    }

    private static String directory(Map<String, String> all, String place, String directory) {
        String whole = text(all, place) + "/" + text(all, directory);
        return whole.replaceAll("(/+\\.?)+(?=/|$)", "/").replaceAll("/+", "/").replaceFirst("/$", "");
    }

    private static String text(Map<String, String> all, String name) {
        return all.getOrDefault(name, "").strip();
    }

    /** The parameters that say from where and where to. */
    private record Ends(String source, String sourceDirectory, String target, String targetDirectory) {}

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
