package rhumb.controller.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration has this machine do. Read leniently: what is wrong in it is for {@code
 * --check} of the process itself.
 *
 * @param role controller, agent or forwarder
 * @param pop of an agent or a forwarder; null of a controller
 * @param binds what is bound on this machine
 * @param controllers host:port that it connects to
 * @param tls folder of its certificate; null = none
 * @param state folder that it writes to; null = none
 * @param tun name of its device for IP packets; null = none
 */
public record Setup(
        String role,
        @Nullable String pop,
        List<Bind> binds,
        List<String> controllers,
        @Nullable String metrics,
        @Nullable String tls,
        @Nullable String state,
        @Nullable String tun) {
    /**
     * An address.
     *
     * @param uplink whether others reach it from the WAN, so that its interface matters
     */
    public record Bind(String what, String protocol, String address, boolean uplink) {}

    private static final String CONTROLLER = "controller";
    private static final String AGENT = "agent";
    private static final String FORWARDER = "forwarder";

    /** Reads it. */
    public static Setup of(JsonNode yaml) {
        String role = role(yaml);
        List<Bind> binds = new ArrayList<>();
        String metrics = yaml.path("metrics").asText("127.0.0.1:" + metricsPort(role));
        if (role.equals(CONTROLLER)) {
            add(binds, role + " southbound", "tcp", yaml.path("southbound"), true);
            String north = yaml.path("northbound").asText("127.0.0.1:4780");
            binds.add(new Bind(role + " northbound", "tcp", north, false));
            add(binds, role + " cluster", "tcp", yaml.path("cluster").path("bind"), true);
            add(binds, role + " enrol", "tcp", yaml.path("tls").path("enrol"), true);
        }
        for (JsonNode uplink : yaml.path("uplinks")) {
            String name = role + " uplink " + uplink.path("name").asText("main");
            add(binds, name + " probe", "udp", uplink.path("probe"), true);
            add(binds, name + " data", "udp", uplink.path("data"), true);
            add(binds, name + " stream", "tcp", uplink.path("stream"), true);
        }
        binds.add(new Bind(role + " metrics", "tcp", metrics, false));
        List<String> controllers = new ArrayList<>();
        yaml.path("controllers")
                .forEach(entry ->
                        Stream.of(entry.asText().split(",", -1)) // equally near ones
                                .map(String::strip)
                                .forEach(controllers::add));
        String state = text(yaml.path("state"));
        return new Setup(
                role,
                text(yaml.path("pop")),
                binds,
                controllers,
                metrics,
                text(yaml.path("tls").path("dir")),
                state == null && role.equals(FORWARDER) ? "/var/lib/rhumb/forwarder" : state,
                yaml.has("tun") ? yaml.path("tun").path("name").asText("rhumb0") : null);
    }

    private static String role(JsonNode yaml) {
        if (yaml.has("southbound") || yaml.has("intent")) {
            return CONTROLLER;
        }
        return yaml.path("uplinks").path(0).has("probe") ? AGENT : FORWARDER;
    }

    private static int metricsPort(String role) {
        return switch (role) {
            case CONTROLLER -> 9470;
            case AGENT -> 9471;
            default -> 9472;
        };
    }

    private static void add(
            List<Bind> binds, String what, String protocol, JsonNode address, boolean uplink) {
        if (address.isTextual()) {
            binds.add(new Bind(what, protocol, address.asText(), uplink));
        }
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.asText() : null;
    }
}
