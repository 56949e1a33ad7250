package rhumb.controller.consensus;

import java.util.List;

/** What members tell each other. Terms count from 1, entries from 1; 0 = none. */
public sealed interface RaftMessage {
    /** The sender's term; of a question before a vote: the term it would begin. */
    long term();

    /**
     * Asks for a vote.
     *
     * @param early whether it only asks if it would get the vote
     * @param lastIndex of the sender's log
     * @param lastTerm of the entry there
     */
    record VoteRequest(long term, boolean early, long lastIndex, long lastTerm)
            implements RaftMessage {}

    /** The answer. */
    record VoteReply(long term, boolean early, boolean granted) implements RaftMessage {}

    /**
     * A leader's entries, or a sign that it is alive.
     *
     * @param before index of the entry before the first one sent
     * @param beforeTerm its term
     * @param committed index of the last entry known to be committed
     * @param sentNs the leader's clock, to be sent back
     * @param leaseNs for how long after it sent this the leader may lead without an answer; 0 = the
     *     usual time
     */
    record AppendRequest(
            long term,
            long before,
            long beforeTerm,
            long committed,
            long sentNs,
            long leaseNs,
            List<Entry> entries)
            implements RaftMessage {
        public AppendRequest {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The answer.
     *
     * @param taken whether the logs now agree up to {@code matches}
     * @param matches if not taken: from where to try again
     * @param sentNs of the request
     */
    record AppendReply(long term, boolean taken, long matches, long sentNs)
            implements RaftMessage {}
}
