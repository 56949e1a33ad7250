package rhumb.sim.scenario;

/**
 * One mistake in a scenario file.
 *
 * @param line counted from 1; 0 for the file as a whole
 * @param field the word it is about
 * @param message what was expected and what was found
 */
public record ScenarioError(String file, int line, String field, String message) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + field + ": " + message;
    }
}
