package rhumb.forward;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rhumb.forward.io.ForwarderConfig;
import rhumb.forward.io.ForwarderProcess;
import rhumb.host.config.ConfigException;
import rhumb.host.config.ConfigFile;
import rhumb.host.main.Commands;
import rhumb.host.main.ExitCode;
import rhumb.host.main.Lifetime;
import rhumb.host.main.Version;

/** {@code rhumb forwarder}: carries media of one PoP. */
@Command(
        name = "rhumb forwarder",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Carry media: takes clients, relays between PoPs, hands to media servers.",
            "Goes on by its last rules while no controller is there.%n"
        })
public final class Forwarder implements Callable<ExitCode> {
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
        System.exit(Commands.run(new Forwarder(), args));
    }

    @Override
    public ExitCode call() throws IOException, ConfigException {
        if (sample) {
            System.out.print(ForwarderConfig.SAMPLE);
            return ExitCode.OK;
        }
        if (config == null) {
            throw new ConfigException(
                    List.of("--config FILE is missing; --sample-config prints an example"));
        }
        ForwarderConfig loaded = ConfigFile.load(config, ForwarderConfig.class);
        if (check) {
            System.out.println(config + ": good");
            return ExitCode.OK;
        }
        try (Lifetime life = Lifetime.begin("rhumb-forwarder")) {
            ForwarderProcess process = life.add(ForwarderProcess.start(loaded, null));
            life.runs(process::health);
            life.awaitSignal();
        }
        return ExitCode.OK;
    }
}
