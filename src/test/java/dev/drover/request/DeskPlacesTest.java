package dev.drover.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.testing.CapturedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A slow server does not keep all who work on requests from the others. */
class DeskPlacesTest extends DeskScene {
    @Test
    void oneServerLeavesAPlaceToTheOthers() throws Exception {
        desk = desk(a, Map.of(), SETTINGS.withPlaces(3, 0));
        write(drop.resolve("a"), "1");
        List<List<String>> inside = new ArrayList<>();
        RequestListener third = new RequestListener() {
            @Override
            public void started(TransferRequest request) {
                inside.add(kinds(desk.handle(message("m3", numbered("acme", 3)), files())));
                inside.add(kinds(desk.handle(message("m4", numbered("drop", 4)), files())));
            }
        };
        RequestListener second = new RequestListener() {
            @Override
            public void started(TransferRequest request) {
                inside.add(kinds(desk.handle(message("m2", numbered("acme", 2)), third)));
            }
        };

        desk.handle(message("m1", numbered("acme", 1)), second);

        assertThat(inside).hasSize(3);
        assertThat(inside.get(0)).containsExactly("again");
        assertThat(inside.get(1)).contains("completed");
        assertThat(inside.get(2)).contains("completed");
    }

    @Test
    void theLimitsThatAreNotReachedAreToldOnce() throws Exception {
        try (CapturedLog log = CapturedLog.of(Places.class)) {
            desk = desk(a, Map.of("acme.max-transfers", "8"), SETTINGS.withPlaces(3, 0));

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("acme (8)"))
                    .hasSize(1);
        }
    }

    private static String numbered(String to, int number) {
        return transferOf("drop", "'paths':['a']", to, "'directory':'in" + number + "'", "")
                .replace("request-0001", "request-000" + number);
    }
}
