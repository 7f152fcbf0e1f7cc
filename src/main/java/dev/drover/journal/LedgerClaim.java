package dev.drover.journal;

/**
 * One's right to a key of a ledger. Shown when it is confirmed or given back: a row that somebody else holds by now stays.
 *
 * @param key as it was given
 * @param fence tells this claim from every other one of the same key
 */
public record LedgerClaim(String key, long fence) {}
