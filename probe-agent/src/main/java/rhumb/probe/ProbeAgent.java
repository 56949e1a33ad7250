package rhumb.probe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rhumb.host.config.ConfigException;
import rhumb.host.config.ConfigFile;
import rhumb.host.main.Commands;
import rhumb.host.main.ExitCode;
import rhumb.host.main.Lifetime;
import rhumb.host.main.Version;
import rhumb.probe.io.AgentConfig;
import rhumb.probe.io.AgentProcess;

/** {@code rhumb agent}: measures the links of one PoP. */
@Command(
        name = "rhumb agent",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Measure the links of a PoP and judge them for each traffic class.%n")
public final class ProbeAgent implements Callable<ExitCode> {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "configuration (see --sample-config)")
    private @Nullable Path config;

    @Option(names = "--sample-config", description = "print a commented example and end")
    private boolean sample;

    @Option(names = "--check", description = "check the configuration and end")
    private boolean check;

    /** Runs until a signal; the status is the process's. */
    public static void main(String[] args) {
        System.exit(Commands.run(new ProbeAgent(), args));
    }

    @Override
    public ExitCode call() throws IOException, ConfigException {
        if (sample) {
            System.out.print(AgentConfig.SAMPLE);
            return ExitCode.OK;
        }
        if (config == null) {
            throw new ConfigException(
                    List.of("--config FILE is missing; --sample-config prints an example"));
        }
        AgentConfig loaded = ConfigFile.load(config, AgentConfig.class);
        if (check) {
            loaded.stamp().options();
            System.out.println(config + ": good");
            return ExitCode.OK;
        }
        try (Lifetime life = Lifetime.begin("rhumb-agent")) {
            AgentProcess process = life.add(AgentProcess.start(loaded, null));
            life.runs(process::health);
            life.awaitSignal();
        }
        return ExitCode.OK;
    }
}
