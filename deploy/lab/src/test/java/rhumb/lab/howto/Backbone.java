package rhumb.lab.howto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rhumb.controller.Controller;
import rhumb.controller.io.ControllerConfig;
import rhumb.forward.io.ForwarderConfig;
import rhumb.forward.io.ForwarderProcess;
import rhumb.host.config.ConfigException;
import rhumb.host.config.ConfigFile;
import rhumb.probe.io.AgentConfig;
import rhumb.probe.io.AgentProcess;

/**
 * A controller c1 and PoPs sin, fra and nrt as somebody installed them by docs/install.md and
 * docs/pki.md, with certificates. Services are started from the files of their machines, in this
 * process. The direct way between sin and fra is dear, so that media go through nrt.
 */
final class Backbone implements AutoCloseable {
    private static final String NETWORK = "127.217.2.";
    private static final Pattern SERVICE =
            Pattern.compile(
                    "systemctl (start|restart|stop|enable --now) (rhumb-[a-z]+(?: rhumb-[a-z]+)*)");
    private static final List<String> POPS = List.of("sin", "fra", "nrt");
    private static final String INTENT =
            """
            controller: 1
            pops:
            %s
            links:
              overrides:
                - {link: sin->fra, admin-cost: 100ms}
                - {link: fra->sin, admin-cost: 100ms}
            policy: {drain-over: 0s, settle: 0s, hold-down: 0s}
            """
                    .formatted(
                            String.join("", pop("sin", 1), pop("fra", 2), pop("nrt", 3))
                                    .stripTrailing());

    final Terminal terminal;
    private final Map<String, AutoCloseable> services = new HashMap<>();

    Backbone(Path folder) {
        terminal = new Terminal(folder, NETWORK, "https://" + NETWORK + "9:4780");
    }

    private static String pop(String name, int number) {
        return """
          - name: %s
            number: %d
            uplinks:
              - data: 192.0.2.%d:4790
                probe: 192.0.2.%d:862
                stream: 192.0.2.%d:4791
                provider: transit-a
        """
                .formatted(name, number, number, number, number);
    }

    /** Everything up to where the pages begin. */
    void build() throws Exception {
        type("c1", "rhumb pki init /var/lib/rhumb/ca");
        type(
                "c1",
                "rhumb pki token c1 --role controller --ca /var/lib/rhumb/ca"
                        + " | rhumb pki enrol --ca /var/lib/rhumb/ca --tls-dir /etc/rhumb/tls");
        type(
                "c1",
                "rhumb pki token ann --role admin --ca /var/lib/rhumb/ca"
                        + " | rhumb pki enrol --ca /var/lib/rhumb/ca");
        write("c1", "/etc/rhumb/intent.yaml", INTENT);
        write(
                "c1",
                "/etc/rhumb/controller.yaml",
                """
                southbound: 192.0.2.9:4789
                northbound: 192.0.2.9:4780
                metrics: 192.0.2.9:9470
                state: /var/lib/rhumb/controller
                tls: {dir: /etc/rhumb/tls, authority: /var/lib/rhumb/ca, enrol: "192.0.2.9:4781"}
                intent: intent.yaml
                """);
        type("c1", "systemctl enable --now rhumb-controller");
        for (String pop : POPS) {
            int number = POPS.indexOf(pop) + 1;
            type(
                    pop,
                    "rhumb pki token "
                            + pop
                            + " --role pop | rhumb pki enrol --from https://192.0.2.9:4781"
                            + " --tls-dir /etc/rhumb/tls");
            write(
                    pop,
                    "/etc/rhumb/agent.yaml",
                    """
                    pop: %s
                    uplinks:
                      - {probe: "192.0.2.%d:862"}
                    controllers: ["192.0.2.9:4789"]
                    tls: {dir: /etc/rhumb/tls}
                    """
                            .formatted(pop, number));
            write(
                    pop,
                    "/etc/rhumb/forwarder.yaml",
                    """
                    pop: %s
                    uplinks:
                      - {data: "192.0.2.%d:4790", stream: "192.0.2.%d:4791"}
                    controllers: ["192.0.2.9:4789"]
                    tls: {dir: /etc/rhumb/tls}
                    """
                            .formatted(pop, number, number));
            type(pop, "systemctl enable --now rhumb-forwarder rhumb-agent");
        }
        type(Script.HOME, "rhumb intent apply " + "intent.yaml");
    }

    private void type(String machine, String line) throws Exception {
        Terminal.Outcome outcome = run(machine, line);
        if (outcome.status() != 0) {
            throw new AssertionError(machine + ": " + line + ": " + outcome);
        }
    }

    /** Types a line; services are this process's own. */
    Terminal.Outcome run(String machine, String typed) throws Exception {
        Matcher service = SERVICE.matcher(typed.replaceAll("\\s+# .*$", ""));
        if (!service.matches()) {
            return terminal.type(machine, typed);
        }
        for (String unit : service.group(2).split(" ", -1)) {
            String name = unit.substring("rhumb-".length());
            AutoCloseable running = services.remove(machine + "/" + name);
            if (running != null) {
                stop(running);
            }
            if (!service.group(1).equals("stop")) {
                services.put(machine + "/" + name, start(machine, name));
            }
        }
        return new Terminal.Outcome(0, List.of());
    }

    /** Writes a file of a machine, in the words of a page. */
    void write(String machine, String file, String text) throws IOException {
        Path path = Path.of(terminal.real(machine, file));
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, terminal.real(machine, text));
        if (file.endsWith("/intent.yaml")) {
            Files.copy(path, terminal.root(Script.HOME).resolve("intent.yaml"));
        }
    }

    /** Puts lines behind the first that ends so. */
    void insert(String machine, String file, String after, String text) throws IOException {
        Path path = Path.of(terminal.real(machine, file));
        StringBuilder changed = new StringBuilder();
        String wanted = terminal.real(machine, after);
        boolean done = false;
        for (String line : Files.readAllLines(path)) {
            changed.append(line).append('\n');
            if (!done && line.endsWith(wanted)) {
                changed.append(terminal.real(machine, text));
                done = true;
            }
        }
        if (!done) {
            throw new AssertionError(file + " has no line that ends in " + wanted + "\n" + changed);
        }
        Files.writeString(path, changed);
    }

    private AutoCloseable start(String machine, String service)
            throws IOException, ConfigException {
        Path file = Path.of(terminal.real(machine, "/etc/rhumb/" + service + ".yaml"));
        Path root = terminal.root(machine);
        String text = Files.readString(file);
        Matcher address = Pattern.compile(Pattern.quote(NETWORK) + "\\d+").matcher(text);
        String host = address.find() ? address.group() : NETWORK + "9";
        // What is of one machine each in the field, and here of all together.
        return switch (service) {
            case "controller" -> Controller.start(ConfigFile.load(file, ControllerConfig.class));
            case "agent" ->
                    AgentProcess.start(
                            ConfigFile.parse(
                                    file.toString(),
                                    text
                                            + "metrics: %s:9471\nforwarder-socket: %s/forwarder.sock\n"
                                                    .formatted(host, root),
                                    AgentConfig.class),
                            null);
            case "forwarder" ->
                    ForwarderProcess.start(
                            ConfigFile.parse(
                                    file.toString(),
                                    text
                                            + "metrics: %s:9472\nagent-socket: %s/forwarder.sock\nstate: %s/state\nmedia-bind: %s:0\n"
                                                    .formatted(host, root, root, host),
                                    ForwarderConfig.class),
                            null);
            default -> throw new AssertionError(service);
        };
    }

    @Override
    public void close() {
        services.values().forEach(Backbone::stop);
    }

    private static void stop(AutoCloseable service) {
        try {
            service.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
