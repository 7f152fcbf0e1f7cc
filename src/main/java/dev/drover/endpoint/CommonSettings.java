package dev.drover.endpoint;

import dev.drover.endpoint.Access.Grant;
import dev.drover.transfer.Glob;
import dev.drover.transfer.PathRefusedException;
import dev.drover.transfer.RelativePath;
import dev.drover.transfer.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what endpoints of every kind have. */
final class CommonSettings {
    private static final int MOST_TRANSFERS = 1000;

    private CommonSettings() {}

    static EndpointSettings read(Section section, EndpointSettings.Kind kind, int transfers) {
        return new EndpointSettings(
                section.name(),
                kind,
                access(section),
                retry(section),
                new TransferGate(section.number("max-transfers", transfers, 1, MOST_TRANSFERS)),
                section.value("max-file-size", Long.MAX_VALUE, Values::size),
                section.value("archive", Optional.<RelativePath>empty(), CommonSettings::archive),
                section.flag("ordered", false),
                section.shown());
    }

    private static Optional<RelativePath> archive(String text) {
        try {
            return Optional.of(RelativePath.of(text));
        } catch (PathRefusedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Access access(Section section) {
        Set<String> submitters = Set.copyOf(section.list("submitters"));
        List<Grant> grants = new ArrayList<>();
        for (Action action : Action.values()) {
            grant(section, action, action.property(), submitters).ifPresent(grants::add);
            for (String key : section.keysBelow(action.property())) {
                String submitter = key.substring(action.property().length() + 1);
                grant(section, action, key, Set.of(submitter)).ifPresent(grants::add);
            }
        }
        if (!submitters.isEmpty() && grants.isEmpty()) {
            section.problem("submitters", "may do nothing here: there is no allow.get, allow.put, ... beside it");
        }
        return Access.of(grants);
    }

    private static Optional<Grant> grant(Section section, Action action, String key, Set<String> submitters) {
        List<Glob> globs = section.value(
                key, List.of(), text -> section.list(key).stream().map(Glob::of).toList());
        return globs.isEmpty() ? Optional.empty() : Optional.of(new Grant(action, globs, submitters));
    }

    private static RetryPolicy retry(Section section) {
        RetryPolicy otherwise = RetryPolicy.DEFAULT;
        Duration base = section.duration("retry.base", otherwise.base());
        Duration cap = section.duration("retry.cap", longer(base, otherwise.cap()));
        if (cap.compareTo(base) < 0) {
            section.problem("retry.cap", "is shorter than retry.base, the first pause");
            cap = base;
        }
        return otherwise
                .withAttempts(section.number("retry.attempts", otherwise.attempts(), 1, 20))
                .withPauses(base, cap)
                .withJitter(section.value("retry.jitter", otherwise.jitter(), Values::part))
                .withRetryCodes(section.value("retry.codes", Set.of(), text -> codes(section)));
    }

    private static Set<Integer> codes(Section section) {
        return section.list("retry.codes").stream()
                .map(code -> Values.number(code, 400, 599))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
