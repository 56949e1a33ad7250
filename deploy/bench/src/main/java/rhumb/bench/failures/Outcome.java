package rhumb.bench.failures;

import java.util.List;

/**
 * What was seen of a scenario.
 *
 * @param mediaSent packets that were given to the overlay while it lasted
 * @param mediaLost those of them that did not come out of it
 * @param steadyMs from the failure, or where nobody can lead from its end, until one leads and the
 *     rules of all PoPs that it reaches are as it wants them; -1 = it never was
 * @param alikeMs from when all controllers answer again, after the end of the failure, until one
 *     leads, all PoPs are there, and all members hold the same intent and the same link state; -1 =
 *     they never did
 * @param backMs from the same moment until each PoP is with its nearest controller again; -1 = one
 *     still waits, as it had gone back and lost that soon before
 * @param epochsRun rule sets that forwarders installed
 * @param olderInstalled those of them with an epoch below one that ran before
 * @param olderRefused updates of an older epoch that forwarders refused
 * @param sessionsLost sessions of agents and forwarders that ended
 * @param faults what must not be and was, in words
 */
public record Outcome(
        Scenario scenario,
        long mediaSent,
        long mediaLost,
        double steadyMs,
        double alikeMs,
        double backMs,
        int epochsRun,
        int olderInstalled,
        int olderRefused,
        int sessionsLost,
        List<String> faults) {
    /** Within which all must hold the same again. */
    static final double ALIKE_MS = 5_000;

    public Outcome {
        faults = List.copyOf(faults);
    }

    /** Whether it is as it must be. */
    public boolean held() {
        return faults.isEmpty();
    }
}
