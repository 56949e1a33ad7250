package rhumb.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rhumb.sim.io.SampleFiles;
import rhumb.sim.io.Scenarios;
import rhumb.sim.report.ExpectationReport;
import rhumb.sim.report.RunReport;
import rhumb.sim.scenario.ScenarioException;
import rhumb.sim.scenario.ScenarioParser;

/**
 * Agents and forwarders whose controllers are all gone, as a whole; for a day the forwarders' own
 * tests do it.
 */
class ControllersGoneTest {
    /**
     * A link is dead twice; a PoP loses its power. Logs are not protected: what is sent into a link
     * before it is known to be dead is gone.
     */
    private static final String TEXT =
            """
            title all controllers are gone
            duration 3min
            pop sin city Singapore
            pop fra city Frankfurt
            pop lon city London
            pop iad city Ashburn
            controller fra
            delays cities
            stream room signalling sin->fra rate 1/s size 200 duplex
            stream logs log sin->fra rate 1/s size 200
            stream late signalling sin->lon rate 5/s size 200 from 140s
            at 10s controller down
            from 30s to 90s every 60s link sin->fra blackhole for 20s
            at 60s link fra->sin loss 20% for 20s
            at 70s pop lon down for 60s
            expect stream room lost% <= 0.1
            expect stream room/back lost% <= 0.1
            expect stream logs lost <= 4
            expect stream late lost == 0
            expect total dscp == 0
            """;

    @Test
    void mediaGoOnAndOutagesAreGoneRound() throws ScenarioException {
        RunReport report =
                new Simulation(
                                ScenarioParser.parse(
                                        "gone", "gone.scenario", TEXT, Scenarios.cityDelays()),
                                line -> {})
                        .run(SampleFiles.load());
        assertThat(report.expectations()).isNotEmpty().allMatch(ExpectationReport::held);
    }
}
