package rhumb.probe.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.message.ProbePlan.Use;

class LinkPaceTest {
    private static final long MS = 1_000_000L;

    private final ProbeBudget budget = new ProbeBudget();
    private long now;

    @Test
    void theUseSaysHowOften() {
        assertThat(started(Use.URGENT).intervalNs()).isEqualTo(100 * MS);
        assertThat(started(Use.PLANNED).intervalNs()).isEqualTo(100 * MS);
        assertThat(started(Use.IDLE).intervalNs()).isEqualTo(1_000 * MS);
    }

    @Test
    void sparseMediaOnAnUrgentLinkAreJoinedByFastProbesAtOnce() {
        LinkPace pace = started(Use.URGENT);
        media(pace, 1, 1);
        assertThat(pace.intervalNs()).isEqualTo(20 * MS);
        assertThat(pace.reason()).isEqualTo(LinkPace.Reason.IN_USE);
        media(pace, 200, 1);
        assertThat(pace.intervalNs()).isEqualTo(20 * MS);
        LinkPace bulk = started(Use.PLANNED);
        media(bulk, 10, 1);
        assertThat(bulk.intervalNs()).isEqualTo(100 * MS);
    }

    @Test
    void denseMediaMeasureByThemselvesAndLeaveAFloor() {
        LinkPace pace = started(Use.PLANNED);
        LinkPace urgent = started(Use.URGENT);
        for (int i = 0; i < 100; i++) {
            media(pace, 1, 4);
            media(urgent, 1, 4);
            pace.onProbe(now);
            urgent.onProbe(now);
        }
        assertThat(pace.intervalNs()).isEqualTo(200 * MS);
        assertThat(pace.reason()).isEqualTo(LinkPace.Reason.MEDIA);
        assertThat(urgent.intervalNs()).as("death is told by probes").isEqualTo(20 * MS);
        // Fewer, but still more than half of that: nothing flaps.
        media(pace, 200, 1);
        pace.onProbe(now);
        assertThat(pace.intervalNs()).isEqualTo(200 * MS);
    }

    @Test
    void mediaThatEndLeaveTheRest() {
        LinkPace pace = started(Use.URGENT);
        media(pace, 1, 1);
        for (int i = 0; i < 200; i++) {
            now += pace.intervalNs();
            pace.onProbe(now);
        }
        assertThat(pace.intervalNs()).isEqualTo(100 * MS);
        assertThat(pace.tier()).isEqualTo(Tier.BACKUP);
    }

    @Test
    void slowerGoesByTheDoubleEachHeldForSomeProbes() {
        LinkPace pace = started(Use.URGENT);
        media(pace, 1, 1);
        pace.plan(probed(Use.IDLE));
        List<Long> intervals = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            now += pace.intervalNs();
            pace.onProbe(now);
            intervals.add(pace.intervalNs() / MS);
        }
        assertThat(intervals.stream().distinct())
                .containsExactly(20L, 40L, 80L, 100L, 200L, 400L, 800L, 1_000L);
        for (long step : new long[] {40, 80, 200, 400, 800}) {
            assertThat(intervals.stream().filter(i -> i == step))
                    .hasSizeGreaterThanOrEqualTo(LinkPace.STEADY);
        }
    }

    @Test
    void fasterWaitsForRoom() {
        budget.limit(60);
        List<LinkPace> idle = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            idle.add(started(Use.IDLE));
        }
        LinkPace urgent = started(Use.URGENT);
        media(urgent, 1, 1);
        assertThat(urgent.intervalNs()).as("only 60/s").isEqualTo(100 * MS);
        assertThat(urgent.reason()).isEqualTo(LinkPace.Reason.BUDGET);
        for (int round = 0; round < 2 * LinkPace.STEADY; round++) {
            idle.forEach(pace -> pace.onProbe(now));
            media(urgent, 1, 1);
            urgent.onProbe(now);
            assertThat(budget.perSecond()).isLessThanOrEqualTo(60);
        }
        // 25/s are what 50 idle links keep; 35/s are left.
        assertThat(urgent.intervalNs()).isBetween(28 * MS, 32 * MS);
        assertThat(idle).allMatch(pace -> pace.intervalNs() == 2_000 * MS);
    }

    @Test
    void aLoweredLimitIsObeyedWithTheNextProbe() {
        LinkPace pace = started(Use.PLANNED);
        budget.limit(2);
        pace.onProbe(now);
        assertThat(pace.intervalNs()).isEqualTo(500 * MS);
        pace.end();
        assertThat(budget.perSecond()).isZero();
    }

    private LinkPace started(Use use) {
        LinkPace pace = new LinkPace(budget, probed(use));
        pace.start();
        return pace;
    }

    private static ProbePlan.ProbedLink probed(Use use) {
        long restNs = use == Use.IDLE ? 1_000 * MS : 100 * MS;
        long busyNs = use == Use.URGENT ? 20 * MS : 100 * MS;
        return new ProbePlan.ProbedLink(
                LinkId.parse("fra->sin"), Endpoint.parse("192.0.2.1:862"), use, restNs, busyNs);
    }

    /** Intervals of 20 ms with so many packets each. */
    private void media(LinkPace pace, int intervals, int packets) {
        for (int i = 0; i < intervals; i++) {
            now += 20 * MS;
            pace.onMedia(now, packets);
            pace.hasten();
        }
    }
}
