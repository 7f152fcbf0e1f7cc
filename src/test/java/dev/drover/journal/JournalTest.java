package dev.drover.journal;

import org.junit.jupiter.api.Nested;

class JournalTest {
    @Nested
    class OnH2 extends JournalContract {
        OnH2() {
            super(Databases.H2);
        }
    }

    @Nested
    class OnPostgres extends JournalContract {
        OnPostgres() {
            super(Databases.POSTGRES);
        }
    }
}
