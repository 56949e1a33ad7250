package rhumb.bench.cluster;

/**
 * What was seen of a failure.
 *
 * @param leaderMs until a controller led that was whole; 0 = it did not cease to
 * @param rulesMs until a link that degraded at the moment of the failure had led to other rules
 * @param sessionsLost sessions of PoPs that stood and ended
 * @param olderSent updates of an epoch below the one that ran, which forwarders refused
 * @param alikeMs after all was whole again: until all members held the same revisions
 * @param commitsLost revisions that were acknowledged and are gone
 */
public record FailureRow(
        Failure failure,
        double leaderMs,
        double rulesMs,
        long sessionsLost,
        long olderSent,
        double alikeMs,
        int commitsLost) {}
