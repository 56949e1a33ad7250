package rhumb.southbound.message;

import java.util.List;
import rhumb.net.ClassTarget;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;

/**
 * What an agent shall measure; the newest plan replaces the one before.
 *
 * @param version grows with every change
 * @param links the outgoing links of the PoP
 * @param targets one per class, in the order of {@link TrafficClass#ALL}
 * @param budget what measuring may cost the PoP
 */
public record ProbePlan(
        long version, List<ProbedLink> links, List<ClassTarget> targets, Budget budget)
        implements Message {
    /** What the routes make of a link; when the budget is short the later ones give way first. */
    public enum Use {
        /** A path of an urgent class leads over it, first choice or not; or nobody knows yet. */
        URGENT,
        /** Only paths of other classes do. */
        PLANNED,
        /** No installed path does. */
        IDLE
    }

    /**
     * One link to probe.
     *
     * @param reflector the far end's STAMP port; the far end's own probes come from there too
     * @param intervalNs time between probes while no media cross the link
     * @param busyNs time between probes while media do, but too few to measure by
     */
    public record ProbedLink(
            LinkId link, Endpoint reflector, Use use, long intervalNs, long busyNs) {
        public static final long SHORTEST_NS = 1_000_000L;
        public static final long LONGEST_NS = 60_000_000_000L;

        public ProbedLink {
            check(intervalNs);
            check(busyNs);
        }

        /** A link that is probed alike with media and without. */
        public ProbedLink(LinkId link, Endpoint reflector, long intervalNs) {
            this(link, reflector, Use.URGENT, intervalNs, intervalNs);
        }

        private static void check(long ns) {
            if (ns < SHORTEST_NS || ns > LONGEST_NS) {
                throw new IllegalArgumentException(
                        "probe interval " + ns + " ns: expected 1 ms to 1 min");
            }
        }
    }

    /**
     * How much a PoP may send to measure: its own probes, and its answers to its neighbours'.
     *
     * @param bitRateBps with IP and UDP headers
     */
    public record Budget(long packetsPerSecond, long bitRateBps) {
        public static final Budget UNLIMITED = new Budget(Long.MAX_VALUE, Long.MAX_VALUE);

        /**
         * Of the whole, what own probes may take and what answers may take; the rest is kept for
         * packets that the network brings closer together.
         */
        public static final int SHARE_PERCENT = 45;

        /** IPv6 and UDP. */
        public static final int HEADER_BYTES = 48;

        public Budget {
            if (packetsPerSecond <= 0 || bitRateBps <= 0) {
                throw new IllegalArgumentException(
                        "probe budget of "
                                + packetsPerSecond
                                + " packets/s and "
                                + bitRateBps
                                + " b/s: expected more than 0");
            }
        }

        /** Packets a second of one of the two shares, for STAMP packets of this length. */
        public long sharePerSecond(int stampBytes) {
            long byBits = bitRateBps / (8L * (stampBytes + HEADER_BYTES));
            long all = Math.min(packetsPerSecond, byBits);
            long share = all / 100 * SHARE_PERCENT + all % 100 * SHARE_PERCENT / 100;
            return Math.max(1, share);
        }
    }

    public ProbePlan {
        links = List.copyOf(links);
        targets = List.copyOf(targets);
        if (targets.size() != TrafficClass.COUNT) {
            throw new IllegalArgumentException(
                    "probe plan with " + targets.size() + " class targets");
        }
    }

    /** A plan without a budget. */
    public ProbePlan(long version, List<ProbedLink> links, List<ClassTarget> targets) {
        this(version, links, targets, Budget.UNLIMITED);
    }

    @Override
    public Kind kind() {
        return Kind.PROBE_PLAN;
    }
}
