package rhumb.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import rhumb.net.LinkId;
import rhumb.sim.io.SampleFiles;
import rhumb.sim.io.Scenarios;
import rhumb.sim.media.Samples;
import rhumb.sim.report.ExpectationReport;
import rhumb.sim.report.ReportJson;
import rhumb.sim.report.RunReport;
import rhumb.sim.scenario.CityDelays;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.ScenarioException;
import rhumb.sim.scenario.ScenarioParser;

/** The whole overlay, in the scenarios that people read and in those that nobody wrote. */
class SimulationTest {
    private static final Samples SAMPLES = SampleFiles.load();
    private static final CityDelays CITIES = Scenarios.cityDelays();
    private static final int SWARM = 30;

    @SuppressWarnings("unused")
    private static final List<String> NAMES = Scenarios.SHIPPED;

    @ParameterizedTest
    @FieldSource("NAMES")
    void shippedScenariosHoldWithAnySeed(String name) throws ScenarioException {
        Scenario scenario = Scenarios.load(name);
        for (long seed : List.of(scenario.seed(), 2L, 3L, 4L)) {
            RunReport report = new Simulation(scenario.withSeed(seed), line -> {}).run(SAMPLES);
            assertThat(report.expectations())
                    .as("%s with seed %d", name, seed)
                    .allMatch(ExpectationReport::held);
        }
    }

    @Test
    void theSameSeedGivesTheSameRunAndAnotherSeedAnother() throws ScenarioException {
        Scenario scenario = Scenarios.load("brownout");
        assertThat(transcript(scenario)).isEqualTo(transcript(scenario));
        assertThat(transcript(scenario.withSeed(99))).isNotEqualTo(transcript(scenario));
    }

    @Test
    void linksThatBleachAreFoundAndNamed() throws ScenarioException {
        Scenario scenario = Scenarios.load("bleach");
        List<String> lines = new ArrayList<>();
        new Simulation(scenario, lines::add).run(SAMPLES);
        for (LinkId link : scenario.links().keySet()) {
            String event = " DSCP_CHANGED " + link + " Bleach-DSCP, ";
            assertThat(lines).anyMatch(line -> line.contains(event) && line.contains("EF>DF"));
        }
    }

    /** To see one that failed: write its text to a file and run {@code rhumb sim --scenario}. */
    @Test
    void aSwarmOfRandomOverlaysAndFaultsKeepsItsPromises() throws ScenarioException {
        for (long seed = 1; seed <= SWARM; seed++) {
            String text = RandomScenario.text(seed);
            Scenario scenario = ScenarioParser.parse("swarm", "swarm-" + seed, text, CITIES);
            assertThat(SwarmRun.complaints(scenario, SAMPLES))
                    .as("swarm seed %d:%n%s", seed, text)
                    .isEmpty();
        }
    }

    private static String transcript(Scenario scenario) {
        List<String> lines = new ArrayList<>();
        RunReport report = new Simulation(scenario, lines::add).run(SAMPLES);
        lines.add(ReportJson.write(report));
        return String.join("\n", lines);
    }
}
