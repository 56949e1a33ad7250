package rhumb.sim;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rhumb.host.config.ConfigException;
import rhumb.host.main.Commands;
import rhumb.host.main.ExitCode;
import rhumb.host.main.Version;
import rhumb.sim.engine.Simulation;
import rhumb.sim.io.SampleFiles;
import rhumb.sim.io.ScenarioOption;
import rhumb.sim.report.ReportJson;
import rhumb.sim.report.ReportTable;
import rhumb.sim.report.RunReport;
import rhumb.sim.report.TimelineSvg;
import rhumb.sim.scenario.Scenario;

/** {@code rhumb sim}: a scenario in virtual time. */
@Command(
        name = "rhumb sim",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Run a scenario in virtual time: the same cores as on PoPs, no sockets, a minute in a second or two.",
            "The same scenario and seed give the same log and the same report, byte for byte.",
            "Exit status 0 when every expectation held, 1 when one was missed.%n"
        })
public final class Sim implements Callable<ExitCode> {
    @Mixin private ScenarioOption scenario = new ScenarioOption();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "other chance than the scenario's own seed gives")
    private @Nullable Long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the report as JSON")
    private @Nullable Path json;

    @Option(
            names = "--timeline",
            paramLabel = "FILE",
            description = "also draw what streams lost around the first event, as SVG")
    private @Nullable Path timeline;

    @Option(names = "--quiet", description = "no event log, only the report")
    private boolean quiet;

    /** Runs; the status is the process's. */
    public static void main(String[] args) {
        System.exit(Commands.run(new Sim(), args));
    }

    @Override
    public ExitCode call() throws IOException, ConfigException {
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        if (scenario.printed(out)) {
            out.flush();
            return ExitCode.OK;
        }
        Scenario chosen = scenario.load(seed);
        Consumer<String> log = quiet ? line -> {} : out::println;
        Simulation simulation = new Simulation(chosen, log);
        RunReport report = simulation.run(SampleFiles.load());
        out.println();
        out.print(ReportTable.render(report));
        out.flush();
        if (json != null) {
            Files.writeString(json, ReportJson.write(report));
        }
        if (timeline != null) {
            Files.writeString(timeline, TimelineSvg.draw(report, simulation.timelines()));
        }
        return report.ok() ? ExitCode.OK : ExitCode.DIFFERENCE;
    }
}
