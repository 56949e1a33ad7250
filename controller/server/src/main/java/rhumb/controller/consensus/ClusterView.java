package rhumb.controller.consensus;

import java.util.List;
import java.util.Map;
import rhumb.net.Endpoint;

/**
 * What a member knows of its cluster.
 *
 * @param member its own number
 * @param leader who leads; 0 = nobody is known to
 * @param committed entries that a majority holds, as far as it knows
 * @param entries it holds
 * @param rejected frames of others that were not taken, by every reason
 * @param refused connections of others turned away because there were too many
 */
public record ClusterView(
        int member,
        int leader,
        long term,
        RaftCore.State state,
        long committed,
        long entries,
        List<Member> members,
        Map<ClusterFrames.Reason, Long> rejected,
        long refused) {
    /** Of a controller that is alone. */
    public static final ClusterView ALONE =
            new ClusterView(0, 0, 0, RaftCore.State.LEADER, 0, 0, List.of(), ClusterFrames.NONE, 0);

    /** Another member or this one, and whether it was heard within the last second. */
    public record Member(int number, Endpoint address, boolean heard) {}

    public ClusterView {
        members = List.copyOf(members);
        rejected = Map.copyOf(rejected);
    }

    /** Whether it leads itself. */
    public boolean leads() {
        return member == leader;
    }

    /** Members that were heard lately, with itself. */
    public long heard() {
        return members.stream().filter(Member::heard).count();
    }
}
