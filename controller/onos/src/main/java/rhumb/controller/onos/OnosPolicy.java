package rhumb.controller.onos;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/** What an application asked of the planner in ONOS' words, in ours. */
public sealed interface OnosPolicy {
    TrafficClass trafficClass();

    /**
     * This pair and class takes these links, whatever they cost.
     *
     * @param links from {@code from} to {@code to}, in order
     */
    record Pin(PopId from, PopId to, TrafficClass trafficClass, List<LinkId> links)
            implements OnosPolicy {
        public Pin {
            links = List.copyOf(links);
        }
    }

    /**
     * Links that cost a class more, or less, than what was measured makes them cost.
     *
     * @param surchargeUs microseconds of delay added to the cost, less than 0 for a preferred link;
     *     only links where it is not 0
     * @param avoid links for the last resort only
     */
    record LinkCosts(
            TrafficClass trafficClass,
            SortedMap<LinkId, Integer> surchargeUs,
            SortedSet<LinkId> avoid)
            implements OnosPolicy {
        public LinkCosts {
            surchargeUs = Collections.unmodifiableSortedMap(new TreeMap<>(surchargeUs));
            avoid = Collections.unmodifiableSortedSet(new TreeSet<>(avoid));
        }
    }

    /** What became of something an application gave. */
    sealed interface Reading {}

    /** It can be said in our words. */
    record Accepted(OnosPolicy policy) implements Reading {}

    /**
     * It cannot.
     *
     * @param reason what is in the way, and what was expected
     */
    record Refused(String reason) implements Reading {}
}
