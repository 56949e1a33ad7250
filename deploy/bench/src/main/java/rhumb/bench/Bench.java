package rhumb.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import rhumb.host.main.Commands;
import rhumb.host.main.Version;

/** {@code rhumb bench}: what Rhumb achieves, measured. */
@Command(
        name = "rhumb bench",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT, // --help is understood after every word
        versionProvider = Version.class,
        description = "Measure what Rhumb promises, beside the floor or a reference.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AeadBench.class,
            ClusterBench.class,
            Detect.class,
            FailuresBench.class,
            ForwardBench.class,
            PlanBench.class,
            PathsBench.class,
            ProbesBench.class,
            RulesBench.class,
            RepairBench.class,
            Timestamps.class,
            CommandLine.HelpCommand.class
        })
public final class Bench {
    private Bench() {}

    /** Runs; the status is the process's. */
    public static void main(String[] args) {
        System.exit(Commands.run(new Bench(), args));
    }
}
