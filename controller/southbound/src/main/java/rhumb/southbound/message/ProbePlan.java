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
 */
public record ProbePlan(long version, List<ProbedLink> links, List<ClassTarget> targets)
        implements Message {
    /**
     * One link to probe.
     *
     * @param reflector the far end's STAMP port; the far end's own probes come from there too
     * @param intervalNs time between probes
     */
    public record ProbedLink(LinkId link, Endpoint reflector, long intervalNs) {
        public ProbedLink {
            if (intervalNs < 1_000_000) {
                throw new IllegalArgumentException(
                        "probe interval " + intervalNs + " ns: expected at least 1 ms");
            }
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

    @Override
    public Kind kind() {
        return Kind.PROBE_PLAN;
    }
}
