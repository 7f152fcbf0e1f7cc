package dev.drover.request;

import java.time.Instant;

/**
 * When a message came to its broker.
 *
 * @param at by the broker's clock
 * @param number higher for each message that the broker takes
 */
public record Arrival(Instant at, long number) {}
