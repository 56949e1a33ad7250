package rhumb.controller.lsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.Samples.Quality;
import rhumb.controller.intent.Topology;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkReport;

class LinkStateDatabaseTest {
    private static final long SECOND = 1_000_000_000L;
    private static final PopId A = new PopId("a");
    private static final PopId B = new PopId("b");
    private static final LinkId AB = LinkId.parse("a->b");
    private static final Quality UP = Quality.up(40);

    private final Topology topology = new Topology(Samples.mesh(3));
    private final LinkStateDatabase lsdb =
            new LinkStateDatabase(topology, LinkStateDatabase.Timing.STANDARD, 0);
    private long nowNs = SECOND;
    private long seq;

    @BeforeEach
    void greet() {
        lsdb.onSession(A, 1);
        lsdb.onSession(B, 1);
    }

    private LinkStateDatabase.Outcome say(PopId pop, LinkView view, Quality q) {
        return say(pop, Samples.estimate(AB, view, q));
    }

    private LinkStateDatabase.Outcome say(PopId pop, LinkEstimate... estimates) {
        return lsdb.onReport(
                nowNs, pop, new LinkReport(++seq, false, List.of(estimates), List.of()));
    }

    private LinkState state() {
        return lsdb.snapshot(nowNs).link(topology.linkIndex(AB));
    }

    @Test
    void receiverOverridesSuspectedSender() {
        say(A, LinkView.SENDER, UP);
        say(B, LinkView.RECEIVER, UP);
        nowNs += 5 * SECOND;
        say(A, LinkView.SENDER, UP.down());
        // b was last heard long before the suspicion: it may be dead.
        assertThat(state().status()).isEqualTo(LinkStatus.DOWN);
        nowNs += SECOND / 10;
        // b lives, speaks of another link, and would have told of this one.
        say(B, Samples.estimate(LinkId.parse("b->a"), LinkView.SENDER, UP.down()));
        assertThat(state().status()).isEqualTo(LinkStatus.UP);
        assertThat(state().decidedBy()).isEqualTo(LinkView.RECEIVER);
        assertThat(state().lossPpm()).isZero();
    }

    @Test
    void receiverThatVouchedJustBeforeIsBelieved() {
        say(B, LinkView.RECEIVER, UP);
        nowNs += SECOND / 10;
        say(A, LinkView.SENDER, UP.down());
        assertThat(state().status()).isEqualTo(LinkStatus.UP);
    }

    @Test
    void aSuspicionThatHealsSlowlyStaysRefuted() {
        say(B, LinkView.RECEIVER, UP);
        say(A, LinkView.SENDER, UP.down());
        say(A, LinkView.SENDER, UP.degraded(LinkSign.SILENCE, TrafficClass.AUDIO));
        assertThat(state().status()).isEqualTo(LinkStatus.UP);
    }

    @Test
    void lostReceiverVouchesNoMore() {
        say(B, LinkView.RECEIVER, UP);
        say(A, LinkView.SENDER, UP.down());
        assertThat(state().status()).isEqualTo(LinkStatus.UP);
        assertThat(lsdb.onSessionLost(nowNs, B)).hasSize(1);
        assertThat(state().status()).isEqualTo(LinkStatus.DOWN);
    }

    @Test
    void bothEndsBadIsTheWorst() {
        Quality lossy = UP.loss(30_000).degraded(LinkSign.LOSS, TrafficClass.AUDIO);
        Quality slow = UP.degraded(LinkSign.DELAY_STEP, TrafficClass.VIDEO);
        say(A, LinkView.SENDER, slow);
        say(B, LinkView.RECEIVER, lossy);
        assertThat(state().degraded())
                .isEqualTo(ClassSet.of(TrafficClass.AUDIO, TrafficClass.VIDEO));
        assertThat(state().lossPpm()).isEqualTo(30_000);
        say(A, LinkView.SENDER, UP.down());
        say(B, LinkView.RECEIVER, UP.down());
        assertThat(state().status()).isEqualTo(LinkStatus.DOWN);
        assertThat(state().degraded()).isEqualTo(ClassSet.ALL);
    }

    @Test
    void aReceiverAloneTakesNoLinkDown() {
        say(A, LinkView.SENDER, UP);
        say(B, LinkView.RECEIVER, UP.down());
        assertThat(state().status()).isEqualTo(LinkStatus.UP);
        assertThat(state().decidedBy()).isEqualTo(LinkView.SENDER);
        assertThat(lsdb.disputed()).isEqualTo(1);
        // The sender agrees: now it is down.
        say(A, LinkView.SENDER, UP.down());
        assertThat(state().status()).isEqualTo(LinkStatus.DOWN);
        assertThat(lsdb.disputed()).isZero();
    }

    @Test
    void aSenderThatLosesMostDoesNotContradict() {
        say(A, LinkView.SENDER, UP.loss(700_000).degraded(LinkSign.LOSS, TrafficClass.AUDIO));
        say(B, LinkView.RECEIVER, UP.down());
        assertThat(state().status()).isEqualTo(LinkStatus.DOWN);
    }

    @Test
    void aSenderThatIsGoneOrSilentHoldsNothingAgainstTheReceiver() {
        say(A, LinkView.SENDER, UP);
        say(B, LinkView.RECEIVER, UP.down());
        nowNs += 13 * SECOND;
        say(B, LinkView.RECEIVER, UP.down());
        assertThat(state().status()).isEqualTo(LinkStatus.DOWN);
        say(A, LinkView.SENDER, UP);
        assertThat(state().status()).isEqualTo(LinkStatus.UP);
        lsdb.onSessionLost(nowNs, A);
        assertThat(state().status()).isEqualTo(LinkStatus.DOWN);
    }

    @Test
    void contradictionsAreToldOnceAndWithBothViews() {
        say(A, LinkView.SENDER, UP);
        say(B, LinkView.RECEIVER, UP.down());
        assertThat(lsdb.takeDisputes()).as("one end learns first").isEmpty();
        List<Dispute> told = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            nowNs += SECOND;
            say(A, LinkView.SENDER, UP);
            told.addAll(lsdb.takeDisputes());
        }
        assertThat(told).hasSize(1);
        Dispute dispute = told.getFirst();
        assertThat(dispute.bySender().status()).isEqualTo(LinkStatus.UP);
        assertThat(dispute.byReceiver().status()).isEqualTo(LinkStatus.DOWN);
        assertThat(dispute.believed()).isEqualTo(LinkView.SENDER);
        // A liar that says it again and again is told once a minute.
        for (int i = 0; i < 120; i++) {
            nowNs += SECOND;
            say(A, LinkView.SENDER, UP);
            say(B, LinkView.RECEIVER, i % 10 == 0 ? UP : UP.down());
            told.addAll(lsdb.takeDisputes());
        }
        assertThat(told).hasSize(3);
    }

    @Test
    void whoTrustsALinkLaterContradictsNobodyForAWhile() {
        say(A, LinkView.SENDER, UP);
        Quality recovering = UP.down().loss(0);
        List<Dispute> told = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            nowNs += SECOND;
            say(B, LinkView.RECEIVER, recovering);
            say(A, LinkView.SENDER, UP);
            told.addAll(lsdb.takeDisputes());
        }
        assertThat(told).isEmpty();
    }

    @Test
    void silenceIsNoContradiction() {
        say(B, LinkView.RECEIVER, UP);
        Quality q = UP.down();
        Quality silent =
                new Quality(
                        q.status(),
                        q.degraded(),
                        LinkSign.SILENCE,
                        q.lossPpm(),
                        q.delayNs(),
                        q.riseNs(),
                        q.jitterNs());
        say(A, LinkView.SENDER, silent);
        assertThat(lsdb.disputed()).as("the way back may be dead").isZero();
    }

    @Test
    void sendersEvidenceOfDegradationCounts() {
        say(B, LinkView.RECEIVER, UP);
        say(A, LinkView.SENDER, UP.loss(30_000).degraded(LinkSign.LOSS, TrafficClass.AUDIO));
        assertThat(state().status()).isEqualTo(LinkStatus.DEGRADED);
    }

    @Test
    void viewsGrowOldAndUnknownIsNotUp() {
        say(A, LinkView.SENDER, UP);
        nowNs += 29 * SECOND;
        lsdb.onDeadline(nowNs);
        assertThat(state().status()).isEqualTo(LinkStatus.UP);
        nowNs += 2 * SECOND;
        List<LinkStateDatabase.Change> changes = lsdb.onDeadline(nowNs);
        assertThat(changes).hasSize(1);
        assertThat(state().status()).isEqualTo(LinkStatus.UNKNOWN);
        assertThat(state().lossPpm()).isEqualTo(LinkEstimate.UNKNOWN_VALUE);
        say(A, LinkView.SENDER, UP.unknown());
        assertThat(state().status()).isEqualTo(LinkStatus.UNKNOWN);
    }

    @Test
    void delayIsKeptWhenOnlyTheReceiverIsLeft() {
        say(A, LinkView.SENDER, UP);
        LinkEstimate deaf = Samples.estimate(AB, LinkView.RECEIVER, UP);
        LinkEstimate noDelay =
                new LinkEstimate(
                        AB,
                        deaf.view(),
                        deaf.status(),
                        deaf.degraded(),
                        deaf.sign(),
                        10,
                        0,
                        0,
                        -1,
                        -1,
                        0,
                        0,
                        0,
                        0);
        say(B, noDelay);
        say(A, LinkView.SENDER, UP.down());
        assertThat(state().status()).isEqualTo(LinkStatus.UP);
        assertThat(state().delayNs()).isEqualTo(40 * Samples.MS);
    }

    @Test
    void troubleIsRememberedForMinutes() {
        Quality lossy = UP.loss(200_000).degraded(LinkSign.LOSS, TrafficClass.AUDIO);
        say(A, LinkView.SENDER, lossy);
        nowNs += SECOND;
        say(A, LinkView.SENDER, UP);
        assertThat(state().trouble())
                .isNotNull()
                .satisfies(t -> assertThat(t.worstLossPpm()).isEqualTo(200_000))
                .satisfies(t -> assertThat(t.classes()).isEqualTo(ClassSet.of(TrafficClass.AUDIO)));
        for (int i = 0; i < 31; i++) {
            nowNs += 10 * SECOND;
            say(A, LinkView.SENDER, UP);
        }
        assertThat(state().trouble()).isNull();
    }

    @Test
    void refusesWithANamedReason() {
        Quality up = UP;
        assertThat(say(B, LinkView.SENDER, up).refused())
                .containsExactly(ReportReject.FOREIGN_LINK);
        assertThat(say(A, LinkView.RECEIVER, up).refused())
                .containsExactly(ReportReject.FOREIGN_LINK);
        assertThat(say(new PopId("x"), LinkView.SENDER, up).refused())
                .containsExactly(ReportReject.UNKNOWN_POP);
        assertThat(say(A, Samples.estimate(LinkId.parse("a->x"), LinkView.SENDER, up)).refused())
                .containsExactly(ReportReject.UNKNOWN_LINK);
        assertThat(say(A, LinkView.SENDER, up.loss(1_000_001)).refused())
                .containsExactly(ReportReject.RATIO_OUT_OF_RANGE);
        assertThat(say(A, LinkView.SENDER, Quality.up(61_000)).refused())
                .containsExactly(ReportReject.TIME_OUT_OF_RANGE);
        LinkEstimate guess = LinkEstimate.unknown(AB, LinkView.SENDER);
        LinkEstimate baseless =
                new LinkEstimate(
                        AB,
                        guess.view(),
                        LinkStatus.UP,
                        ClassSet.NONE,
                        LinkSign.NONE,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0);
        assertThat(say(A, baseless).refused()).containsExactly(ReportReject.UP_WITHOUT_SAMPLES);
        LinkReport old = new LinkReport(1, false, List.of(), List.of());
        assertThat(lsdb.onReport(nowNs, A, old).refused())
                .containsExactly(ReportReject.OLD_SEQUENCE);
        assertThat(lsdb.rejected(ReportReject.FOREIGN_LINK)).isEqualTo(2);
        assertThat(state().status()).isEqualTo(LinkStatus.UNKNOWN);
        lsdb.onSession(A, 2);
        assertThat(lsdb.onReport(nowNs, A, old).refused()).isEmpty();
    }

    @Test
    void snapshotsAreNumberedAndOnlyMadeOfChange() {
        say(A, LinkView.SENDER, UP);
        Snapshot first = lsdb.snapshot(nowNs);
        assertThat(lsdb.snapshot(nowNs + 5)).isSameAs(first);
        nowNs++;
        say(A, LinkView.SENDER, Quality.up(50));
        assertThat(lsdb.snapshot(nowNs).number()).isEqualTo(first.number() + 1);
        assertThat(first.link(topology.linkIndex(AB)).delayNs()).isEqualTo(40 * Samples.MS);
    }

    /** Whatever agents say, a snapshot holds only figures that can be. */
    @Test
    void nonsenseNeverGetsIn() {
        SplittableRandom random = new SplittableRandom(9);
        long[] odd = {-2, -1, 0, 1, 1_000_000, 1_000_001, Long.MAX_VALUE, Long.MIN_VALUE};
        for (int i = 0; i < 20_000; i++) {
            List<LinkEstimate> estimates = new ArrayList<>();
            for (Topology.Link link : topology.links()) {
                long[] v = new long[9];
                java.util.Arrays.setAll(v, k -> odd[random.nextInt(odd.length)]);
                estimates.add(
                        new LinkEstimate(
                                link.id(),
                                LinkView.values()[random.nextInt(2)],
                                LinkStatus.values()[random.nextInt(4)],
                                new ClassSet(random.nextInt(256)),
                                LinkSign.values()[random.nextInt(6)],
                                v[0],
                                v[1],
                                v[2],
                                v[3],
                                v[4],
                                v[5],
                                v[6],
                                v[7],
                                v[8]));
            }
            lsdb.onReport(
                    nowNs++,
                    random.nextBoolean() ? A : B,
                    new LinkReport(++seq, true, estimates, List.of()));
        }
        for (LinkState link : lsdb.snapshot(nowNs).links()) {
            assertThat(link.lossPpm()).isBetween(-1L, 1_000_000L);
            assertThat(link.delayNs()).isBetween(-1L, 60 * SECOND);
            assertThat(link.samples()).isNotNegative();
        }
        // Each of the two speaks for four of the twelve ends only.
        assertThat(lsdb.rejected(ReportReject.FOREIGN_LINK)).isPositive();
    }

    /** What is not judged for a while would be judged as it was. */
    @Test
    void onlyLinksAreSparedThatStayAsTheyAre() {
        SplittableRandom random = new SplittableRandom(4);
        // Trouble is soon forgotten, so that it is not that by which a link is judged again.
        LinkStateDatabase db =
                new LinkStateDatabase(
                        topology,
                        new LinkStateDatabase.Timing(
                                30 * SECOND, SECOND, SECOND / 5, 2 * SECOND / 5, 12 * SECOND),
                        0);
        topology.pops().forEach(pop -> db.onSession(pop.name(), 1));
        LinkStatus[] often = {
            LinkStatus.UP, LinkStatus.UP, LinkStatus.UP, LinkStatus.DEGRADED, LinkStatus.DOWN
        };
        int judged = 0;
        for (int i = 0; i < 5_000; i++) {
            nowNs = db.nextDeadlineNs();
            db.onDeadline(nowNs);
            for (int n = random.nextInt(3); n > 0; n--) {
                int pop = random.nextInt(topology.pops().size());
                if (random.nextInt(20) == 0) {
                    db.onSessionLost(nowNs, topology.pop(pop));
                } else if (random.nextInt(20) == 0) {
                    db.onSession(topology.pop(pop), 1);
                }
                judged +=
                        db.onReport(nowNs, topology.pop(pop), some(random, pop, often)).accepted();
            }
            List<LinkState> before = db.snapshot(nowNs).links();
            db.judgeAll(nowNs);
            assertThat(db.snapshot(nowNs).links()).as("step %d", i).isEqualTo(before);
        }
        assertThat(judged).isGreaterThan(5_000);
        assertThat(db.takeDisputes()).isNotEmpty();
    }

    private LinkReport some(SplittableRandom random, int pop, LinkStatus[] often) {
        List<LinkEstimate> estimates = new ArrayList<>();
        for (Topology.Link link : topology.touching(pop)) {
            if (random.nextInt(3) == 0) {
                LinkStatus status = often[random.nextInt(often.length)];
                int loss = random.nextInt(2) * 600_000;
                estimates.add(
                        new LinkEstimate(
                                link.id(),
                                link.from() == pop ? LinkView.SENDER : LinkView.RECEIVER,
                                status,
                                status == LinkStatus.DEGRADED ? ClassSet.ALL : ClassSet.NONE,
                                LinkSign.values()[random.nextInt(6)],
                                100,
                                loss,
                                loss,
                                random.nextInt(3) - 1,
                                random.nextInt(3) - 1,
                                0,
                                0,
                                0,
                                0));
            }
        }
        return new LinkReport(++seq, false, estimates, List.of());
    }
}
