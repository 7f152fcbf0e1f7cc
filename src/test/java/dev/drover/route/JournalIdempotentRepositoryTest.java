package dev.drover.route;

import dev.drover.journal.Databases;
import org.junit.jupiter.api.Nested;

class JournalIdempotentRepositoryTest {
    @Nested
    class OnH2 extends JournalIdempotentRepositoryContract {
        OnH2() {
            super(Databases.H2);
        }
    }

    @Nested
    class OnPostgres extends JournalIdempotentRepositoryContract {
        OnPostgres() {
            super(Databases.POSTGRES);
        }
    }
}
