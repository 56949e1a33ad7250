package rhumb.controller.consensus;

import java.util.List;
import rhumb.net.Endpoint;

/**
 * What a member knows of its cluster.
 *
 * @param member its own number
 * @param leader who leads; 0 = nobody is known to
 * @param committed entries that a majority holds, as far as it knows
 * @param entries it holds
 */
public record ClusterView(
        int member,
        int leader,
        long term,
        RaftCore.State state,
        long committed,
        long entries,
        List<Member> members) {
    /** Another member or this one, and whether it was heard within the last second. */
    public record Member(int number, Endpoint address, boolean heard) {}

    public ClusterView {
        members = List.copyOf(members);
    }
}
