package dev.drover.request;

/** Hears events at once, while work goes on. Must be quick and must not throw; what it cannot pass on is lost. */
@FunctionalInterface
public interface EventListener {
    void heard(Event event);
}
