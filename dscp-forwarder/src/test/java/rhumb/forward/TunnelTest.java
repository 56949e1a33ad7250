package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.forward.wire.DropReason;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.QueueSettings;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.UplinkRule;

/** What links do to the traffic class octet, seen behind the overlay. */
class TunnelTest {
    private static final int CE = 3;
    private static final int ECT_0 = 2;
    private static final int AF42 = 36 << 2;

    private static final QueueSettings UNIFORM =
            new QueueSettings(50, true, true, 5 * MS, 100 * MS, List.of());

    /** PoP 1 to 3 over 2. */
    private static TestNet relayed(QueueSettings queues) {
        TestNet net = new TestNet(3);
        for (int n = 1; n <= 3; n++) {
            boolean ingress = n == 1;
            net.install(
                    n,
                    rules -> {
                        List<Rule> all = new ArrayList<>(rules);
                        all.replaceAll(rule -> replaced(rule, queues, ingress));
                        return all;
                    });
        }
        return net;
    }

    private static Rule replaced(Rule rule, QueueSettings queues, boolean ingress) {
        if (rule instanceof UplinkRule uplink) {
            return new UplinkRule(uplink.uplink(), uplink.rateBps(), queues);
        }
        return ingress && rule instanceof RouteRule route && route.pop() == 3
                ? new RouteRule(
                        3, route.trafficClass(), route.direction(), List.of(TestNet.path(2, 3)))
                : rule;
    }

    @Test
    void aMarkOfAnyLinkReachesTheReceiver() {
        for (int marking = 1; marking <= 2; marking++) {
            TestNet net = relayed(QueueSettings.STANDARD);
            net.wire(marking, marking + 1).remark =
                    octet -> (octet & 3) == ECT_0 ? octet | CE : octet;
            net.every(10 * MS, 20, i -> net.node(1).client(4_000, AUDIO | ECT_0, i));
            net.run(S);
            assertThat(net.node(3).toTargets).hasSize(20).allMatch(d -> d.octet() == (AUDIO | CE));
            net.assertConserved();
        }
    }

    @Test
    void aMarkThatNobodyUnderstandsIsALoss() {
        TestNet net = relayed(QueueSettings.STANDARD);
        net.wire(1, 2).remark = octet -> octet | CE;
        net.every(10 * MS, 20, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(S);
        assertThat(net.node(3).toTargets).isEmpty();
        assertThat(net.node(2).core.counters().drops(DropReason.CE_LOST)).isEqualTo(20);
        net.assertConserved();
    }

    @Test
    void thePipeModelWritesTheClassAndRestoresThePacketsOwn() {
        TestNet net = relayed(QueueSettings.STANDARD);
        net.wire(1, 2).remark = octet -> 0;
        // AF43 is of class video, which is written as AF42.
        net.every(10 * MS, 20, i -> net.node(1).client(4_000, 38 << 2, i));
        net.run(S);
        assertThat(net.wire(1, 2).octets)
                .contains(TrafficClass.VIDEO.dscp().trafficClassOctet())
                .doesNotContain(38 << 2);
        assertThat(net.node(3).toTargets).hasSize(20).allMatch(d -> d.octet() == 38 << 2);
    }

    @Test
    void theUniformModelHandsOnWhatTheWireMadeOfIt() {
        TestNet net = relayed(UNIFORM);
        net.wire(1, 2).remark = octet -> octet == (38 << 2 | ECT_0) ? AF42 | ECT_0 : octet;
        net.every(10 * MS, 20, i -> net.node(1).client(4_000, 38 << 2 | ECT_0, i));
        net.run(S);
        assertThat(net.wire(1, 2).octets).contains(38 << 2 | ECT_0);
        assertThat(net.wire(2, 3).octets).contains(AF42 | ECT_0).doesNotContain(38 << 2 | ECT_0);
        assertThat(net.node(3).toTargets).hasSize(20).allMatch(d -> d.octet() == (AF42 | ECT_0));
    }
}
