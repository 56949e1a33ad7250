package rhumb.controller.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.lsdb.LinkState;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/**
 * Why a pair's traffic of one class goes the way it goes, told with the figures the planner used.
 *
 * @param planNumber which plan
 * @param atNs when it was made
 * @param chosen the primary with its cost, link by link
 * @param runnersUp what else there was, cheapest first
 * @param sinceNs when the primary was chosen
 * @param previous the primary before; empty when there was none
 * @param cause why it moved then
 * @param held a better path that waits; null when the primary is best
 * @param money what the pair's traffic costs on the chosen path
 * @param notes what else there is to know of the pair; empty for most
 */
public record Explanation(
        PopId from,
        PopId to,
        TrafficClass trafficClass,
        long planNumber,
        long atNs,
        PricedPath chosen,
        List<RunnerUp> runnersUp,
        long sinceNs,
        List<LinkId> previous,
        MoveCause cause,
        @Nullable HeldBack held,
        Money money,
        List<Note> notes) {
    /** One link of a path: how it was judged, and its cost. */
    public record PricedLink(LinkState state, LinkCost cost) {}

    /** A path, its links, and the sum of their costs in microseconds. */
    public record PricedPath(String text, List<PricedLink> links, long totalUs) {
        public PricedPath {
            links = List.copyOf(links);
        }

        public long term(Term term) {
            return links.stream().mapToLong(l -> l.cost().term(term)).sum();
        }
    }

    /**
     * A path that was not chosen.
     *
     * @param role what it is to the decision: backup, third, better but held, or another
     * @param worseUs how much dearer than the chosen one; negative when it is cheaper
     * @param decisive the term in which it differs most in that sense
     * @param decisiveUs by how much; negative when it is cheaper in it
     * @param shares what it has in common with the chosen one, for people; empty when nothing
     */
    public record RunnerUp(
            Role role,
            PricedPath path,
            long worseUs,
            Term decisive,
            long decisiveUs,
            List<String> shares) {
        public RunnerUp {
            shares = List.copyOf(shares);
        }
    }

    /** What a runner-up is to the decision. */
    public enum Role {
        BACKUP,
        THIRD,
        HELD,
        OTHER
    }

    /**
     * Why a better path waits.
     *
     * @param gainUs what it would save
     * @param neededUs the gain that the policy wants
     * @param sinceNs since when it waits
     * @param untilNs for HOLD_DOWN, FLAPPING and DRAINING: until when; otherwise 0
     * @param text the reason for people, with who is behind it
     */
    public record HeldBack(
            PricedPath path,
            Held.Reason reason,
            long gainUs,
            long neededUs,
            long sinceNs,
            long untilNs,
            String text) {}

    public Explanation {
        runnersUp = List.copyOf(runnersUp);
        previous = List.copyOf(previous);
        notes = List.copyOf(notes);
    }
}
