package rhumb.sim.io;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import rhumb.host.config.ConfigException;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.ScenarioException;

/** How a command is told which scenario to run: the same words in the lab and in the simulator. */
public final class ScenarioOption {
    @Option(
            names = {"-s", "--scenario"},
            paramLabel = "NAME|FILE",
            defaultValue = "brownout",
            description =
                    "shipped name or a file (default: ${DEFAULT-VALUE}); grammar in docs/scenarios.md")
    private String scenario = "brownout";

    @Option(names = "--list", description = "list the shipped scenarios and end")
    private boolean list;

    @Option(
            names = "--print",
            description = "print the scenario's text, to start an own one from, and end")
    private boolean print;

    /** Whether the command was only asked to print something, which is done then. */
    public boolean printed(PrintStream out) throws ConfigException {
        if (list) {
            for (String name : Scenarios.SHIPPED) {
                out.printf("%-20s %s%n", name, load(name).title());
            }
        } else if (print) {
            out.print(text());
        }
        return list || print;
    }

    /** The chosen scenario, with another seed if one is given. */
    public Scenario load(@Nullable Long seed) throws ConfigException {
        Scenario chosen = load(scenario);
        return seed == null ? chosen : chosen.withSeed(seed);
    }

    private String text() throws ConfigException {
        try {
            return Scenarios.text(scenario);
        } catch (ScenarioException e) {
            throw complaint(e);
        }
    }

    private static ConfigException complaint(ScenarioException e) {
        return new ConfigException(e.errors().stream().map(String::valueOf).toList());
    }

    private static Scenario load(String nameOrFile) throws ConfigException {
        try {
            return Scenarios.load(nameOrFile);
        } catch (ScenarioException e) {
            throw complaint(e);
        }
    }
}
