package rhumb.sim.scenario;

import static org.assertj.core.api.Assertions.fail;

import java.util.List;

/** Scenario texts for tests. */
final class Texts {
    static final CityDelays CITIES =
            CityDelays.parse(
                    "Singapore Frankfurt 78.5\nFrankfurt Tokyo 109.5\nSingapore Tokyo 36.5\n");

    /** Three PoPs with all links, 10 s; further lines start at line 8. */
    static final String HEAD =
            """
            title three PoPs
            duration 10s
            seed 7
            pop sin city Singapore
            pop fra city Frankfurt uplink 50mbps
            pop nrt city Tokyo
            delays cities
            """;

    private Texts() {}

    static Scenario parse(String more) {
        try {
            return ScenarioParser.parse("t", "t.scenario", HEAD + more, CITIES);
        } catch (ScenarioException e) {
            return fail(e);
        }
    }

    /** What is said about some lines after the head. */
    static List<String> errors(String more) {
        return errorsOf(HEAD + more);
    }

    static List<String> errorsOf(String text) {
        try {
            ScenarioParser.parse("t", "t.scenario", text, CITIES);
            return List.of();
        } catch (ScenarioException e) {
            return e.errors().stream().map(ScenarioError::toString).toList();
        }
    }
}
