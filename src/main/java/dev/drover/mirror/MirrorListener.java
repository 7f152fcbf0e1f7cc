package dev.drover.mirror;

/** Hears how a mirror goes; called on several threads at once, so it must be quick and thread-safe. */
@FunctionalInterface
public interface MirrorListener {
    /** Hears nothing. */
    MirrorListener NONE = event -> {};

    void on(MirrorEvent event);
}
