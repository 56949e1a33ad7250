package rhumb.southbound.trace;

/**
 * One step of a convergence.
 *
 * @param node who took it, such as {@code sin/agent}
 * @param unixNs when, by that node's wall clock; nodes' clocks may differ
 */
public record Stamp(Stage stage, String node, long unixNs) {}
