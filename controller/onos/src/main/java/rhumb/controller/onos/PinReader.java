package rhumb.controller.onos;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.IndexTableId;
import org.onosproject.net.flow.criteria.Criterion;
import org.onosproject.net.flow.criteria.IPDscpCriterion;
import org.onosproject.net.flow.criteria.MetadataCriterion;
import org.onosproject.net.flow.instructions.Instruction;
import org.onosproject.net.flow.instructions.Instructions.OutputInstruction;
import org.onosproject.net.flow.instructions.L2ModificationInstruction;
import org.onosproject.net.flow.instructions.L2ModificationInstruction.L2SubType;
import org.onosproject.net.flow.instructions.L2ModificationInstruction.ModMplsLabelInstruction;
import rhumb.controller.intent.Topology;
import rhumb.net.Label;
import rhumb.net.TrafficClass;
import rhumb.net.UplinkId;

/**
 * Reads a flow rule, in the words of {@link RuleWords}, as a pin. What a rule says beyond that is
 * refused, not ignored: it would do something else than its author reads. Used for one rule.
 *
 * <p>Two things are forgiven: an ETH_TYPE criterion, which OpenFlow demands before a code point,
 * and missing labels where the output port leaves one link only, straight to the egress.
 */
final class PinReader {
    private final OverlaySnapshot snapshot;
    private final Topology topology;
    private final FlowRule rule;

    private @Nullable String refusal;
    private @Nullable TrafficClass trafficClass;
    private int to = -1;
    private @Nullable PortNumber output;
    private int pushes;
    private final List<Integer> labels = new ArrayList<>();

    private PinReader(OverlaySnapshot snapshot, FlowRule rule) {
        this.snapshot = snapshot;
        this.topology = snapshot.topology();
        this.rule = rule;
    }

    static OnosPolicy.Reading read(OverlaySnapshot snapshot, FlowRule rule) {
        return new PinReader(snapshot, rule).read();
    }

    private OnosPolicy.Reading read() {
        int from = snapshot.pop(rule.deviceId());
        expect(from >= 0, "device " + rule.deviceId() + " is no PoP of this overlay");
        expect(
                rule.table().equals(IndexTableId.of(RuleWords.TABLE_TO)),
                "table " + rule.table() + ": expected 0; routes of streams follow those of 0");
        expect(rule.isPermanent(), "a timeout: expected a permanent rule; pins do not expire");
        rule.selector().criteria().stream()
                .sorted(Comparator.comparing(Criterion::type))
                .forEach(this::criterion);
        TrafficClass c = trafficClass;
        expect(c != null, "no IP_DSCP criterion: expected " + codePoints());
        expect(to >= 0, "no METADATA criterion: expected the number of the egress PoP");
        expect(to != from, "the egress is the ingress");
        rule.treatment().allInstructions().forEach(this::instruction);
        expect(output != null, "no output: expected the port of the first link");
        expect(pushes == labels.size(), "a label without a push, or a push without a label");
        List<Topology.Link> links = refusal == null ? links(from) : List.of();
        if (refusal != null || c == null) {
            return new OnosPolicy.Refused("flow rule " + rule.id() + ": " + refusal);
        }
        return new OnosPolicy.Accepted(
                new OnosPolicy.Pin(
                        topology.pop(from),
                        topology.pop(to),
                        c,
                        links.stream().map(Topology.Link::id).toList()));
    }

    private void criterion(Criterion criterion) {
        switch (criterion) {
            case IPDscpCriterion dscp -> {
                TrafficClass c = TrafficClass.ofDscp(dscp.ipDscp());
                expect(
                        c.dscp().codePoint() == dscp.ipDscp(),
                        "DSCP "
                                + dscp.ipDscp()
                                + " alone cannot be led: its class is "
                                + c
                                + "; expected "
                                + codePoints());
                trafficClass = c;
            }
            case MetadataCriterion egress -> {
                long number = egress.metadata();
                to = number < 1 || number > 0xffff ? -1 : topology.popByNumber((int) number);
                expect(to >= 0, "METADATA " + number + " is the number of no PoP");
            }
            default ->
                    expect(
                            criterion.type() == Criterion.Type.ETH_TYPE,
                            "criterion "
                                    + criterion
                                    + ": paths are chosen by code point and egress alone");
        }
    }

    private void instruction(Instruction instruction) {
        if (instruction instanceof OutputInstruction out) {
            expect(output == null, "two outputs: expected one; forwarders do not copy by rule");
            output = out.port();
        } else if (instruction instanceof ModMplsLabelInstruction set) {
            labels.addFirst(set.label().toInt());
        } else {
            boolean push =
                    instruction instanceof L2ModificationInstruction l2
                            && l2.subtype() == L2SubType.MPLS_PUSH;
            expect(
                    push,
                    "instruction " + instruction + ": expected a stack of labels and an output");
            pushes += push ? 1 : 0;
        }
    }

    private List<Topology.Link> links(int from) {
        UplinkId uplink = snapshot.uplink(from, Objects.requireNonNull(output));
        if (uplink == null) {
            expect(false, "output " + output + " is no uplink of " + topology.pop(from));
            return List.of();
        }
        return labels.isEmpty() ? direct(from, uplink) : labelled(from, uplink);
    }

    private List<Topology.Link> direct(int from, UplinkId uplink) {
        List<Topology.Link> straight =
                topology.outgoing(from).stream()
                        .filter(l -> l.to() == to && l.id().from().equals(uplink))
                        .toList();
        expect(
                straight.size() == 1,
                straight.size()
                        + " links lead from "
                        + uplink
                        + " straight to "
                        + topology.pop(to)
                        + ": expected the labels of the links to take");
        return straight;
    }

    private List<Topology.Link> labelled(int from, UplinkId uplink) {
        List<Topology.Link> links = new ArrayList<>();
        int most = snapshot.view().intent().policy().maxLinks();
        expect(labels.size() <= most, labels.size() + " links: expected at most " + most);
        BitSet visited = new BitSet();
        visited.set(from);
        int at = from;
        for (int label : labels) {
            boolean possible = label >= 1 && label <= Label.MAX;
            Topology.Link link = possible ? topology.byLabel(at, new Label(label)) : null;
            if (link == null) {
                expect(false, "label " + label + " is no link of " + topology.pop(at));
                return links;
            }
            at = link.to();
            expect(!visited.get(at), "the labels lead through " + topology.pop(at) + " twice");
            visited.set(at);
            links.add(link);
        }
        expect(
                at == to,
                "the labels end at " + topology.pop(at) + ": expected " + topology.pop(to));
        expect(
                links.getFirst().id().from().equals(uplink),
                "output " + output + " is not where label " + labels.getFirst() + " leaves");
        return links;
    }

    /** The first thing that is wrong is what is told. */
    private void expect(boolean holds, String otherwise) {
        if (!holds && refusal == null) {
            refusal = otherwise;
        }
    }

    private static String codePoints() {
        List<String> all = new ArrayList<>();
        TrafficClass.ALL.forEach(c -> all.add(c.dscp().codePoint() + " (" + c + ")"));
        return "one of " + String.join(", ", all);
    }
}
