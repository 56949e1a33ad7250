package rhumb.sim.report;

import java.util.List;

/**
 * The outcome of a run.
 *
 * @param driver what ran it, {@code lab} or {@code sim}
 * @param durationMs length of the run
 * @param pops how many PoPs there were
 * @param links how many directed links there were
 * @param ok whether every expectation held
 */
public record RunReport(
        String scenario,
        String title,
        String driver,
        long seed,
        long durationMs,
        int pops,
        int links,
        boolean ok,
        List<EventReport> events,
        List<StreamReport> streams,
        List<ExpectationReport> expectations) {
    public RunReport {
        events = List.copyOf(events);
        streams = List.copyOf(streams);
        expectations = List.copyOf(expectations);
    }
}
