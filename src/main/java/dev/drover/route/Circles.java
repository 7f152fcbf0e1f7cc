package dev.drover.route;

import dev.drover.transfer.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Routes that take what they have made themselves. */
final class Circles {
    private static final Map<String, Ends> ENDS = Map.of(
            "remote-to-remote", new Ends("from", "fromDirectory", "to", "toDirectory"),
            "drop-to-remote", new Ends("folder", "", "endpoint", "directory"),
            "remote-to-folder", new Ends("endpoint", "directory", "folder", ""),
            "mirror", new Ends("source", "", "target", ""));

    private Circles() {}

    /** What comes out of a route and goes in again, for ever. */
    static List<Finding> of(Parameters parameters) {
        List<Finding> findings = new ArrayList<>();
        queues(parameters, findings);
        topic(parameters, findings);
        directories(parameters, findings);
        archive(parameters, findings);
        return findings;
    }

    private static void queues(Parameters parameters, List<Finding> findings) {
        String queue = parameters.text("queue");
        for (String other : List.of("deadQueue", "mainQueue")) {
            boolean counts = other.equals("deadQueue") || parameters.is("work", "cancel");
            if (counts && !queue.isEmpty() && queue.equals(parameters.text(other))) {
                findings.add(
                        Finding.problem(other, "\"" + queue + "\" is the queue that the route takes messages from"));
            }
        }
    }

    private static void topic(Parameters parameters, List<Finding> findings) {
        String channel = parameters.text("channel");
        String destination = channel.replaceFirst("[?].*", "");
        for (String busy : List.of("drover.requests", "drover.control")) {
            if (destination.endsWith(":queue:" + busy)) {
                findings.add(Finding.problem(
                        "channel",
                        "\"" + channel
                                + "\" is a queue of requests, and a notice is none: it would be refused, which is an"
                                + " event again"));
            }
        }
        if (parameters.has("topic") && destination.endsWith(":topic:" + parameters.text("topic"))) {
            findings.add(Finding.problem(
                    "channel", "\"" + channel + "\" is where the events come from, and notices are no events"));
        }
        boolean tellsFiles = Words.list(parameters.text("types")).stream()
                .anyMatch(glob -> Glob.of(glob).matches("file.moved"));
        if (channel.startsWith("drover:") && tellsFiles) {
            findings.add(Finding.warning(
                    "channel",
                    "\"" + channel + "\" makes a file of each file.moved; a route with notify that takes those would be"
                            + " told of for ever, so let none take them"));
        }
    }

    /** A file that is there already, because it is the source, would count as moved and be deleted. */
    private static void directories(Parameters parameters, List<Finding> findings) {
        Ends ends = ENDS.get(parameters.template());
        if (ends == null || !parameters.has(ends.source()) || !parameters.has(ends.target())) {
            return;
        }
        String source = directory(parameters, ends.source(), ends.sourceDirectory());
        String target = directory(parameters, ends.target(), ends.targetDirectory());
        boolean isTree = parameters.template().equals("mirror");
        boolean isBelow = target.startsWith(source + "/") && (isTree || parameters.is("recursive", "true"));
        boolean isAbove = isTree && source.startsWith(target + "/");
        if (target.equals(source) || isBelow || isAbove) {
            findings.add(Finding.problem(
                    ends.target(),
                    "the route would take what it has made itself: " + target
                            + (target.equals(source)
                                    ? " is the source, too"
                                    : " and " + source + " lie in each other")));
        }
    }

    private static String directory(Parameters parameters, String place, String directory) {
        String whole = parameters.text(place) + "/" + parameters.text(directory);
        return whole.replaceAll("(/+\\.?)+(?=/|$)", "/").replaceAll("/+", "/").replaceFirst("/$", "");
    }

    /** Directories whose names begin with a dot are not looked through, nor is what lies elsewhere. */
    private static void archive(Parameters parameters, List<Finding> findings) {
        String archive = parameters.text("archive");
        boolean archives = parameters.is("after", "archive") && parameters.is("recursive", "true");
        if (archives && !archive.isEmpty() && !archive.startsWith(".") && !archive.startsWith("/")) {
            findings.add(Finding.problem(
                    "archive",
                    "\"" + archive + "\" would be looked through with recursive=true, and its files taken again;"
                            + " let its name begin with a dot, such as .done"));
        }
    }

    /** The parameters that say from where and where to. */
    private record Ends(String source, String sourceDirectory, String target, String targetDirectory) {}
}
