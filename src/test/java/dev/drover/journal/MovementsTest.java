package dev.drover.journal;

import org.junit.jupiter.api.Nested;

class MovementsTest {
    @Nested
    class OnH2 extends MovementsContract {
        OnH2() {
            super(Databases.H2);
        }
    }

    @Nested
    class OnPostgres extends MovementsContract {
        OnPostgres() {
            super(Databases.POSTGRES);
        }
    }
}
