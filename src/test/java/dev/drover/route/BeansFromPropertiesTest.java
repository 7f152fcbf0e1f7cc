package dev.drover.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.journal.Databases;
import dev.drover.journal.Journal;
import java.time.Duration;
import org.apache.camel.main.Main;
import org.apache.camel.spi.IdempotentRepository;
import org.junit.jupiter.api.Test;

/** What a deployment can set up without Java and without YAML. */
class BeansFromPropertiesTest {
    @Test
    void aRepositoryIsABeanOfTheProperties() throws Exception {
        Journal journal = Databases.H2.twoNodes().get(0);
        Main main = new Main();
        main.setPropertyPlaceholderLocations("false");
        main.bind("journal", journal);
        main.addInitialProperty("camel.beans.seen", "#class:dev.drover.route.JournalIdempotentRepository");
        main.addInitialProperty("camel.beans.seen.journal", "#bean:journal");
        main.addInitialProperty("camel.beans.seen.scope", "invoices");
        main.addInitialProperty("camel.beans.seen.lease", "90s");
        main.start();
        try {
            IdempotentRepository seen =
                    main.getCamelContext().getRegistry().lookupByNameAndType("seen", IdempotentRepository.class);
            main.getCamelContext().addService(seen);

            assertThat(seen.add("x")).isTrue();
            assertThat(journal.ledger("invoices", Duration.ofSeconds(1)).contains("x"))
                    .isTrue();
        } finally {
            main.stop();
        }
    }
}
