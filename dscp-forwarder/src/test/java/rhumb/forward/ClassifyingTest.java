package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.MS;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.rule.PacketClasses;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.rule.TenantRule;

/** What a service's packets show goes along as their class, and is counted as such. */
class ClassifyingTest {
    private static final PacketClasses CLASSES =
            new PacketClasses(
                    List.of(
                            new PacketClasses.PayloadTypes(
                                    96, 96, TrafficClass.VIDEO, PacketClasses.Codec.H264)),
                    TrafficClass.SIGNALLING,
                    0,
                    0,
                    List.of(new PacketClasses.Ports(4_000, 4_099, TrafficClass.BULK)));

    private static TestNet net() {
        TestNet net = new TestNet(2);
        for (int n = 1; n <= 2; n++) {
            net.install(
                    n,
                    rules -> {
                        List<Rule> all = new ArrayList<>(rules);
                        all.replaceAll(ClassifyingTest::classifying);
                        all.add(new TenantRule("acme", List.of(TestNet.SERVICE), 0, 0));
                        return all;
                    });
        }
        return net;
    }

    private static Rule classifying(Rule rule) {
        return rule instanceof ServiceRule s
                ? new ServiceRule(
                        s.number(),
                        s.name(),
                        s.kind(),
                        s.egressPop(),
                        s.listen(),
                        s.target(),
                        null,
                        CLASSES)
                : rule;
    }

    /** RTP of payload type 96 with one byte of H.264. */
    private static byte[] rtp(int nal) {
        return ByteBuffer.allocate(40).putShort((short) 0x8060).put(12, (byte) nal).array();
    }

    @Test
    void unmarkedVideoTravelsAsVideoAndItsKeyFramesAsSuch() {
        TestNet net = net();
        net.node(1).client(5_000, 0, rtp(0x65));
        net.node(1).client(5_001, 0, rtp(0x41));
        net.run(100 * MS);
        assertThat(net.wire(1, 2).octets)
                .contains(
                        TrafficClass.VIDEO_KEY.dscp().trafficClassOctet(),
                        TrafficClass.VIDEO.dscp().trafficClassOctet());
        assertThat(net.node(2).toTargets).hasSize(2).allMatch(d -> d.octet() == 0);
        var scheduler = net.node(1).core.scheduler(0);
        assertThat(scheduler.counters(TrafficClass.VIDEO_KEY).packets()).isEqualTo(1);
        assertThat(scheduler.counters(TrafficClass.VIDEO).packets()).isEqualTo(1);
        assertThat(scheduler.counters("acme").packets()).isEqualTo(2);
    }

    @Test
    void portsGiveClassesBothWays() {
        TestNet net = net();
        net.node(1).client(4_050, 0, 1);
        net.run(100 * MS);
        int session = net.node(2).toTargets.getFirst().where();
        net.node(2).answer(session, 0, 2);
        net.run(100 * MS);
        int bulk = TrafficClass.BULK.dscp().trafficClassOctet();
        assertThat(net.wire(1, 2).octets).contains(bulk);
        assertThat(net.wire(2, 1).octets).contains(bulk);
        assertThat(net.node(1).clientNumbers()).containsExactly(2);
    }

    @Test
    void whatQueuesDidIsToldWithTheTraffic() {
        TestNet net = net();
        net.node(1).client(4_050, 0, 1);
        net.run(1_100 * MS);
        TrafficReport report = net.node(1).sent(TrafficReport.class).getFirst();
        assertThat(report.queues())
                .anySatisfy(q -> {
                    assertThat(q.uplink()).isEqualTo("main");
                    assertThat(q.trafficClass()).isEqualTo(TrafficClass.BULK);
                    assertThat(q.packets()).isEqualTo(1);
                    assertThat(q.bytes()).isGreaterThan(128);
                    assertThat(q.delayNsP99()).isZero();
                })
                .anySatisfy(q -> {
                    assertThat(q.trafficClass()).isNull();
                    assertThat(q.tenant()).isEqualTo("acme");
                    assertThat(q.packets()).isEqualTo(1);
                });
    }
}
