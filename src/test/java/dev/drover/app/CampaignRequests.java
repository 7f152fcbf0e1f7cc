package dev.drover.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.app.CampaignFaults.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Requests of all kinds, nine in ten of them right, and what must be there when all are done. The same seed gives the same
 * requests.
 */
final class CampaignRequests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 200_000;

    private final Path store;
    private final Path server;
    private final Random random;
    private final List<Order> orders = new ArrayList<>();
    private final List<Order> withdrawn = new ArrayList<>();
    private final Map<Path, byte[]> expected = new TreeMap<>();

    CampaignRequests(Path store, Path server, long seed) {
        this.store = store;
        this.server = server;
        this.random = new Random(seed);
    }

    /**
     * A message to send.
     *
     * @param id of the request; of wrong ones it may stand nowhere else but here
     * @param fault what is wrong with it
     */
    record Order(String id, String body, Optional<Fault> fault) {}

    /** Makes so many requests, and the files they are about. */
    void prepare(int count) throws IOException {
        keep(server.resolve("up/taken.bin"), content());
        List<Fault> faults = CampaignFaults.all();
        for (int i = 0; i < count; i++) {
            String id = String.format("campaign-%05d", i);
            if (i % 10 == 9) {
                wrong(id, faults.get(i / 10 % faults.size()));
            } else {
                right(id, i % 10);
            }
        }
        for (int i = 0; i < count / 50; i++) {
            withdraw(String.format("withdrawn-%05d", i));
        }
        Collections.shuffle(orders, random);
    }

    /** Requests that wait until they are cancelled. */
    List<Order> withdrawn() {
        return List.copyOf(withdrawn);
    }

    /** What cancels a request. */
    static Order cancel(Order order) {
        ObjectNode request = JSON.createObjectNode().put("version", 1).put("id", "cancel-" + order.id());
        request.put("operation", "cancel").put("cancelId", order.id());
        return new Order("cancel-" + order.id(), request.toString(), Optional.empty());
    }

    /** In the order they are to be sent. */
    List<Order> orders() {
        return List.copyOf(orders);
    }

    List<Order> valid() {
        return orders.stream().filter(order -> order.fault().isEmpty()).toList();
    }

    List<Order> faulty() {
        return orders.stream().filter(order -> order.fault().isPresent()).toList();
    }

    /** Every file that must lie in the store and on the server, with its content; and no other may. */
    Map<Path, byte[]> expected() {
        return Collections.unmodifiableMap(expected);
    }

    private void right(String id, int kind) throws IOException {
        switch (kind) {
            case 0, 1, 2 -> upload(id);
            case 3, 4 -> download(id);
            case 5 -> relay(id);
            case 6 -> move(id);
            case 7 -> directory(id);
            case 8 -> other(id);
            default -> throw new IllegalArgumentException("no kind " + kind);
        }
    }

    private void wrong(String id, Fault fault) throws IOException {
        keep(store.resolve("out/" + id + ".bin"), content());
        ObjectNode valid = CampaignFaults.valid(id, "out/" + id + ".bin", "up/" + id);
        orders.add(new Order(id, fault.body().of(valid, id), Optional.of(fault)));
    }

    private void upload(String id) throws IOException {
        byte[] content = content();
        ObjectNode request = CampaignFaults.valid(id, "out/" + id + ".bin", "up/" + id);
        if (random.nextInt(3) == 0) {
            write(store.resolve("out/" + id + ".bin"), content);
            ((ObjectNode) request.get("source")).put("onSuccess", "delete");
        } else {
            keep(store.resolve("out/" + id + ".bin"), content);
        }
        expected.put(server.resolve("up/" + id + "/" + id + ".bin"), overwriting(request, id, content));
        order(request);
    }

    /** Sometimes there is such a file already. What must be there then. */
    private byte[] overwriting(ObjectNode request, String id, byte[] content) throws IOException {
        int choice = random.nextInt(6);
        if (choice > 1) {
            return content;
        }
        byte[] before = content();
        write(server.resolve("up/" + id + "/" + id + ".bin"), before);
        ((ObjectNode) request.get("destination")).put("ifExists", choice == 0 ? "overwrite" : "skip");
        boolean skipped = choice == 1;
        if (skipped && "delete".equals(request.at("/source/onSuccess").asText())) {
            // What did not arrive is not deleted.
            ((ObjectNode) request.get("source")).remove("onSuccess");
            expected.put(store.resolve("out/" + id + ".bin"), content);
        }
        return skipped ? before : content;
    }

    private void withdraw(String id) throws IOException {
        keep(store.resolve("out/" + id + ".bin"), content());
        ObjectNode request = CampaignFaults.valid(id, "out/" + id + ".bin", "up/" + id)
                .put("notBefore", Instant.now().plus(Duration.ofHours(2)).toString());
        withdrawn.add(new Order(id, request.toString(), Optional.empty()));
    }

    private void download(String id) throws IOException {
        byte[] content = content();
        ObjectNode request = CampaignFaults.valid(id, "out/" + id + ".bin", "down/" + id);
        ends(request, "partner", "store");
        request.putObject("options").put("verify", "checksum");
        keep(server.resolve("out/" + id + ".bin"), content);
        expected.put(store.resolve("down/" + id + "/" + id + ".bin"), content);
        order(request);
    }

    private void relay(String id) throws IOException {
        byte[] content = content();
        ObjectNode request = CampaignFaults.valid(id, "out/" + id + ".bin", "relayed/" + id);
        ends(request, "partner", "second");
        keep(server.resolve("out/" + id + ".bin"), content);
        expected.put(server.resolve("second/relayed/" + id + "/" + id + ".bin"), content);
        order(request);
    }

    private void move(String id) throws IOException {
        byte[] content = content();
        ObjectNode request =
                CampaignFaults.valid(id, "out/" + id + ".bin", "moved").put("operation", "move");
        ends(request, "partner", "partner");
        write(server.resolve("out/" + id + ".bin"), content);
        expected.put(server.resolve("moved/" + id + ".bin"), content);
        order(request);
    }

    private void directory(String id) throws IOException {
        ObjectNode request = CampaignFaults.valid(id, "", "up/" + id);
        ((ObjectNode) request.get("source"))
                .put("directory", "sets/" + id)
                .put("include", "*.csv")
                .remove("paths");
        for (String name : List.of("a.csv", "b.csv", "c.csv")) {
            byte[] content = content();
            keep(store.resolve("sets/" + id + "/" + name), content);
            expected.put(server.resolve("up/" + id + "/" + name), content);
        }
        keep(store.resolve("sets/" + id + "/not.txt"), content());
        order(request);
    }

    private void other(String id) throws IOException {
        ObjectNode request = JSON.createObjectNode().put("version", 1).put("id", id);
        switch (random.nextInt(3)) {
            case 0 -> {
                write(server.resolve("out/" + id + ".bin"), content());
                request.put("operation", "delete")
                        .putObject("source")
                        .put("endpoint", "partner")
                        .putArray("paths")
                        .add("out/" + id + ".bin");
            }
            case 1 -> {
                request.put("operation", "list")
                        .putObject("source")
                        .put("endpoint", "partner")
                        .put("directory", "up");
            }
            default -> {
                request.put("operation", "mkdir")
                        .putObject("destination")
                        .put("endpoint", "partner")
                        .put("directory", "made/" + id);
            }
        }
        order(request);
    }

    /** Some are sent twice: the same request, which is to be done once. */
    private void order(ObjectNode request) {
        Instant now = Instant.now();
        switch (random.nextInt(8)) {
            case 0 ->
                request.put("notBefore", now.plusMillis(random.nextInt(5_000)).toString());
            case 1 -> request.put("deadline", now.plus(Duration.ofHours(1)).toString());
            case 2 -> request.put("jobName", "a campaign").putObject("labels").put("team", "billing");
            default -> {}
        }
        Order order = new Order(request.get("id").asText(), request.toString(), Optional.empty());
        orders.add(order);
        if (random.nextInt(20) == 0) {
            orders.add(order);
        }
    }

    private static void ends(ObjectNode request, String from, String to) {
        ((ObjectNode) request.get("source")).put("endpoint", from);
        ((ObjectNode) request.get("destination")).put("endpoint", to);
    }

    private byte[] content() {
        byte[] content = new byte[random.nextInt(10) == 0 ? random.nextInt(LARGEST) : random.nextInt(5_000)];
        random.nextBytes(content);
        return content;
    }

    private void keep(Path file, byte[] content) throws IOException {
        write(file, content);
        expected.put(file, content);
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
