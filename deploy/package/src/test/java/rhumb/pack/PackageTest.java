package rhumb.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rhumb.forward.io.ForwarderConfig;
import rhumb.host.config.ConfigFile;
import rhumb.host.main.ExitCode;
import rhumb.probe.io.AgentConfig;

/** What the package is made of, looked at in every build; try-in-debian installs the whole. */
class PackageTest {
    private static final Path ROOT =
            Path.of(System.getProperty("rhumb.root", "../..")).toAbsolutePath().normalize();
    private static final Path HERE = ROOT.resolve("deploy/package");
    private static final Map<String, String> TEXTS = PackageTexts.texts();

    @TempDir Path folder;

    private static Map<String, List<String>> unit(String process) throws IOException {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        Path file = HERE.resolve("debian/units/rhumb-" + process + ".service");
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                keys.computeIfAbsent(line.substring(0, equals), key -> new ArrayList<>())
                        .add(line.substring(equals + 1));
            }
        }
        return keys;
    }

    private static String first(String process, String key) throws IOException {
        return unit(process).getOrDefault(key, List.of("nothing")).getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"controller", "agent", "forwarder"})
    void aUnitWaitsForItsConfigurationAndForItsProcess(String process) throws IOException {
        String config = "/etc/rhumb/" + process + ".yaml";
        Map<String, List<String>> unit = unit(process);
        assertThat(unit)
                .containsEntry("ConditionPathExists", List.of(config))
                .containsEntry(
                        "ExecStart", List.of("/usr/bin/rhumb " + process + " --config " + config))
                .containsEntry("Type", List.of("notify"))
                .containsEntry("WatchdogSec", List.of("30"))
                .containsEntry("SuccessExitStatus", List.of("143"))
                .containsEntry(
                        "RestartPreventExitStatus",
                        List.of(ExitCode.USAGE.status() + " " + ExitCode.CONFIG.status()))
                .containsEntry("User", List.of("rhumb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"controller", "agent", "forwarder"})
    void aUnitMayOnlyWhatItsProcessNeeds(String process) throws IOException {
        String capabilities = process.equals("agent") ? "CAP_NET_BIND_SERVICE" : "";
        Map<String, List<String>> unit = unit(process);
        assertThat(unit)
                .containsEntry("CapabilityBoundingSet", List.of(capabilities))
                .containsEntry("AmbientCapabilities", List.of(capabilities))
                .containsEntry("ProtectSystem", List.of("strict"))
                .containsEntry(
                        "RestrictAddressFamilies", List.of("AF_UNIX AF_INET AF_INET6 AF_NETLINK"))
                .containsEntry("SystemCallFilter", List.of("@system-service", "~@privileged"));
        for (String key :
                List.of(
                        "NoNewPrivileges",
                        "ProtectHome",
                        "PrivateTmp",
                        "PrivateDevices",
                        "ProtectKernelModules",
                        "RestrictNamespaces",
                        "RestrictSUIDSGID")) {
            assertThat(unit).containsEntry(key, List.of("yes"));
        }
    }

    /** Everything that a service keeps is below what a purge removes. */
    @ParameterizedTest
    @ValueSource(strings = {"controller", "agent", "forwarder"})
    void aPurgeFindsWhatTheServicesKeep(String process) throws IOException {
        Map<String, List<String>> unit = unit(process);
        for (String key : List.of("StateDirectory", "RuntimeDirectory")) {
            assertThat(unit.getOrDefault(key, List.of()))
                    .allMatch(kept -> kept.matches("rhumb(/.*)?"));
        }
        assertThat(Files.readString(HERE.resolve("debian/control/postrm")))
                .contains("rm -rf /etc/rhumb /var/lib/rhumb /run/rhumb")
                .contains("userdel rhumb");
    }

    @Test
    void defaultsOfProcessesLieWhereTheirUnitsMayWrite() throws IOException {
        String forwarder = Files.readString(sample("forwarder"));
        assertThat(forwarder).contains("state: /var/lib/" + first("forwarder", "StateDirectory"));
        assertThat(forwarder)
                .contains("agent-socket: /run/" + first("forwarder", "RuntimeDirectory") + "/");
        assertThat(Files.readString(sample("controller")))
                .contains("state: /var/lib/" + first("controller", "StateDirectory"));
    }

    private Path sample(String process) throws IOException {
        Path file = folder.resolve(process + ".yaml");
        Files.writeString(file, TEXTS.get("usr/share/doc/rhumb/examples/" + process + ".yaml"));
        return file;
    }

    @Test
    void samplesAreConfigurationsThatWork() throws Exception {
        assertThat(ConfigFile.load(sample("agent"), AgentConfig.class).pop()).isNotNull();
        assertThat(ConfigFile.load(sample("forwarder"), ForwarderConfig.class).pop()).isNotNull();
        assertThat(Files.readString(sample("controller"))).contains("southbound: 127.0.0.1:4789");
    }

    @Test
    void theManualHasEveryCommandAndTheServices() {
        assertThat(TEXTS.get("usr/share/man/man1/rhumb.1"))
                .contains(".SS \"rhumb show links\"")
                .contains(".SS \"rhumb intent apply\"")
                .contains(".SS \"rhumb pki enrol\"")
                .contains("RHUMB_CONTROLLER");
        for (String process : List.of("controller", "agent", "forwarder")) {
            assertThat(TEXTS.get("usr/share/man/man8/rhumb-" + process + ".8"))
                    .startsWith(".TH \"RHUMB-" + process.toUpperCase(Locale.ROOT))
                    .contains("\\-\\-config FILE")
                    .contains("\\-\\-sample\\-config")
                    .contains("/etc/rhumb/" + process + ".yaml");
        }
    }

    @Test
    void shellsCompleteTheCommands() {
        assertThat(TEXTS.get("usr/share/bash-completion/completions/rhumb"))
                .contains("complete -F _rhumb rhumb");
        assertThat(TEXTS.get("usr/share/zsh/vendor-completions/_rhumb"))
                .startsWith("#compdef rhumb\n")
                .contains("bashcompinit")
                .endsWith("_bash_complete -F _rhumb\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postinst", "prerm", "postrm"})
    void maintainerScriptsAreShell(String script) throws Exception {
        assertShell("sh", HERE.resolve("debian/control").resolve(script));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage", "train", "small-overlay", "try-in-debian"})
    void scriptsAreBash(String script) throws Exception {
        assertShell("bash", HERE.resolve(script));
    }

    private static void assertShell(String shell, Path script) throws Exception {
        Process check =
                new ProcessBuilder(shell, "-n", script.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
        assertThat(Files.readAllLines(script))
                .contains("set -e" + (shell.equals("sh") ? "" : "uo pipefail"));
    }

    @Test
    void theRunTimeHasModulesThatThereAre() throws IOException {
        Set<String> there =
                ModuleFinder.ofSystem().findAll().stream()
                        .map(ModuleReference::descriptor)
                        .map(descriptor -> descriptor.name())
                        .collect(Collectors.toSet());
        Set<String> packed = new TreeSet<>();
        Matcher line =
                Pattern.compile("(?m)^modules=(?:\\$modules,)?(.*)$")
                        .matcher(Files.readString(HERE.resolve("stage")));
        while (line.find()) {
            packed.addAll(List.of(line.group(1).split(",")));
        }
        assertThat(packed)
                .contains("jdk.incubator.vector", "jdk.httpserver")
                .hasSizeGreaterThan(10);
        assertThat(there).containsAll(packed);
    }

    /** The variables that operators may set are those that something reads. */
    @Test
    void theEnvironmentOfTheServicesIsRead() throws IOException {
        String readers =
                Files.readString(ROOT.resolve("rhumb"))
                        + Files.readString(
                                ROOT.resolve("controller/host/src/main/resources/logback.xml"));
        Matcher variable =
                Pattern.compile("(?m)^#(RHUMB_\\w+)=")
                        .matcher(Files.readString(HERE.resolve("debian/default")));
        Set<String> variables = new TreeSet<>();
        while (variable.find()) {
            variables.add(variable.group(1));
        }
        assertThat(variables).hasSize(2).allMatch(readers::contains);
    }
}
