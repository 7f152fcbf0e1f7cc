package dev.drover.journal;

import org.junit.jupiter.api.Nested;

class TransferLedgerTest {
    @Nested
    class OnH2 extends TransferLedgerContract {
        OnH2() {
            super(Databases.H2);
        }
    }

    @Nested
    class OnPostgres extends TransferLedgerContract {
        OnPostgres() {
            super(Databases.POSTGRES);
        }
    }
}
