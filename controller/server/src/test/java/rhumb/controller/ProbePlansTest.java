package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rhumb.controller.TestOverlay.SECOND;
import static rhumb.controller.TestOverlay.link;
import static rhumb.controller.TestOverlay.pop;

import java.util.Map;
import org.junit.jupiter.api.Test;
import rhumb.controller.event.EventCode;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.ProbingIntent;
import rhumb.controller.intent.Topology;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.message.ProbePlan.Use;

@SuppressWarnings("NullAway") // null stands for "left out"
class ProbePlansTest {
    private static final long MS = 1_000_000L;

    @Test
    void untilRoutesAreKnownAnyLinkMayBeUrgent() {
        TestOverlay o = new TestOverlay(Samples.mesh(3));
        o.hello("a", rhumb.southbound.message.Role.AGENT);
        o.run(MS);
        assertThat(o.probePlans.get(pop("a")).links())
                .allMatch(l -> l.use() == Use.URGENT && l.intervalNs() == 100 * MS);
    }

    @Test
    void linksThatNoPathTakesAreIdle() {
        TestOverlay o = new TestOverlay(Samples.mesh(6));
        o.set("a->b", Samples.Quality.up(900));
        o.start();
        o.live(8);
        ProbePlan plan = o.probePlans.get(pop("a"));
        assertThat(of(plan, "a->b").use()).isEqualTo(Use.IDLE);
        assertThat(of(plan, "a->b").intervalNs()).isEqualTo(1_000 * MS);
        assertThat(of(plan, "a->c").use()).isEqualTo(Use.URGENT);
        assertThat(of(plan, "a->c").intervalNs()).isEqualTo(100 * MS);
        assertThat(of(plan, "a->c").busyNs()).isEqualTo(20 * MS);
        long version = plan.version();
        o.set("a->b", Samples.Quality.up(10));
        o.live(400);
        assertThat(of(o.probePlans.get(pop("a")), "a->b").use()).isEqualTo(Use.URGENT);
        assertThat(o.probePlans.get(pop("a")).version()).isGreaterThan(version);
    }

    @Test
    void plansGoOutOnlyWhenAUseChangesAndNotOften() {
        TestOverlay o = new TestOverlay(Samples.mesh(4));
        o.start();
        o.live(10);
        long sent = plansSent(o);
        o.live(60);
        assertThat(plansSent(o)).isEqualTo(sent);
    }

    @Test
    void aPopOfManyNeighboursIsAskedNoMoreThanItCanAnswer() {
        Intent intent = Samples.mesh(20);
        Topology topology = new Topology(intent);
        ProbePlans plans = new ProbePlans(with(intent, 500), topology, 1);
        // 19 neighbours share 225 answers a second.
        for (int pop = 0; pop < 20; pop++) {
            ProbePlan plan = plans.of(pop);
            assertThat(plan.budget().packetsPerSecond()).isEqualTo(500);
            assertThat(plan.links()).allMatch(l -> l.intervalNs() == 100 * MS);
            assertThat(plan.links()).allMatch(l -> l.busyNs() == 19 * SECOND / 225 + 1);
            assertThat(plans.shortage(pop)).contains("19 links ask for 85 %").contains("84 ms");
        }
        assertThat(new ProbePlans(intent, topology, 1).shortage(0)).isNull();
    }

    @Test
    void aShortBudgetIsAnEventOncePerPop() {
        TestOverlay o = new TestOverlay(with(Samples.mesh(4), 100));
        o.start();
        o.live(20);
        assertThat(o.count(EventCode.PROBE_BUDGET_SHORT)).isEqualTo(4);
    }

    @Test
    void complaintsSayWhatIsWrong() {
        assertThatThrownBy(() -> new ProbingIntent(null, null, null, 10, null))
                .hasMessage("probing: packets-per-second is 10: expected 100 to 10000000");
        assertThatThrownBy(() -> new ProbingIntent(200 * MS, null, null, null, null))
                .hasMessage(
                        "probing: in-use, backup and idle are 200, 100 and 1000 ms: expected none"
                                + " shorter than the one before");
    }

    private static long plansSent(TestOverlay o) {
        return o.log.stream().filter(line -> line.contains("ProbePlan[")).count();
    }

    private static ProbePlan.ProbedLink of(ProbePlan plan, String id) {
        return plan.links().stream()
                .filter(l -> l.link().equals(link(id)))
                .findFirst()
                .orElseThrow();
    }

    private static Intent with(Intent intent, int packetsPerSecond) {
        ProbingIntent probing = new ProbingIntent(null, null, null, packetsPerSecond, null);
        return new Intent(
                intent.controller(),
                intent.pops(),
                intent.links(),
                intent.services(),
                Map.of(),
                new PolicyIntent(null, null, null, null, null, probing, null));
    }
}
