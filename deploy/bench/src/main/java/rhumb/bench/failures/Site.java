package rhumb.bench.failures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import rhumb.bench.process.JavaProcess;
import rhumb.bench.process.JavaProcess.Program;

/** One place: a controller, and a PoP's agent and forwarder, each a process. */
final class Site {
    static final int NORTHBOUND = 4780;
    static final int SOUTHBOUND = 4789;
    static final int CLUSTER = 4795;

    /** Where the overlay takes media of the service that enters here. */
    static final int MEDIA = 7000;

    private static final List<String> NAMES = List.of("sin", "fra", "nyc");
    private static final int METRICS = 9470;

    final int number;
    final Path state;
    final JavaProcess controller;
    final JavaProcess agent;
    final JavaProcess forwarder;

    private final Path folder;
    private final Path logs;
    private final Pki pki;
    private final @Nullable Path installed;

    /**
     * Nothing runs yet.
     *
     * @param folder for what is configured
     * @param logs another folder
     * @param setting how the controller is started
     * @param installed see {@link JavaProcess.Start#installed}
     * @param intent below {@code intent:}
     */
    Site(
            int number,
            Path folder,
            Path logs,
            Pki pki,
            Scenario.Setting setting,
            @Nullable Path installed,
            String intent)
            throws IOException {
        this.number = number;
        this.folder = folder;
        this.logs = logs;
        this.pki = pki;
        this.installed = installed;
        this.state = folder.resolve("state-" + number);
        Map<String, String> clock =
                setting == Scenario.Setting.CLOCKS ? Clock.environment(clock()) : Map.of();
        this.controller = process(Program.CONTROLLER, controllerText(setting, intent), clock);
        this.agent = process(Program.AGENT, agentText(), Map.of());
        this.forwarder =
                process(
                        Program.FORWARDER,
                        forwarderText(),
                        Map.of("RHUMB_LOG", "debug")); // each set of rules that is installed
    }

    static String name(int site) {
        return NAMES.get(site - 1);
    }

    /** The file that says what the controller's clock shows. */
    Path clock() {
        return folder.resolve("clock-" + number);
    }

    /** Where the controller tells its figures. */
    String metrics() {
        return Hub.controller(number) + ":" + METRICS;
    }

    List<JavaProcess> processes() {
        return List.of(controller, agent, forwarder);
    }

    private JavaProcess process(Program program, String text, Map<String, String> environment)
            throws IOException {
        String what = program.name().toLowerCase(Locale.ROOT);
        Path config = folder.resolve(what + "-" + number + ".yaml");
        Files.writeString(config, text);
        Map<String, String> all = new HashMap<>(Map.of("RHUMB_LOG", "info"));
        all.putAll(environment);
        return new JavaProcess(
                new JavaProcess.Start(
                        Hub.at(number, List.of()), JavaProcess.Start.SMALL, all, installed),
                program,
                config,
                logs.resolve(what + "-" + number + ".log"));
    }

    private String controllerText(Scenario.Setting setting, String intent) throws IOException {
        StringBuilder members = new StringBuilder();
        for (int member = 1; member <= Hub.SITES; member++) {
            String at =
                    setting == Scenario.Setting.FAR && member != number
                            ? Hub.relay(number, member)
                            : Hub.controller(member);
            members.append(
                    "    - {number: %d, address: \"%s:%d\", northbound: \"%s:%d\"}%n"
                            .formatted(member, at, CLUSTER, Hub.controller(member), NORTHBOUND));
        }
        return """
        southbound: %1$s:%2$d
        northbound: %1$s:%3$d
        metrics: %4$s
        state: %5$s
        tls: {dir: %6$s}
        cluster:
          member: %7$d
          members:
        %8$s
        intent:
        %9$s
        """
                .formatted(
                        Hub.controller(number),
                        SOUTHBOUND,
                        NORTHBOUND,
                        metrics(),
                        state,
                        pki.enrol("controller/c" + number),
                        number,
                        members.toString().stripTrailing(),
                        intent.indent(2));
    }

    /** The nearest first: its own site's. */
    private String controllers() {
        return IntStream.range(0, Hub.SITES)
                .map(i -> (number - 1 + i) % Hub.SITES + 1)
                .mapToObj(site -> "\"" + Hub.controller(site) + ":" + SOUTHBOUND + "\"")
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private String agentText() throws IOException {
        return """
        pop: %s
        uplinks:
          - probe: %s:862
        controllers: %s
        forwarder-socket: %s
        metrics: 127.0.0.1:9471
        tls: {dir: %s}
        """
                .formatted(name(number), Hub.pop(number), controllers(), socket(), pop());
    }

    private String forwarderText() throws IOException {
        return """
        pop: %1$s
        uplinks:
          - data: %2$s:4790
            stream: %2$s:4791
        media-bind: %2$s:0
        controllers: %3$s
        agent-socket: %4$s
        state: %5$s
        metrics: 127.0.0.1:9472
        tls: {dir: %6$s}
        """
                .formatted(
                        name(number),
                        Hub.pop(number),
                        controllers(),
                        socket(),
                        folder.resolve("forwarder-state-" + number),
                        pop());
    }

    private Path socket() {
        return folder.resolve("forwarder-" + number + ".sock");
    }

    private Path pop() throws IOException {
        Path made = folder.resolve("pki").resolve("pop-" + name(number));
        return Files.exists(made) ? made : pki.enrol("pop/" + name(number));
    }
}
