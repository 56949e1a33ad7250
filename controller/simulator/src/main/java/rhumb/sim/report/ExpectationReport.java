package rhumb.sim.report;

/**
 * The verdict on one expectation.
 *
 * @param measured what was found, for people
 */
public record ExpectationReport(String text, boolean held, String measured) {}
