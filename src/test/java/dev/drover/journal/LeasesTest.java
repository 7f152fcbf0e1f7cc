package dev.drover.journal;

import org.junit.jupiter.api.Nested;

class LeasesTest {
    @Nested
    class OnH2 extends LeasesContract {
        OnH2() {
            super(Databases.H2);
        }
    }

    @Nested
    class OnPostgres extends LeasesContract {
        OnPostgres() {
            super(Databases.POSTGRES);
        }
    }
}
