package dev.drover.route;

/** Is told of each file that a route took. Called on the thread that moved it, so it should not linger. */
@FunctionalInterface
public interface MovementListener {
    void moved(Movement movement);
}
