package dev.drover.route;

import dev.drover.journal.Databases;
import org.junit.jupiter.api.Nested;

class JdbcClusterServiceTest {
    @Nested
    class OnH2 extends JdbcClusterServiceContract {
        OnH2() {
            super(Databases.H2);
        }
    }

    @Nested
    class OnPostgres extends JdbcClusterServiceContract {
        OnPostgres() {
            super(Databases.POSTGRES);
        }
    }
}
