package dev.drover.camel;

import dev.drover.ftp.client.PoolSnapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** Camel's developer console {@code ftp}: the sessions of each server that routes use now. */
@DevConsole(name = "ftp", displayName = "FTP", description = "Sessions with FTP servers")
public final class FtpDevConsole extends AbstractDevConsole {
    public FtpDevConsole() {
        super("camel", "ftp", "FTP", "Sessions with FTP servers");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return pools().stream().map(FtpDevConsole::line).collect(Collectors.joining("\n"));
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        JsonArray servers = new JsonArray();
        for (Map.Entry<String, PoolSnapshot> each : pools()) {
            PoolSnapshot pool = each.getValue();
            JsonObject server = new JsonObject();
            server.put("server", each.getKey());
            server.put("limit", pool.limit());
            server.put("inUse", pool.lent());
            server.put("idle", pool.idle());
            server.put("waiting", pool.waiting());
            server.put("logins", pool.opened());
            server.put("discarded", pool.discarded());
            servers.add(server);
        }
        JsonObject root = new JsonObject();
        root.put("servers", servers);
        return root;
    }

    private static String line(Map.Entry<String, PoolSnapshot> server) {
        PoolSnapshot pool = server.getValue();
        return String.format(
                "%s: %d in use, %d idle, at most %d; %d waiting; %d logins, %d discarded",
                server.getKey(),
                pool.lent(),
                pool.idle(),
                pool.limit(),
                pool.waiting(),
                pool.opened(),
                pool.discarded());
    }

    private List<Map.Entry<String, PoolSnapshot>> pools() {
        return getCamelContext().getComponentNames().stream()
                .map(name -> getCamelContext().hasComponent(name))
                .filter(FtpComponent.class::isInstance)
                .flatMap(component -> ((FtpComponent) component).connections().pools().stream())
                .toList();
    }
}
