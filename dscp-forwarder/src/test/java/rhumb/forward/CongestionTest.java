package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.BULK;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.forward.wire.DropReason;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.UplinkRule;

/** More comes in than an uplink may send. */
class CongestionTest {
    private static List<Rule> paced(List<Rule> rules, long rateBps) {
        rules.replaceAll(r -> r instanceof UplinkRule ? new UplinkRule("main", rateBps) : r);
        return rules;
    }

    @Test
    void audioLosesNothingBesideTwiceTheRateOfBulk() {
        TestNet net = new TestNet(2).installAll();
        net.install(1, rules -> paced(rules, 4_000_000));
        long start = net.nowNs;
        // 100 bytes every 10 ms, 80 kb/s; and 1,000 bytes every ms, 8 Mb/s.
        net.every(10 * MS, 300, i -> net.node(1).client(1, AUDIO, i));
        net.every(
                1 * MS,
                3_000,
                i -> net.node(1).client(2, BULK, TestNet.payload(10_000 + i, 1_000)));
        net.run(3 * S);
        assertThat(net.node(1).core.queued()).isPositive();
        net.assertConserved();
        net.run(5 * S);
        List<TestNet.Delivery> audio =
                net.node(2).toTargets.stream().filter(d -> d.number() < 10_000).toList();
        List<TestNet.Delivery> bulk =
                net.node(2).toTargets.stream().filter(d -> d.number() >= 10_000).toList();
        assertThat(audio).extracting(TestNet.Delivery::number).isSorted().hasSize(300);
        for (TestNet.Delivery d : audio) {
            long waited = d.atNs() - start - 10 * MS * (d.number() + 1);
            assertThat(waited).isBetween(0L, 5 * MS);
        }
        assertThat(bulk).extracting(TestNet.Delivery::number).isSorted();
        assertThat(net.node(1).core.counters().dropped()).isEqualTo(3_000 - bulk.size());
        long bits = net.node(1).core.links().getFirst().send().bytes() * 8;
        assertThat(bits).isLessThan(6 * 4_000_000L);
        net.assertConserved();
    }

    @Test
    void whatWaitedTooLongIsNotSent() {
        TestNet net = new TestNet(2).installAll();
        net.install(1, rules -> paced(rules, 100_000));
        // 3 s worth of audio at once, whose time budget is 100 ms.
        for (int i = 0; i < 200; i++) {
            net.node(1).client(1, AUDIO, i);
        }
        net.run(5 * S);
        assertThat(net.node(1).core.counters().drops(DropReason.DEADLINE)).isPositive();
        assertThat(net.node(2).toTargets)
                .isNotEmpty()
                .allMatch(d -> d.atNs() <= 5 * S + 100 * MS + 10 * MS + 20 * MS);
        assertThat(net.node(1).core.queued()).isZero();
        net.assertConserved();
    }

    @Test
    void aChangeOfRateKeepsWhatWaits() {
        TestNet net = new TestNet(2).installAll();
        net.install(1, rules -> paced(rules, 1_000_000));
        for (int i = 0; i < 200; i++) {
            net.node(1).client(1, BULK, i);
        }
        assertThat(net.node(1).core.queued()).isPositive();
        net.install(1, rules -> paced(rules, 2_000_000));
        net.run(10 * MS);
        net.install(1, rules -> paced(rules, 0));
        assertThat(net.node(1).core.queued()).isZero();
        net.run(100 * MS);
        assertThat(net.node(2).targetNumbers()).hasSize(200).isSorted();
        net.assertConserved();
    }

    /** Random traffic, loss, duplicates, rates and rule changes: nothing is unaccounted for. */
    @Test
    void countersAddUpWhateverHappens() {
        for (int seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            TestNet net = new TestNet(4).installAll();
            net.wires
                    .values()
                    .forEach(wire -> {
                        wire.loss = random.nextInt(4) == 0 ? 0.2 : 0;
                        wire.copies = 1 + random.nextInt(2);
                        wire.delayNs = (1 + random.nextInt(80)) * MS;
                        wire.blackhole = random.nextInt(10) == 0;
                    });
            for (int step = 0; step < 40; step++) {
                for (int i = 0; i < 30; i++) {
                    int octet = random.nextInt(64) << 2;
                    byte[] payload = new byte[random.nextInt(1_450)];
                    net.node(1).client(1 + random.nextInt(30), octet, payload);
                    net.node(4).answer(random.nextInt(30), octet, i);
                }
                if (random.nextInt(5) == 0) {
                    long rateBps = random.nextInt(3) * 1_000_000L;
                    net.install(1 + random.nextInt(4), rules -> paced(rules, rateBps));
                }
                net.run(random.nextInt(200) * MS);
                net.assertConserved();
            }
        }
    }
}
