package rhumb.sim.scenario;

import java.util.List;
import java.util.stream.Collectors;

/** A scenario could not be read; names every mistake that was found. */
public final class ScenarioException extends Exception {
    private final transient List<ScenarioError> errors;

    public ScenarioException(String name, List<ScenarioError> errors) {
        super(
                "scenario "
                        + name
                        + ": "
                        + (errors.size() == 1 ? "1 error" : errors.size() + " errors")
                        + errors.stream().map(e -> "\n  " + e).collect(Collectors.joining()));
        this.errors = List.copyOf(errors);
    }

    public List<ScenarioError> errors() {
        return errors;
    }
}
