package rhumb.controller;

import rhumb.controller.lsdb.LinkStateDatabase;
import rhumb.southbound.session.SessionTiming;

/**
 * How the controller keeps time and how much it keeps. Implementation constants, changed by tests.
 *
 * @param agentGraceNs after the first agent, how long missing ones are waited for
 * @param settleLimitNs how long after that an agent may take to report all of its links
 * @param readLimitNs how long a forwarder may take to say what it runs
 * @param coalesceCount plan at the latest after so many reports
 * @param coalesceIdleNs plan when nothing came for so long
 * @param coalesceBatchNs plan at the latest so long after the first report
 * @param revisitNs how often to plan without news while a move waits or recent trouble fades
 * @param events how many events are kept
 * @param traces how many convergence traces are kept
 */
public record ControllerOptions(
        long agentGraceNs,
        long settleLimitNs,
        long readLimitNs,
        int coalesceCount,
        long coalesceIdleNs,
        long coalesceBatchNs,
        long revisitNs,
        int events,
        int traces,
        SessionTiming session,
        LinkStateDatabase.Timing lsdb) {
    private static final long MS = 1_000_000L;

    public static final ControllerOptions STANDARD =
            new ControllerOptions(
                    3_000 * MS,
                    15_000 * MS,
                    3_000 * MS,
                    1_000,
                    5 * MS,
                    25 * MS,
                    1_000 * MS,
                    10_000,
                    256,
                    SessionTiming.STANDARD,
                    LinkStateDatabase.Timing.STANDARD);

    /** With another time between heartbeats. */
    ControllerOptions beatingEvery(long heartbeatNs) {
        return new ControllerOptions(
                agentGraceNs,
                settleLimitNs,
                readLimitNs,
                coalesceCount,
                coalesceIdleNs,
                coalesceBatchNs,
                revisitNs,
                events,
                traces,
                session.beatingEvery(heartbeatNs),
                lsdb);
    }
}
