package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples.Quality;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkStateDatabase;
import rhumb.controller.plan.Decision;
import rhumb.controller.plan.Plan;
import rhumb.controller.plan.Planner;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkReport;

/** Whatever is not looked at would have been found as it was. */
class HopelessPairsTest {
    private static final long SECOND = 1_000_000_000L;

    private final Intent intent = Samples.mesh(5);
    private final Topology topology = new Topology(intent);
    private final Planner planner = new Planner(topology, intent.policy());
    private final LinkStateDatabase lsdb =
            new LinkStateDatabase(topology, LinkStateDatabase.Timing.STANDARD, 0);
    private final Quality[] truth = new Quality[topology.links().size()];
    private long seq;

    private void tell(long nowNs) {
        for (int pop = 0; pop < topology.pops().size(); pop++) {
            List<LinkEstimate> estimates = new ArrayList<>();
            for (Topology.Link link : topology.touching(pop)) {
                LinkView view = link.from() == pop ? LinkView.SENDER : LinkView.RECEIVER;
                estimates.add(Samples.estimate(link.id(), view, truth[link.index()]));
            }
            LinkReport report = new LinkReport(++seq, true, estimates, List.of());
            lsdb.onReport(nowNs, topology.pop(pop), report);
        }
    }

    private boolean hopeless(Plan plan, int pair) {
        Decision decision =
                plan.decision(pair / plan.pops(), pair % plan.pops(), TrafficClass.SIGNALLING);
        return decision != null
                && Arrays.stream(links(decision))
                        .mapToObj(link -> plan.priced(link).status())
                        .anyMatch(s -> s == LinkStatus.DOWN || s == LinkStatus.UNKNOWN);
    }

    private static int[] links(Decision decision) {
        int[] links = new int[decision.primary().length()];
        Arrays.setAll(links, decision.primary()::link);
        return links;
    }

    @Test
    void newsAreThoseOfALookAtEverything() {
        Random random = new Random(6);
        Arrays.fill(truth, Quality.up(40));
        HopelessPairs pairs = new HopelessPairs();
        Plan plan = Plan.empty(topology.pops().size());
        Set<Integer> before = new HashSet<>();
        int told = 0;
        int unchangedLinks = 0;
        for (int step = 1; step < 400; step++) {
            // Mostly a PoP that dies or comes back, and sometimes nothing but a delay.
            int pop = random.nextInt(topology.pops().size());
            boolean dies = random.nextBoolean();
            for (Topology.Link link : topology.touching(pop)) {
                Quality other = Quality.up(20 + random.nextInt(60));
                Quality now = truth[link.index()];
                if (random.nextInt(4) > 0) {
                    truth[link.index()] = dies ? now.down() : other;
                } else if (now.status() == LinkStatus.UP) {
                    truth[link.index()] = other;
                }
            }
            long nowNs = step * SECOND;
            lsdb.onDeadline(nowNs);
            tell(nowNs);
            Plan next = planner.plan(nowNs, lsdb.snapshot(nowNs), plan);
            if (next == plan) {
                continue;
            }
            unchangedLinks += next.unusable().equals(plan.unusable()) ? 1 : 0;
            plan = next;
            Set<Integer> now = new HashSet<>();
            for (int pair = 0; pair < plan.pops() * plan.pops(); pair++) {
                if (hopeless(plan, pair)) {
                    now.add(pair);
                }
            }
            List<Integer> news = pairs.next(plan);
            told += news.size();
            Set<Integer> wanted = new HashSet<>(now);
            wanted.removeAll(before);
            assertThat(news).as("step %d", step).containsExactlyInAnyOrderElementsOf(wanted);
            before = now;
        }
        assertThat(told).isGreaterThan(100);
        assertThat(unchangedLinks).isGreaterThan(5);
    }
}
