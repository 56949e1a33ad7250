package rhumb.controller.onos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.onlab.graph.ScalarWeight;
import org.onlab.graph.Weight;
import org.onlab.packet.MplsLabel;
import org.onosproject.core.ApplicationId;
import org.onosproject.core.DefaultApplicationId;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;
import org.onosproject.net.Link;
import org.onosproject.net.PortNumber;
import org.onosproject.net.flow.DefaultFlowRule;
import org.onosproject.net.flow.DefaultTrafficSelector;
import org.onosproject.net.flow.DefaultTrafficTreatment;
import org.onosproject.net.flow.FlowEntry;
import org.onosproject.net.flow.FlowEntry.FlowEntryState;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.FlowRuleOperations;
import org.onosproject.net.flow.FlowRuleOperationsContext;
import org.onosproject.net.flow.FlowRuleService;
import org.onosproject.net.flow.TrafficSelector;
import org.onosproject.net.flow.TrafficTreatment;
import org.onosproject.net.topology.LinkWeigher;
import org.onosproject.net.topology.TopologyEdge;

/** Rules read, and policy given, by an application that knows ONOS' types alone. */
class PolicyFromOnosTest {
    private static final DeviceId SIN = DeviceId.deviceId("rhumb:sin");
    private static final DeviceId BOM = DeviceId.deviceId("rhumb:bom");
    private static final DeviceId FRA = DeviceId.deviceId("rhumb:fra");
    private static final ApplicationId APP = new DefaultApplicationId(77, "org.example.steering");
    private static final byte EF = 46;

    private final Planted overlay = new Planted("sin", "bom", "fra/main,alt", "tyo");
    private final FlowRuleService rules = overlay.face.flowRules();

    private Link link(DeviceId from, long fromPort, DeviceId to, long toPort) {
        return Objects.requireNonNull(
                overlay.face
                        .links()
                        .getLink(
                                new ConnectPoint(from, PortNumber.portNumber(fromPort)),
                                new ConnectPoint(to, PortNumber.portNumber(toPort))));
    }

    private long number(DeviceId device) {
        return Long.parseLong(
                overlay.face.devices().getDevice(device).annotations().value("number"));
    }

    private static TrafficTreatment.Builder over(Link... links) {
        TrafficTreatment.Builder treatment = DefaultTrafficTreatment.builder();
        for (Link link : List.of(links).reversed()) {
            treatment.pushMpls().setMpls(MplsLabel.mplsLabel(link.annotations().value("label")));
        }
        return treatment.setOutput(links[0].src().port());
    }

    private TrafficSelector.Builder audioTo(DeviceId egress) {
        return DefaultTrafficSelector.builder().matchIPDscp(EF).matchMetadata(number(egress));
    }

    private static FlowRule.Builder atSin(
            TrafficSelector.Builder match, TrafficTreatment.Builder act) {
        return DefaultFlowRule.builder()
                .forDevice(SIN)
                .fromApp(APP)
                .forTable(0)
                .withPriority(40_000)
                .withSelector(match.build())
                .withTreatment(act.build())
                .makePermanent();
    }

    private List<FlowEntry> entries(DeviceId device) {
        return StreamSupport.stream(rules.getFlowEntries(device).spliterator(), false).toList();
    }

    private FlowEntry primary(DeviceId at, byte dscp, DeviceId egress) {
        TrafficSelector wanted =
                DefaultTrafficSelector.builder()
                        .matchIPDscp(dscp)
                        .matchMetadata(number(egress))
                        .build();
        return entries(at).stream()
                .filter(e -> e.selector().equals(wanted) && e.priority() == 300)
                .findFirst()
                .orElseThrow();
    }

    private String refusal(FlowRule.Builder rule) {
        try {
            rules.applyFlowRules(rule.build());
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("accepted");
    }

    @Test
    void whatForwardersWereToldIsThereAsRules() {
        // Three other PoPs, eight classes, three paths each.
        assertThat(rules.getFlowRuleCount(SIN)).isEqualTo(72);
        assertThat(rules.getFlowRuleCount()).isEqualTo(288);
        assertThat(entries(SIN)).hasSize(72).doesNotHaveDuplicates();
        overlay.measured("sin->fra/alt", 80, 0).measured("bom->fra/alt", 80, 0).publish();
        FlowEntry entry = primary(SIN, EF, FRA);
        assertThat(entry.state()).isEqualTo(FlowEntryState.ADDED);
        assertThat(entry.treatment()).isEqualTo(over(link(SIN, 1, FRA, 1)).build());
        assertThat(rules.getFlowEntry(entry)).isEqualTo(entry);
        overlay.down("sin->fra").down("sin->fra/alt").unacknowledged("sin").publish();
        FlowEntry detour = primary(SIN, EF, FRA);
        assertThat(detour.treatment())
                .isEqualTo(over(link(SIN, 1, BOM, 1), link(BOM, 1, FRA, 1)).build());
        assertThat(detour.state()).isEqualTo(FlowEntryState.PENDING_ADD);
        assertThat(detour.id()).as("ONOS leaves the treatment out").isEqualTo(entry.id());
        assertThat(detour.exactMatch(entry)).isFalse();
        assertThat(rules.getFlowRuleCount(SIN, FlowEntryState.ADDED)).isZero();
    }

    @Test
    void aRuleBecomesAPinAndComesBackAsARule() {
        Link first = link(SIN, 1, BOM, 1);
        Link second = link(BOM, 1, FRA, 2);
        FlowRule rule = atSin(audioTo(FRA), over(first, second)).build();
        rules.applyFlowRules(rule);
        assertThat(overlay.heard).containsExactly("audio sin to fra by [sin->bom, bom->fra/alt]");
        assertThat(rules.getFlowEntry(rule).state()).isEqualTo(FlowEntryState.PENDING_ADD);
        assertThat(rules.getFlowEntriesById(APP)).hasSize(1);
        OnosPolicy pin = overlay.face.policies().getFirst();
        FlowRule back = overlay.face.flowRule((OnosPolicy.Pin) pin);
        assertThat(back.deviceId()).isEqualTo(rule.deviceId());
        assertThat(back.selector()).isEqualTo(rule.selector());
        assertThat(back.treatment()).isEqualTo(rule.treatment());
        assertThat(back.priority()).isEqualTo(300);
        // The planner comes to the same path: the rule is in force.
        overlay.down("sin->fra").down("sin->fra/alt").down("bom->fra").publish();
        assertThat(primary(SIN, EF, FRA).exactMatch(back)).isTrue();
        assertThat(rules.getFlowEntry(rule).state()).isEqualTo(FlowEntryState.ADDED);
        rules.removeFlowRules(rule);
        assertThat(overlay.heard).hasSize(2).last().isEqualTo("");
        assertThat(rules.getFlowEntry(rule)).isNull();
    }

    @Test
    void everyPlannedRuleCanBeReadBack() {
        overlay.measured("sin->fra", 40, 60_000).measured("sin->fra/alt", 40, 60_000).publish();
        for (FlowEntry entry : entries(SIN)) {
            OnosPolicy.Reading reading = overlay.face.read(entry);
            assertThat(reading).isInstanceOf(OnosPolicy.Accepted.class);
            OnosPolicy pin = ((OnosPolicy.Accepted) reading).policy();
            FlowRule back = overlay.face.flowRule((OnosPolicy.Pin) pin);
            assertThat(back.selector()).isEqualTo(entry.selector());
            assertThat(back.treatment()).isEqualTo(entry.treatment());
        }
        assertThat(overlay.heard).as("reading changes nothing").isEmpty();
    }

    @Test
    void ofTwoRulesTheHigherPriorityCountsAndTheSameRuleIsReplaced() {
        FlowRule direct = atSin(audioTo(FRA), over(link(SIN, 1, FRA, 1))).build();
        FlowRule detour =
                atSin(audioTo(FRA), over(link(SIN, 1, BOM, 1), link(BOM, 1, FRA, 1)))
                        .withPriority(50_000)
                        .build();
        rules.applyFlowRules(direct, detour);
        FlowRule other = atSin(audioTo(FRA), over(link(SIN, 1, FRA, 2))).build();
        rules.applyFlowRules(other);
        rules.removeFlowRules(detour);
        rules.removeFlowRulesById(APP);
        assertThat(overlay.heard)
                .containsExactly(
                        "audio sin to fra by [sin->bom, bom->fra]",
                        "audio sin to fra by [sin->fra/alt]",
                        "");
    }

    @Test
    void aPortAloneIsEnoughWhereItLeavesOneLink() {
        TrafficTreatment.Builder port =
                DefaultTrafficTreatment.builder().setOutput(PortNumber.portNumber(1));
        rules.applyFlowRules(atSin(audioTo(BOM).matchEthType((short) 0x0800), port).build());
        assertThat(overlay.heard).containsExactly("audio sin to bom by [sin->bom]");
        assertThat(refusal(atSin(audioTo(FRA), port)))
                .contains("2 links lead from sin straight to fra")
                .contains("expected the labels");
    }

    @Test
    void whatRhumbCannotDoIsRefusedWithItsReason() {
        Link bom = link(SIN, 1, BOM, 1);
        TrafficSelector.Builder any = DefaultTrafficSelector.builder();
        assertThat(refusal(atSin(any, over(bom)))).contains("no IP_DSCP").contains("46 (audio)");
        assertThat(refusal(atSin(audioTo(BOM).matchIPDscp((byte) 44), over(bom))))
                .contains("DSCP 44 alone cannot be led: its class is audio");
        assertThat(refusal(atSin(audioTo(BOM).matchUdpDst(port(4_000)), over(bom))))
                .contains("UDP_DST:4000")
                .contains("by code point and egress alone");
        assertThat(refusal(atSin(audioTo(BOM).matchMetadata(99), over(bom))))
                .contains("METADATA 99 is the number of no PoP");
        assertThat(refusal(atSin(audioTo(SIN), over(bom)))).contains("the egress is the ingress");
        assertThat(refusal(atSin(audioTo(FRA), over(bom))))
                .contains("the labels end at bom: expected fra");
        assertThat(refusal(atSin(audioTo(BOM), over(bom).setQueue(3))))
                .contains("expected a stack");
        assertThat(refusal(atSin(audioTo(BOM), DefaultTrafficTreatment.builder().drop())))
                .contains("instruction NOACTION");
        assertThat(refusal(atSin(audioTo(BOM), over(bom).setOutput(PortNumber.CONTROLLER))))
                .contains("two outputs");
        assertThat(refusal(atSin(audioTo(FRA), over(bom, link(BOM, 1, SIN, 1)))))
                .contains("through sin twice");
        assertThat(refusal(atSin(audioTo(BOM), over(bom)).forTable(1))).contains("expected 0");
        assertThat(refusal(atSin(audioTo(BOM), over(bom)).makeTemporary(10)))
                .contains("pins do not expire");
        assertThat(refusal(atSin(audioTo(BOM), over(bom)).forDevice(DeviceId.deviceId("of:01"))))
                .contains("device of:01 is no PoP");
        assertThat(overlay.heard).isEmpty();
    }

    private static org.onlab.packet.TpPort port(int number) {
        return org.onlab.packet.TpPort.tpPort(number);
    }

    @Test
    void operationsAreTakenWholeOrNotAtAll() {
        FlowRule good = atSin(audioTo(BOM), over(link(SIN, 1, BOM, 1))).build();
        FlowRule bad = atSin(audioTo(FRA), over(link(SIN, 1, BOM, 1))).build();
        List<String> told = new ArrayList<>();
        FlowRuleOperationsContext context =
                new FlowRuleOperationsContext() {
                    @Override
                    public void onSuccess(FlowRuleOperations done) {
                        told.add("done " + done.stages().size());
                    }

                    @Override
                    public void onError(FlowRuleOperations refused) {
                        told.add(
                                "refused "
                                        + refused.stages()
                                                .getFirst()
                                                .iterator()
                                                .next()
                                                .rule()
                                                .id());
                    }
                };
        rules.apply(FlowRuleOperations.builder().add(good).newStage().add(bad).build(context));
        assertThat(told).containsExactly("refused " + bad.id());
        assertThat(overlay.heard).isEmpty();
        rules.apply(FlowRuleOperations.builder().add(good).build());
        rules.apply(FlowRuleOperations.builder().remove(good).build(context));
        assertThat(told).last().isEqualTo("done 1");
        assertThat(overlay.heard).containsExactly("audio sin to bom by [sin->bom]", "");
    }

    /** Weighs by the name of the link. */
    private abstract static class ByName implements LinkWeigher {
        abstract double weight(String name);

        @Override
        public Weight weight(TopologyEdge edge) {
            double weight = weight(edge.link().annotations().value("name"));
            return weight == Double.MAX_VALUE
                    ? getNonViableWeight()
                    : ScalarWeight.toWeight(weight);
        }

        @Override
        public Weight getInitialWeight() {
            return ScalarWeight.toWeight(0);
        }

        @Override
        public Weight getNonViableWeight() {
            return ScalarWeight.NON_VIABLE_WEIGHT;
        }
    }

    @Test
    void aWeigherBecomesCostsOfLinks() {
        LinkWeigher taste =
                new ByName() {
                    @Override
                    double weight(String name) {
                        return switch (name) {
                            case "sin->fra" -> 7_000;
                            case "sin->bom" -> -3_000;
                            case "tyo->fra" -> Double.MAX_VALUE;
                            default -> 0;
                        };
                    }
                };
        assertThat(overlay.face.weigh("video", taste)).isInstanceOf(OnosPolicy.Accepted.class);
        overlay.face.weigh("video", null);
        assertThat(overlay.heard)
                .containsExactly(
                        "video adds {sin->bom=-3000, sin->fra=7000} avoids [tyo->fra]", "");
    }

    @Test
    void aWeigherThatSaysNoCostIsRefused() {
        LinkWeigher wild =
                new ByName() {
                    @Override
                    double weight(String name) {
                        return 3e6;
                    }
                };
        assertThat(Objects.requireNonNull(overlay.face.weigh("video", wild)).toString())
                .contains("of bom->fra/alt: expected a ScalarWeight of microseconds");
        assertThat(
                        Objects.requireNonNull(
                                        overlay.face.weigh("video", overlay.face.weigher("audio")))
                                .toString())
                .contains("class audio: it tells what the planner counts already");
        assertThat(overlay.heard).isEmpty();
        assertThatThrownBy(() -> overlay.face.weigh("gold", wild))
                .hasMessageContaining("class \"gold\"");
    }

    @Test
    void listenersHearRulesThatWereReplaced() {
        List<String> heard = new ArrayList<>();
        rules.addListener(e -> {
            if (e.subject().deviceId().equals(SIN)
                    && e.subject().priority() == 300
                    && e.subject().selector().equals(audioTo(FRA).build())) {
                heard.add(e.type().toString());
            }
        });
        overlay.down("sin->fra").down("sin->fra/alt").publish();
        overlay.face.tell();
        assertThat(heard).containsExactly("RULE_UPDATED");
    }
}
