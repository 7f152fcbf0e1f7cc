package dev.drover.journal;

import org.junit.jupiter.api.Nested;

class RequestHistoryTest {
    @Nested
    class OnH2 extends RequestHistoryContract {
        OnH2() {
            super(Databases.H2);
        }
    }

    @Nested
    class OnPostgres extends RequestHistoryContract {
        OnPostgres() {
            super(Databases.POSTGRES);
        }
    }
}
