package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import rhumb.controller.doctor.Check;
import rhumb.controller.doctor.Doctor;
import rhumb.controller.doctor.Facts;
import rhumb.controller.doctor.Setup;
import rhumb.host.main.CommandFailure;

/** {@code rhumb doctor}: gathers facts and prints what {@link Doctor} thinks of them. */
@Command(
        name = "doctor",
        sortOptions = false,
        description = {
            "Look at this machine, a PoP's or a controller's, and say what to fix: ports, interfaces and"
                    + " their MTU, clock, certificates, capabilities, socket buffers, state folders,"
                    + " controllers that can be reached, links and what they do to code points.",
            "Exit status 0: all is well; 1: something could be better; 2: something does not work.",
            ""
        },
        footerHeading = "%nFor example:%n",
        footer = {
            "  rhumb doctor                                      what lies in /etc/rhumb",
            "  rhumb doctor --config agent.yaml --config forwarder.yaml --trace"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final List<Path> USUAL =
            Stream.of("controller", "agent", "forwarder")
                    .map(name -> Path.of("/etc/rhumb", name + ".yaml"))
                    .toList();

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Rhumb rhumb;

    @Option(
            names = "--config",
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "configuration of a process of this machine, may be given several times"
                            + " (default: those in /etc/rhumb)")
    private List<Path> configs = new ArrayList<>();

    @Option(
            names = "--trace",
            description = "also send packets to each other PoP: what sizes cross")
    private boolean traces;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Output output;

    @Override
    public Integer call() {
        List<Check> checks = examine(rhumb, configs, traces);
        int printed = output.print(rhumb.out(), () -> json(checks), json -> text(json, output));
        return printed == 0 ? Doctor.status(checks) : printed;
    }

    /** Those that are given, else the usual ones that exist. */
    static List<Path> configs(List<Path> given) {
        return given.isEmpty() ? USUAL.stream().filter(Files::isReadable).toList() : given;
    }

    static List<Check> examine(Rhumb rhumb, List<Path> given, boolean traces) {
        List<Setup> setups = configs(given).stream().map(LocalFacts::setup).toList();
        ProcFiles proc = new ProcFiles(Path.of("/proc"));
        LocalFacts local = new LocalFacts(setups, proc);
        String pop =
                setups.stream().map(Setup::pop).filter(Objects::nonNull).findFirst().orElse(null);
        boolean sealed = rhumb.address().contains("https:");
        return Doctor.examine(
                new Facts(
                        local.machine(),
                        local.ports(),
                        local.doors(),
                        local.attachments(),
                        local.folders(),
                        local.certificates(sealed ? rhumb.tlsFolder() : null, Instant.now()),
                        proc.processes(),
                        controller(rhumb, pop, traces)));
    }

    private static Facts.Controller controller(Rhumb rhumb, @Nullable String pop, boolean traces) {
        try {
            return new ControllerFacts(rhumb.northbound(), pop).ask(traces);
        } catch (CommandFailure e) {
            // Without a certificate of its own nobody is asked.
            return new Facts.Controller(
                    rhumb.address(),
                    String.valueOf(e.getMessage()),
                    Long.MIN_VALUE,
                    0,
                    "",
                    null,
                    List.of(),
                    List.of());
        }
    }

    static JsonNode json(List<Check> checks) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = answer.putArray("checks");
        for (Check check : checks) {
            rows.addObject()
                    .put("level", check.level().word())
                    .put("subject", check.subject())
                    .put("found", check.found())
                    .put("todo", check.todo());
        }
        return answer.put("status", Doctor.status(checks));
    }

    static String text(JsonNode answer, Output output) {
        StringBuilder text = new StringBuilder();
        int[] counts = new int[3];
        for (JsonNode check : answer.path("checks")) {
            String level = check.path("level").asText();
            counts[level.equals("ok") ? 0 : level.equals("warn") ? 1 : 2]++;
            text.append(output.painted(level))
                    .append(" ".repeat(6 - level.length()))
                    .append(check.path("subject").asText())
                    .append(": ")
                    .append(check.path("found").asText())
                    .append('\n');
            if (!check.path("todo").asText().isEmpty()) {
                text.append("      -> ").append(check.path("todo").asText()).append('\n');
            }
        }
        return text.append(counts[0])
                .append(" ok, ")
                .append(counts[1])
                .append(" could be better, ")
                .append(counts[2])
                .append(counts[2] == 1 ? " does not work\n" : " do not work\n")
                .toString();
    }
}
