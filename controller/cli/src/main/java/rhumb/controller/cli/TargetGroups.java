package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/**
 * Where Prometheus finds the processes: the groups of its {@code file_sd_configs}, one for each
 * process, with the labels that the dashboards and alerts of {@code deploy} ask for.
 */
final class TargetGroups {
    private static final int MAX_PORT = 65_535;
    private static final String NAME = "%s";

    @Option(
            names = "--controllers",
            paramLabel = "HOST:PORT",
            split = ",",
            description = "metrics addresses of the controllers (default: none)")
    private List<String> controllers = new ArrayList<>();

    @Option(
            names = "--hosts",
            paramLabel = "PATTERN",
            description =
                    "how PoPs are called on the network that Prometheus uses, such as"
                            + " %%s.pop.example.net (default: the data address of the first uplink)")
    private @Nullable String hosts;

    @Option(
            names = "--agent-port",
            paramLabel = "PORT",
            defaultValue = "9471",
            description = "metrics port of agents (default: ${DEFAULT-VALUE})")
    private int agentPort = 9471;

    @Option(
            names = "--forwarder-port",
            paramLabel = "PORT",
            defaultValue = "9472",
            description = "metrics port of forwarders (default: ${DEFAULT-VALUE})")
    private int forwarderPort = 9472;

    /** Refuses options that make no target. */
    void check() {
        port("--agent-port", agentPort);
        port("--forwarder-port", forwarderPort);
        if (hosts != null && !hosts.contains(NAME)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--hosts "
                            + hosts
                            + ": expected a pattern with %s for the name of the PoP, such as"
                            + " %s.pop.example.net");
        }
    }

    private static void port(String option, int port) {
        if (port < 1 || port > MAX_PORT) {
            throw new CommandFailure(
                    ExitCode.USAGE, option + " " + port + ": expected 1 to " + MAX_PORT);
        }
    }

    /**
     * The groups.
     *
     * @param answer of {@code /v1/intent/targets}
     */
    ArrayNode of(JsonNode answer) {
        ArrayNode groups = JsonNodeFactory.instance.arrayNode();
        controllers.forEach(at -> group(groups, at, "controller", null));
        for (JsonNode pop : answer.path("pops")) {
            String name = pop.path("name").asText();
            String host =
                    hosts == null
                            ? bracketed(pop.path("host").asText())
                            : hosts.replace(NAME, name);
            group(groups, host + ":" + agentPort, "agent", name);
            group(groups, host + ":" + forwarderPort, "forwarder", name);
        }
        return groups;
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static void group(ArrayNode groups, String at, String role, @Nullable String pop) {
        ObjectNode group = groups.addObject();
        group.putArray("targets").add(at);
        ObjectNode labels = group.putObject("labels").put("job", "rhumb-" + role).put("role", role);
        if (pop != null) {
            labels.put("pop", pop);
        }
    }

    static String table(JsonNode groups, boolean coloured) {
        return new Table(
                        List.of(
                                new Column(
                                        "POP",
                                        false,
                                        row -> row.path("labels").path("pop").asText("-")),
                                new Column(
                                        "ROLE",
                                        false,
                                        row -> row.path("labels").path("role").asText()),
                                new Column(
                                        "TARGET",
                                        false,
                                        row -> row.path("targets").path(0).asText())),
                        coloured)
                .print(groups);
    }
}
