package rhumb.controller.onos;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onlab.packet.MplsLabel;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.TrafficTreatment;
import rhumb.controller.intent.Topology;
import rhumb.controller.intent.UplinkIntent;
import rhumb.net.Label;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.RouteRule;

/**
 * A forwarder's routes as flow rules. One rule for each path of a route:
 *
 * <pre>
 * device     the ingress PoP
 * table      0: traffic to the egress; 1: streams from it, whose labels lead the opposite way
 * priority   300 primary, 200 backup, 100 third
 * selector   IP_DSCP: the class's own code point; METADATA: number of the other PoP
 * treatment  push MPLS, set label: for each link, the last one first; output: the first link's uplink
 * </pre>
 *
 * A source route is a stack of labels, so that is what it looks like; on the wire they stand in the
 * overlay header, not in MPLS.
 */
final class RuleWords {
    static final int TABLE_TO = 0;
    static final int TABLE_FROM = 1;
    static final int PRIORITY_STEP = 100;

    private RuleWords() {}

    static int priority(int position) {
        return (RouteRule.MAX_PATHS - position) * PRIORITY_STEP;
    }

    /** The rules of one route of a PoP. */
    static List<FlowRule> rules(OverlaySnapshot snapshot, int pop, RouteRule route) {
        List<FlowRule> rules = new ArrayList<>();
        for (PathRule path : route.paths()) {
            int table = route.direction() == RouteRule.Direction.TO ? TABLE_TO : TABLE_FROM;
            rules.add(
                    rule(
                            snapshot,
                            pop,
                            route.pop(),
                            route.trafficClass(),
                            table,
                            priority(rules.size()),
                            path.labels()));
        }
        return rules;
    }

    /** What a pin looks like once it is the primary of its pair and class. */
    static FlowRule rule(OverlaySnapshot snapshot, OnosPolicy.Pin pin) {
        Topology topology = snapshot.topology();
        return rule(
                snapshot,
                topology.popIndex(pin.from()),
                topology.pops().get(topology.popIndex(pin.to())).number(),
                pin.trafficClass(),
                TABLE_TO,
                priority(0),
                labels(topology, pin));
    }

    static List<Label> labels(Topology topology, OnosPolicy.Pin pin) {
        return pin.links().stream()
                .map(id -> topology.link(topology.linkIndex(id)).label())
                .toList();
    }

    private static FlowRule rule(
            OverlaySnapshot snapshot,
            int pop,
            int other,
            TrafficClass c,
            int table,
            int priority,
            List<Label> labels) {
        TrafficTreatment.Builder treatment = DefaultTrafficTreatment.builder();
        for (Label label : labels.reversed()) {
            treatment.pushMpls().setMpls(MplsLabel.mplsLabel(label.value()));
        }
        PortNumber output = output(snapshot, pop, labels.getFirst());
        if (output != null) {
            treatment.setOutput(output);
        }
        return DefaultFlowRule.builder()
                .forDevice(snapshot.device(pop).id())
                .fromApp(OverlayIds.APPLICATION)
                .forTable(table)
                .withPriority(priority)
                .withSelector(
                        DefaultTrafficSelector.builder()
                                .matchIPDscp((byte) c.dscp().codePoint())
                                .matchMetadata(other)
                                .build())
                .withTreatment(treatment.build())
                .makePermanent()
                .build();
    }

    /** Null for a label that is not configured here: a forwarder may still run one. */
    private static @Nullable PortNumber output(OverlaySnapshot snapshot, int pop, Label label) {
        Topology.Link link = snapshot.topology().byLabel(pop, label);
        if (link == null) {
            return null;
        }
        List<UplinkIntent> uplinks = snapshot.topology().pops().get(pop).uplinks();
        for (int place = 0; place < uplinks.size(); place++) {
            if (uplinks.get(place).name().equals(link.id().from().name())) {
                return snapshot.ports(pop).get(place).number();
            }
        }
        return null;
    }
}
