package rhumb.pack;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import rhumb.controller.Controller;
import rhumb.controller.cli.Rhumb;
import rhumb.forward.Forwarder;
import rhumb.forward.io.ForwarderConfig;
import rhumb.host.main.Commands;
import rhumb.host.main.ExitCode;
import rhumb.host.main.Version;
import rhumb.probe.ProbeAgent;
import rhumb.probe.io.AgentConfig;

/** Writes manual pages, completion and samples of configuration into the tree of a package. */
public final class PackageTexts {
    private static final String EXAMPLES = "usr/share/doc/rhumb/examples/";

    private PackageTexts() {}

    /**
     * @param arguments the root of the tree
     */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        for (Map.Entry<String, String> file : texts().entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.resolve("..").normalize());
            Files.writeString(path, file.getValue());
        }
    }

    /** By their place below the root. */
    static Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        texts.put("usr/share/man/man1/rhumb.1", command());
        texts.put("usr/share/man/man8/rhumb-controller.8", service(Controller.commandLine()));
        texts.put(
                "usr/share/man/man8/rhumb-agent.8",
                service(Commands.commandLine(new ProbeAgent())));
        texts.put(
                "usr/share/man/man8/rhumb-forwarder.8",
                service(Commands.commandLine(new Forwarder())));
        texts.put(EXAMPLES + "controller.yaml", run(Controller.commandLine(), "--sample-config"));
        texts.put(EXAMPLES + "agent.yaml", AgentConfig.SAMPLE);
        texts.put(EXAMPLES + "forwarder.yaml", ForwarderConfig.SAMPLE);
        texts.put(
                "usr/share/bash-completion/completions/rhumb",
                run(Rhumb.commandLine(), "completion", "bash"));
        texts.put(
                "usr/share/zsh/vendor-completions/_rhumb",
                zsh(run(Rhumb.commandLine(), "completion", "zsh")));
        return texts;
    }

    /** As a function that zsh loads when it is first wanted, and that must answer then too. */
    private static String zsh(String script) {
        return "#compdef rhumb\n" + script + "_bash_complete -F _rhumb\n";
    }

    private static String command() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("RHUMB_CONTROLLER", "northbound address of the controller");
        environment.put("RHUMB_TLS", "folder with your certificate");
        environment.put(Commands.LOG_VARIABLE, "level of the log: error, warn, info, debug, trace");
        environment.put(
                Commands.ERRORS_VARIABLE, "json: what is refused is a JSON object on stderr");
        environment.put("RHUMB_JAVA_OPTIONS", "more flags of the Java virtual machine");
        return ManualPage.of(
                Rhumb.commandLine(),
                1,
                Version.text(),
                Map.of("ENVIRONMENT", environment),
                List.of("rhumb-controller(8)", "rhumb-agent(8)", "rhumb-forwarder(8)"));
    }

    private static String service(CommandLine command) {
        String process = command.getCommandName().replace("rhumb ", "");
        Map<String, String> files = new LinkedHashMap<>();
        files.put("/etc/rhumb/" + process + ".yaml", "configuration; without it the service waits");
        files.put("/etc/rhumb/tls", "certificate and key: rhumb pki enrol");
        files.put("/etc/default/rhumb", "environment of the services");
        if (!process.equals("agent")) {
            files.put("/var/lib/rhumb/" + process, "what survives a restart");
        }
        files.put("/" + EXAMPLES + process + ".yaml", "a commented example");
        Map<String, Map<String, String>> more = new LinkedHashMap<>();
        more.put("FILES", files);
        more.put(
                "SERVICE",
                Map.of(
                        "systemctl enable --now rhumb-" + process,
                        "starts it now and at each boot; journalctl -u rhumb-"
                                + process
                                + " shows its log"));
        return ManualPage.of(
                command, 8, Version.text(), more, List.of("rhumb(1)", "systemd.service(5)"));
    }

    private static String run(CommandLine command, String... arguments) {
        StringWriter text = new StringWriter();
        command.setOut(new PrintWriter(text));
        if (command.execute(arguments) != ExitCode.OK.status() || text.toString().isEmpty()) {
            throw new IllegalStateException(
                    command.getCommandName() + " " + String.join(" ", arguments) + " failed");
        }
        return text.toString();
    }
}
