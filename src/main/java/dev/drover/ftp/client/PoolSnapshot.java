package dev.drover.ftp.client;

/**
 * The state of a pool at one moment.
 *
 * @param limit how many sessions it may hold now: less than configured after the server refused one as too many
 * @param lent sessions in use
 * @param idle sessions ready
 * @param waiting threads that wait for one
 * @param opened logins since the client was made
 * @param discarded sessions that broke, since then
 */
public record PoolSnapshot(int limit, int lent, int idle, int waiting, long opened, long discarded) {}
