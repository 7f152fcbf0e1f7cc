package dev.drover.journal;

/** Pieces that several statements share. */
final class Sql {
    /** A time so many milliseconds from now, by the database's clock. */
    static final String FROM_NOW = "CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND";

    /** A time so many milliseconds ago, by the database's clock. */
    static final String AGO = "CURRENT_TIMESTAMP - CAST(? AS BIGINT) * INTERVAL '0.001' SECOND";

    private Sql() {}
}
