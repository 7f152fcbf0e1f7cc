package dev.drover.journal;

import org.junit.jupiter.api.Nested;

class RequestsTest {
    @Nested
    class OnH2 extends RequestsContract {
        OnH2() {
            super(Databases.H2);
        }
    }

    @Nested
    class OnPostgres extends RequestsContract {
        OnPostgres() {
            super(Databases.POSTGRES);
        }
    }
}
