package dev.drover.testing.script;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the server does at one command: steps in order. Built by {@link FtpScript}; played by any connection. */
final class Scene {
    /** One thing the server does. */
    interface Step {
        void play(Conversation conversation) throws IOException;
    }

    private final List<String> commands;
    private final boolean once;
    private final List<Step> steps = new ArrayList<>();
    private final AtomicBoolean played = new AtomicBoolean();

    Scene(boolean once, String... commands) {
        this.once = once;
        this.commands = List.of(commands);
    }

    void add(Step step) {
        steps.add(step);
    }

    /** The transfer this scene ends with, made when it does not. */
    Transfer transfer() {
        if (!steps.isEmpty() && steps.get(steps.size() - 1) instanceof Transfer transfer) {
            return transfer;
        }
        Transfer transfer = new Transfer();
        add(transfer);
        return transfer;
    }

    boolean isOnce() {
        return once;
    }

    /** A whole line must be equal; a verb alone matches with any argument. */
    boolean matches(String line) {
        String verb = Conversation.verbOf(line);
        return commands.stream()
                .anyMatch(c -> c.equals(line) || c.toUpperCase(Locale.ROOT).equals(verb));
    }

    /** True for the first caller only, when the scene is to be played once. */
    boolean claim() {
        return !once || played.compareAndSet(false, true);
    }

    void play(Conversation conversation) throws IOException {
        conversation.beginScene();
        try {
            for (Step step : steps) {
                step.play(conversation);
            }
        } catch (DataLostException lost) {
            conversation.reply(lost.reply());
        }
        conversation.endScene();
    }
}
