package dev.drover.camel.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One URI, what lies on the server before, and what is done with it.
 *
 * @param id names the directory of the scenario
 * @param options of the URI
 * @param files by name, with their content; a name that ends with a slash is a directory, one with an arrow a link
 * @param sends names and bodies to send, for a producer; empty for a consumer
 */
record Scenario(String id, String options, Map<String, String> files, List<Send> sends) {
    static final String LINK = " -> ";

    /** A message to send; the name may be empty, the body null. */
    record Send(String name, String body) {}

    private static final Map<String, String> USUAL = Map.of(
            "a.txt",
            "alpha",
            "b.csv",
            "beta;",
            "C.TXT",
            "gamma gamma",
            "sub/d.txt",
            "delta",
            "sub/deep/e.txt",
            "epsilon",
            ".hidden",
            "x",
            "f.txt.camelLock",
            "x");

    static Scenario consumes(String id, String options) {
        return new Scenario(id, options, USUAL, List.of());
    }

    static Scenario sends(String id, String options, Send... sends) {
        return new Scenario(id, options, Map.of(), List.of(sends));
    }

    Scenario with(String name, String content) {
        Map<String, String> more = new LinkedHashMap<>(files);
        more.put(name, content);
        return new Scenario(id, options, more, sends);
    }

    /** Nothing on the server but what {@link #with} adds. */
    Scenario alone() {
        return new Scenario(id, options, Map.of(), sends);
    }

    boolean isProducer() {
        return !sends.isEmpty();
    }

    /** In a form that any class loader knows. */
    String[] spec() {
        List<String> all = new ArrayList<>(List.of(id, options));
        sends.forEach(send -> {
            all.add(send.name());
            all.add(send.body());
        });
        return all.toArray(String[]::new);
    }
}
