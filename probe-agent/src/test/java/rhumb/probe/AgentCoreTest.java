package rhumb.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.probe.AgentNet.MS;
import static rhumb.probe.AgentNet.SECOND;
import static rhumb.probe.AgentNet.link;
import static rhumb.southbound.link.LinkView.RECEIVER;
import static rhumb.southbound.link.LinkView.SENDER;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.net.ClassSet;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.probe.stamp.StampPacket;
import rhumb.probe.stamp.StampReject;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.trace.Stage;

/** Two whole agents and a channel between them, in virtual time. */
class AgentCoreTest {
    private static final LinkId OUT = link("fra->sin");
    private static final LinkId IN = link("sin->fra");

    private final AgentNet net = AgentNet.pair(42);
    private final AgentNet.Pop fra = net.pop("fra");
    private final AgentNet.Pop sin = net.pop("sin");

    @Test
    void measuresBothDirections() {
        net.channel("fra->sin").delayNs = 60 * MS;
        assertThat(fra.status(OUT, SENDER)).isEqualTo(LinkStatus.UNKNOWN);
        net.run(5 * SECOND);
        for (AgentNet.Pop pop : List.of(fra, sin)) {
            for (LinkEstimate e : pop.core.estimates(net.now)) {
                assertThat(e.status()).isEqualTo(LinkStatus.UP);
                assertThat(e.rttNs()).isBetween(100 * MS, 102 * MS);
                assertThat(e.delayNs()).isBetween(50 * MS, 52 * MS);
                assertThat(e.delayRiseNs()).isBetween(0L, 2 * MS);
                assertThat(e.jitterNs()).isBetween(100_000L, 1 * MS);
                assertThat(e.lossPpmShort()).isZero();
                assertThat(e.samples()).isGreaterThan(40);
            }
        }
        assertThat(fra.core.counters().probesSent()).isBetween(49L, 51L);
        assertThat(fra.receivedBytes).isGreaterThanOrEqualTo(fra.sentBytes - 50 * 44L);
    }

    @Test
    void lossInOneDirectionIsChargedToItAtBothEnds() {
        net.run(20 * SECOND);
        net.channel("fra->sin").loss = 0.2;
        net.run(30 * SECOND);
        for (LinkEstimate e : List.of(fra.estimate(OUT, SENDER), sin.estimate(OUT, RECEIVER))) {
            assertThat(e.status()).isEqualTo(LinkStatus.DEGRADED);
            assertThat(e.sign()).isEqualTo(LinkSign.LOSS);
            assertThat(e.degraded().contains(TrafficClass.AUDIO)).isTrue();
            assertThat(e.lossPpmLong()).isBetween(80_000L, 200_000L);
        }
        for (LinkEstimate e : List.of(fra.estimate(IN, RECEIVER), sin.estimate(IN, SENDER))) {
            assertThat(e.status()).isEqualTo(LinkStatus.UP);
            assertThat(e.lossPpmLong()).isZero();
        }
    }

    @Test
    void aBlackholeInOneDirectionIsChargedToItAtBothEnds() {
        for (long seed = 0; seed < 40; seed++) {
            AgentNet n = AgentNet.pair(seed);
            n.run(5 * SECOND + n.random.nextLong(SECOND));
            n.channel("fra->sin").blackhole = true;
            long fault = n.now;
            n.pop("fra").forget();
            n.pop("sin").forget();
            n.run(20 * SECOND);
            assertThat(n.pop("fra").status(OUT, SENDER)).isEqualTo(LinkStatus.DOWN);
            assertThat(n.pop("fra").estimate(OUT, SENDER).sign()).isEqualTo(LinkSign.GAP);
            assertThat(n.pop("fra").estimate(IN, RECEIVER).status()).isEqualTo(LinkStatus.UP);
            assertThat(n.pop("sin").estimate(OUT, RECEIVER).sign()).isEqualTo(LinkSign.GAP);
            assertThat(n.pop("sin").estimate(IN, SENDER).sign()).isEqualTo(LinkSign.SILENCE);
            // The far end never claims to know that its own direction failed.
            assertThat(n.pop("sin").health)
                    .noneMatch(h -> h.link().equals(IN) && h.sign() == LinkSign.GAP);
            assertThat(n.pop("fra").health).allMatch(h -> h.link().equals(OUT));
            assertThat(n.pop("fra").healthNs.getFirst() - fault)
                    .isBetween(200 * MS, 450 * MS + 82 * MS);
            assertThat(n.pop("sin").healthNs.getFirst() - fault)
                    .isBetween(200 * MS, 450 * MS + 42 * MS);
        }
    }

    @Test
    void endsThatProbeAtDifferentRatesStillTellTheDirectionsApart() {
        fra.core.onPlan(net.now, net.plan(fra, 20 * MS));
        net.run(5 * SECOND);
        fra.forget();
        net.channel("fra->sin").blackhole = true;
        net.run(5 * SECOND);
        assertThat(fra.estimate(OUT, SENDER).sign()).isEqualTo(LinkSign.GAP);
        assertThat(fra.health).allMatch(h -> h.link().equals(OUT));
        // And slower than before, after a new plan, a delay step is still seen.
        net.channel("fra->sin").blackhole = false;
        net.planAll(SECOND);
        // At a probe a second, trust for audio takes more than the hold time.
        net.run(120 * SECOND);
        assertThat(fra.status(OUT, SENDER)).isEqualTo(LinkStatus.UP);
        net.channel("fra->sin").delayNs += 60 * MS;
        net.run(4 * SECOND);
        assertThat(fra.status(OUT, SENDER)).isEqualTo(LinkStatus.DEGRADED);
        assertThat(fra.status(IN, RECEIVER)).isEqualTo(LinkStatus.UP);
    }

    @Test
    void aDeadNeighbourIsDownInBothDirectionsAndComesBackAfterTheHoldTime() {
        net.run(5 * SECOND);
        sin.dead = true;
        net.run(SECOND);
        assertThat(fra.estimate(OUT, SENDER).sign()).isEqualTo(LinkSign.SILENCE);
        assertThat(fra.status(OUT, SENDER)).isEqualTo(LinkStatus.DOWN);
        assertThat(fra.status(IN, RECEIVER)).isEqualTo(LinkStatus.DOWN);
        assertThat(fra.estimate(OUT, SENDER).degraded()).isEqualTo(ClassSet.ALL);
        net.run(2 * SECOND);
        assertThat(fra.estimate(OUT, SENDER).lossPpmShort()).isEqualTo(1_000_000);
        sin.dead = false;
        sin.core = sin.start();
        sin.core.onPlan(net.now, net.plan(sin, 100 * MS));
        net.run(9 * SECOND);
        assertThat(fra.status(OUT, SENDER)).isEqualTo(LinkStatus.DOWN);
        fra.forget();
        net.run(14 * SECOND);
        // Classes come back one by one, and until the last one the reason stands.
        assertThat(fra.health)
                .filteredOn(h -> h.link().equals(OUT) && h.status() == LinkStatus.DEGRADED)
                .isNotEmpty()
                .allMatch(h -> h.sign() == LinkSign.SILENCE);
        assertThat(fra.status(OUT, SENDER)).isEqualTo(LinkStatus.UP);
        assertThat(fra.estimate(OUT, SENDER).sign()).isEqualTo(LinkSign.RECOVERED);
        assertThat(fra.status(IN, RECEIVER)).isEqualTo(LinkStatus.UP);
    }

    @Test
    void neverAnsweredIsDownNotUnknownForEver() {
        sin.dead = true;
        net.run(3 * SECOND);
        assertThat(fra.status(OUT, SENDER)).isEqualTo(LinkStatus.DOWN);
        assertThat(fra.reports.getLast().complete()).isTrue();
        // A neighbour that starts later has no trust to win back.
        sin.dead = false;
        net.run(SECOND);
        assertThat(fra.status(OUT, SENDER)).isEqualTo(LinkStatus.UP);
    }

    @Test
    void anAnswerIsNeverCreditedToAnotherLink() {
        AgentNet n = new AgentNet(9, AgentOptions.STANDARD, "fra", "lon", "sin");
        n.planAll(100 * MS);
        List<byte[]> heard = new ArrayList<>();
        n.run(2 * SECOND);
        n.heard = heard;
        n.run(2 * SECOND);
        AgentNet.Pop f = n.pop("fra");
        long before = f.core.counters().repliesReceived();
        for (byte[] bytes : heard) {
            ByteBuffer b = ByteBuffer.wrap(bytes);
            if (StampPacket.OPEN.isReflection(b, 0)) {
                Endpoint stranger = n.pop("lon").address;
                f.core.onDatagram(n.now, n.now, "main", stranger, 0, 9, b, 0, bytes.length);
                f.core.onDatagram(n.now, n.now, "other", stranger, 0, 9, b, 0, bytes.length);
            }
        }
        AgentCounters counters = f.core.counters();
        // Those from lon to fra came before: doubles. All others belong to somebody else.
        assertThat(counters.repliesReceived()).isEqualTo(before);
        assertThat(counters.rejects(StampReject.DUPLICATE)).isBetween(18L, 22L);
        assertThat(counters.rejects(StampReject.WRONG_SOURCE)).isBetween(18L, 22L);
        assertThat(counters.rejects(StampReject.UNKNOWN_SESSION)).isBetween(70L, 90L);
    }

    @Test
    void fourHoursOfJitterAndALittleLossAccuseNobody() {
        AgentNet n = AgentNet.pair(10);
        for (String link : List.of("fra->sin", "sin->fra")) {
            n.channel(link).loss = 0.0005;
            n.channel(link).heavyTail = true;
        }
        n.run(10 * SECOND);
        n.pop("fra").forget();
        n.pop("sin").forget();
        n.run(4 * 3_600 * SECOND);
        // With such a tail, packets do overtake each other; two in 22 once looks like a fault.
        for (String pop : List.of("fra", "sin")) {
            assertThat(n.pop(pop).health)
                    .hasSizeLessThanOrEqualTo(2)
                    .allMatch(h -> h.sign() == LinkSign.REORDERING || h.degraded().isEmpty());
        }
        assertThat(n.pop("fra").estimate(OUT, SENDER).status()).isEqualTo(LinkStatus.UP);
    }

    @Test
    void aDelayStepDegradesTheClassesThatFeelIt() {
        net.run(40 * SECOND);
        fra.forget();
        sin.forget();
        net.channel("fra->sin").delayNs += 30 * MS;
        long fault = net.now;
        net.run(5 * SECOND);
        for (AgentNet.Pop pop : List.of(fra, sin)) {
            assertThat(pop.health).hasSize(1);
            LinkHealth.Entry entry = pop.health.getFirst();
            assertThat(entry.link()).isEqualTo(OUT);
            assertThat(entry.sign()).isEqualTo(LinkSign.DELAY_STEP);
            assertThat(entry.degraded()).isEqualTo(ClassSet.of(TrafficClass.AUDIO));
            assertThat(pop.healthNs.getFirst() - fault).isLessThan(560 * MS);
        }
        net.channel("fra->sin").delayNs += 120 * MS;
        net.run(5 * SECOND);
        assertThat(fra.estimate(OUT, SENDER).degraded())
                .isEqualTo(
                        ClassSet.of(
                                TrafficClass.SIGNALLING,
                                TrafficClass.AUDIO,
                                TrafficClass.VIDEO_KEY,
                                TrafficClass.VIDEO,
                                TrafficClass.LIVE));
        assertThat(fra.status(IN, RECEIVER)).isEqualTo(LinkStatus.UP);
        // A rise that stays for five minutes is what the link now has at its best.
        net.run(8 * 60 * SECOND);
        assertThat(fra.status(OUT, SENDER)).isEqualTo(LinkStatus.UP);
    }

    @Test
    void aLinkTooLongForAClassIsDegradedForItFromTheStart() {
        net.channel("fra->sin").delayNs = 450 * MS;
        net.channel("sin->fra").delayNs = 450 * MS;
        net.run(6 * SECOND);
        ClassSet degraded = fra.estimate(OUT, SENDER).degraded();
        assertThat(degraded.contains(TrafficClass.AUDIO)).isTrue();
        assertThat(degraded.contains(TrafficClass.SIGNALLING)).isFalse();
    }

    @Test
    void clocksThatAreSetChangeNothing() {
        net.run(40 * SECOND);
        fra.forget();
        sin.forget();
        long[] steps = {3_600 * SECOND, -3_600 * SECOND, 200 * MS, -200 * MS, -7_200 * SECOND};
        for (long step : steps) {
            fra.stepClock(step);
            net.run(10 * SECOND);
            sin.stepClock(-step / 2);
            net.run(10 * SECOND);
        }
        assertThat(fra.health).isEmpty();
        assertThat(sin.health).isEmpty();
        assertThat(fra.estimate(IN, RECEIVER).jitterNs()).isLessThan(5 * MS);
        // And a real rise is still seen after all that.
        net.channel("sin->fra").delayNs += 60 * MS;
        net.run(SECOND);
        assertThat(fra.status(IN, RECEIVER)).isEqualTo(LinkStatus.DEGRADED);
    }

    @Test
    void driftingClocksAccuseNobody() {
        net.run(SECOND);
        fra.forget();
        sin.forget();
        for (int s = 0; s < 1_200; s++) {
            // 300 ppm, far beyond what a disciplined clock does.
            sin.stepClock(300_000);
            net.run(SECOND);
        }
        assertThat(fra.health).noneMatch(h -> h.status() == LinkStatus.DEGRADED);
        assertThat(sin.health).noneMatch(h -> h.status() == LinkStatus.DEGRADED);
    }

    @Test
    void aStallOfTheAgentItselfIsNobodysSilence() {
        net.run(5 * SECOND);
        fra.forget();
        fra.dead = true;
        net.run(3 * SECOND);
        fra.dead = false;
        net.run(3 * SECOND);
        assertThat(fra.core.counters().stalls()).isEqualTo(1);
        assertThat(fra.health).noneMatch(h -> h.status() == LinkStatus.DOWN);
    }

    /** All links of a PoP late at once: its machine or its access, which no other link cures. */
    @Test
    void latenessOfAllLinksAccusesNoneUntilItLasts() {
        AgentNet n = new AgentNet(11, AgentOptions.STANDARD, "fra", "lon", "sin", "nrt", "sfo");
        n.planAll(100 * MS);
        n.run(5 * SECOND);
        AgentNet.Pop f = n.pop("fra");
        f.forget();
        for (int pause = 0; pause < 5; pause++) {
            late(n, 60 * MS, "lon->fra", "sin->fra", "nrt->fra", "sfo->fra");
            n.run(500 * MS);
            late(n, -60 * MS, "lon->fra", "sin->fra", "nrt->fra", "sfo->fra");
            n.run(3 * SECOND);
        }
        assertThat(f.health).isEmpty();
        // One link is late by itself, and of that the others know nothing.
        late(n, 60 * MS, "sin->fra");
        n.run(500 * MS);
        assertThat(f.health).extracting(LinkHealth.Entry::link).contains(IN);
        f.forget();
        late(n, 60 * MS, "lon->fra", "nrt->fra", "sfo->fra");
        n.run(2 * SECOND);
        assertThat(f.status(LinkId.parse("lon->fra"), RECEIVER)).isEqualTo(LinkStatus.DEGRADED);
    }

    private static void late(AgentNet n, long byNs, String... links) {
        for (String link : links) {
            n.channel(link).delayNs += byNs;
        }
    }

    @Test
    void relapsesDoubleTheHoldTime() {
        net.run(5 * SECOND);
        long[] heldNs = new long[3];
        for (int flap = 0; flap < heldNs.length; flap++) {
            net.channel("fra->sin").blackhole = true;
            net.run(2 * SECOND);
            net.channel("fra->sin").blackhole = false;
            long clear = net.now;
            while (fra.status(OUT, SENDER) != LinkStatus.UP) {
                net.run(100 * MS);
            }
            heldNs[flap] = net.now - clear;
        }
        assertThat(heldNs[0]).isBetween(10 * SECOND, 14 * SECOND);
        assertThat(heldNs[1]).isBetween(20 * SECOND, 24 * SECOND);
        assertThat(heldNs[2]).isBetween(40 * SECOND, 44 * SECOND);
    }

    @Test
    void planChangesKeepWhatStaysAndForgetWhatGoes() {
        AgentNet n = new AgentNet(7, AgentOptions.STANDARD, "fra", "lon", "sin");
        n.planAll(100 * MS);
        n.run(10 * SECOND);
        AgentNet.Pop f = n.pop("fra");
        ProbePlan full = n.plan(f, 100 * MS);
        ProbePlan less = new ProbePlan(2, full.links().subList(1, 2), full.targets());
        LinkId stays = full.links().get(1).link();
        long samples = f.estimate(stays, SENDER).samples();
        f.core.onPlan(n.now, less);
        assertThat(f.core.estimates(n.now)).hasSize(2);
        assertThat(f.estimate(stays, SENDER).samples()).isEqualTo(samples);
        n.run(5 * SECOND);
        f.core.onPlan(n.now, full);
        LinkId back = full.links().get(0).link();
        assertThat(f.status(back, SENDER)).isEqualTo(LinkStatus.UNKNOWN);
        assertThat(f.estimate(back, SENDER).lossPpmLong()).isEqualTo(LinkEstimate.UNKNOWN_VALUE);
        n.run(5 * SECOND);
        assertThat(f.status(back, SENDER)).isEqualTo(LinkStatus.UP);
        assertThat(f.status(stays, SENDER)).isEqualTo(LinkStatus.UP);
    }

    @Test
    void newLinksAreSpreadOverOneIntervalAndStrangersRefused() {
        String[] names = new String[41];
        for (int i = 0; i < names.length; i++) {
            names[i] = "p" + i;
        }
        AgentNet n = new AgentNet(1, AgentOptions.STANDARD, names);
        AgentNet.Pop p = n.pop("p0");
        p.core.onPlan(n.now, n.plan(p, 100 * MS));
        long[] sent = new long[10];
        for (int i = 0; i < sent.length; i++) {
            n.run(10 * MS);
            sent[i] = p.core.counters().probesSent();
        }
        for (int i = 0; i < sent.length; i++) {
            long step = sent[i] - (i == 0 ? 0 : sent[i - 1]);
            assertThat(step).isBetween(2L, 6L);
        }
        assertThat(sent[9]).isBetween(39L, 41L);
        n.run(SECOND);
        AgentNet.Pop other = n.pop("p1");
        assertThat(other.sentBytes).isZero();
        assertThat(other.core.counters().rejects(StampReject.UNKNOWN_PEER)).isGreaterThan(5);
    }

    @Test
    void duplicatesAndReorderingAreFiguresNotFaults() {
        net.channel("fra->sin").duplicate = 0.1;
        net.channel("sin->fra").jitterNs = 2 * MS;
        net.run(30 * SECOND);
        assertThat(fra.estimate(OUT, SENDER).duplicatePpm()).isBetween(40_000L, 160_000L);
        assertThat(sin.estimate(OUT, RECEIVER).duplicatePpm()).isBetween(40_000L, 160_000L);
        assertThat(fra.estimate(IN, RECEIVER).duplicatePpm()).isZero();
        assertThat(fra.estimate(OUT, SENDER).lossPpmLong()).isZero();
        assertThat(fra.status(OUT, SENDER)).isEqualTo(LinkStatus.UP);
    }

    @Test
    void worseNewsLeavesAtOnceWithItsTrace() {
        net.run(30 * SECOND);
        fra.forget();
        net.channel("fra->sin").blackhole = true;
        net.run(SECOND);
        LinkReport report =
                fra.reports.stream().filter(r -> !r.traces().isEmpty()).findFirst().orElseThrow();
        assertThat(fra.reportNs.get(fra.reports.indexOf(report)))
                .isEqualTo(fra.healthNs.getFirst());
        assertThat(report.estimates().getFirst().status()).isEqualTo(LinkStatus.DOWN);
        var trace = report.traces().getFirst();
        assertThat(trace.link()).isEqualTo(OUT);
        assertThat(trace.stamps().stream().map(s -> s.stage()).toList())
                .containsExactly(Stage.FIRST_SIGN, Stage.DEGRADED, Stage.REPORTED);
        assertThat(trace.stamps()).allMatch(s -> s.node().equals("fra/agent"));
        assertThat(trace.between(Stage.FIRST_SIGN, Stage.DEGRADED).orElseThrow())
                .isBetween(200 * MS, 400 * MS);
        assertThat(trace.at(Stage.DEGRADED).orElseThrow())
                .isEqualTo(fra.healthNs.getFirst() + fra.wallNs);
    }

    @Test
    void everythingIsSaidAgainToAFreshListener() {
        net.run(30 * SECOND);
        fra.forget();
        fra.core.onForwarderConnected(net.now);
        assertThat(fra.health).hasSize(2).allMatch(h -> h.status() == LinkStatus.UP);
        fra.core.onControllerEstablished(net.now, 0);
        assertThat(fra.reports).hasSize(1);
        assertThat(fra.reports.getFirst().complete()).isTrue();
        assertThat(fra.reports.getFirst().estimates()).hasSize(2);
    }

    @Test
    void aQuietLinkCostsOneReportInTenSeconds() {
        net.run(60 * SECOND);
        fra.forget();
        net.run(100 * SECOND);
        assertThat(fra.reports.stream().mapToInt(r -> r.estimates().size()).sum())
                .isBetween(20, 26);
    }

    @Test
    void sameSeedSameWords() {
        assertThat(words(5)).isEqualTo(words(5)).isNotEqualTo(words(6));
    }

    private static String words(long seed) {
        AgentNet n = AgentNet.pair(seed);
        n.channel("fra->sin").loss = 0.1;
        n.channel("sin->fra").jitterNs = 50 * MS;
        n.run(20 * SECOND);
        return n.pop("fra").reports.toString() + n.pop("sin").health;
    }
}
