package rhumb.controller.consensus;

/**
 * How patient members are.
 *
 * @param heartbeatNs how often a leader says that it is alive
 * @param electionNs for how long a leader must not be heard before another is looked for; also for
 *     how long a leader goes on without hearing a majority. Longer than a heartbeat and a round
 *     trip
 * @param spreadNs up to so much more, by chance, so that not all look at once
 */
public record RaftTiming(long heartbeatNs, long electionNs, long spreadNs) {
    /** For members up to 150 ms of round trip apart. */
    public static final RaftTiming STANDARD =
            new RaftTiming(75_000_000L, 400_000_000L, 250_000_000L);

    public RaftTiming {
        if (heartbeatNs <= 0 || electionNs <= 2 * heartbeatNs || spreadNs <= 0) {
            throw new IllegalArgumentException(
                    "heartbeat "
                            + heartbeatNs
                            + " ns, election "
                            + electionNs
                            + " ns, spread "
                            + spreadNs
                            + " ns: expected an election of more than two heartbeats");
        }
    }
}
