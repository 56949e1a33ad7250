package rhumb.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.Samples.Quality;
import rhumb.controller.demand.Demand;
import rhumb.controller.demand.Demands;
import rhumb.controller.intent.CapacityIntent;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.LinkIntent;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.RuleIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.intent.UplinkIntent;
import rhumb.net.TrafficClass;

class CapacityTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MBIT = 1_000_000L;

    /** A mesh whose uplinks carry so much each; 80 % of it is planned. */
    private static Intent mesh(Map<TrafficClass, Integer> reserved, long... rates) {
        List<PopIntent> pops = new ArrayList<>();
        for (int i = 0; i < rates.length; i++) {
            PopIntent plain = Samples.pop(String.valueOf((char) ('a' + i)), i + 1);
            UplinkIntent u = plain.uplinks().getFirst();
            UplinkIntent uplink =
                    new UplinkIntent(
                            u.name(), u.data(), u.probe(), u.stream(), "", 3, rates[i], List.of());
            pops.add(
                    new PopIntent(plain.name(), plain.number(), null, null, null, List.of(uplink)));
        }
        PolicyIntent policy =
                PolicyIntent.standard()
                        .withSettleNs(0)
                        .withCapacity(new CapacityIntent(80, reserved));
        return Samples.with(Intent.of(1, pops, List.of()), LinkIntent.FULL_MESH, policy);
    }

    private static Demand demand(int from, int to, TrafficClass c, long mbit) {
        return new Demand(from, to, c, mbit * MBIT);
    }

    /** From a to b only relays will do; c is the best of them. */
    private static PlanWorld overRelays(Map<TrafficClass, Integer> reserved, long... rates) {
        PlanWorld world = new PlanWorld(mesh(reserved, rates));
        world.set("a->b", Quality.up(400));
        world.set("a->c", Quality.up(20));
        return world;
    }

    @Test
    void whatDoesNotFitTakesTheNextBestPathAndSaysWhy() {
        PlanWorld world = overRelays(Map.of(), 0, 0, 10 * MBIT, 100 * MBIT);
        Demands demands = new Demands(List.of(demand(0, 1, TrafficClass.VIDEO, 9)));
        Plan plan = world.plan(SECOND, demands, world.none());
        assertThat(world.path(plan, "a", "b", TrafficClass.VIDEO)).isEqualTo("a > d > b");
        assertThat(world.path(plan, "a", "b", TrafficClass.AUDIO)).isEqualTo("a > c > b");
        Held held =
                Objects.requireNonNull(world.decision(plan, "a", "b", TrafficClass.VIDEO).held());
        assertThat(held.text()).isEqualTo("no room on uplink c");
        assertThat(plan.loadBps(3)).isEqualTo(9 * MBIT);
        assertThat(plan.loadBps(2)).isZero();
        // Less of it fits, and goes back once the hold-down is over.
        Demands less = new Demands(List.of(demand(0, 1, TrafficClass.VIDEO, 7)));
        Plan next = world.plan(30 * SECOND, less, plan);
        assertThat(world.path(next, "a", "b", TrafficClass.VIDEO)).isEqualTo("a > c > b");
        // More again does not stay.
        Plan last = world.plan(31 * SECOND, demands, next);
        assertThat(world.path(last, "a", "b", TrafficClass.VIDEO)).isEqualTo("a > d > b");
        assertThat(world.decision(last, "a", "b", TrafficClass.VIDEO).cause().text())
                .startsWith("no room on uplink c");
    }

    @Test
    void whereNothingHasRoomTheBestIsTakenAndTheOverloadTold() {
        PlanWorld world = overRelays(Map.of(), 10 * MBIT, 0, 0, 0);
        Demands demands = new Demands(List.of(demand(0, 1, TrafficClass.VIDEO, 9)));
        Plan plan = world.plan(SECOND, demands, world.none());
        assertThat(world.path(plan, "a", "b", TrafficClass.VIDEO)).isEqualTo("a > c > b");
        assertThat(plan.notes(0, 1, TrafficClass.VIDEO))
                .singleElement()
                .satisfies(n -> assertThat(n.kind()).isEqualTo(Note.Kind.OVERLOADED))
                .satisfies(n -> assertThat(n.by()).isEqualTo("a"));
        Plan next = world.plan(2 * SECOND, Demands.NONE, plan);
        assertThat(next.notes(0, 1, TrafficClass.VIDEO)).isEmpty();
    }

    @Test
    void importantClassesComeFirstAndReservationsAreKept() {
        PlanWorld world = overRelays(Map.of(), 0, 0, 10 * MBIT, 100 * MBIT);
        List<Demand> both =
                List.of(demand(0, 1, TrafficClass.VIDEO, 7), demand(0, 1, TrafficClass.AUDIO, 4));
        Plan plan = world.plan(SECOND, new Demands(both), world.none());
        assertThat(world.path(plan, "a", "b", TrafficClass.AUDIO)).isEqualTo("a > c > b");
        assertThat(world.path(plan, "a", "b", TrafficClass.VIDEO)).isEqualTo("a > d > b");

        PlanWorld reserving =
                overRelays(Map.of(TrafficClass.AUDIO, 30), 0, 0, 10 * MBIT, 100 * MBIT);
        Demands video = new Demands(List.of(demand(0, 1, TrafficClass.VIDEO, 6)));
        Plan reserved = reserving.plan(SECOND, video, reserving.none());
        assertThat(reserving.path(reserved, "a", "b", TrafficClass.VIDEO)).isEqualTo("a > d > b");
    }

    @Test
    void manyThatLoseOneRelayFillTheOthersAndNoMore() {
        long[] rates = new long[14];
        Arrays.fill(rates, 0);
        for (int relay = 10; relay < 14; relay++) {
            rates[relay] = 50 * MBIT;
        }
        PlanWorld world = new PlanWorld(mesh(Map.of(), rates));
        List<Demand> demands = new ArrayList<>();
        for (char from = 'a'; from <= 'j'; from++) {
            for (char to = 'a'; to <= 'j'; to++) {
                if (from != to) {
                    world.set(from + "->" + to, Quality.up(400));
                    demands.add(demand(from - 'a', to - 'a', TrafficClass.VIDEO, 1));
                }
            }
        }
        for (char pop = 'a'; pop <= 'j'; pop++) {
            world.set(pop + "->k", Quality.up(30));
            world.set(pop + "->l", Quality.up(36));
        }
        Plan plan = world.plan(SECOND, new Demands(demands), world.none());
        assertThat(loads(world, plan, new Demands(demands))[10]).isEqualTo(40 * MBIT);
        for (char pop = 'a'; pop <= 'j'; pop++) {
            world.set("k->" + pop, Quality.up(40).down());
        }
        Plan after = world.plan(2 * SECOND, new Demands(demands), plan);
        long[] loads = loads(world, after, new Demands(demands));
        assertThat(loads[10]).isZero();
        assertThat(Arrays.stream(loads, 11, 14).boxed())
                .allMatch(load -> load <= 40 * MBIT)
                .contains(40 * MBIT);
        assertThat(IntStream.range(11, 14).mapToLong(u -> loads[u]).sum()).isEqualTo(90 * MBIT);
        // Who was not on k has not moved.
        for (Plan.Changed change : after.changed()) {
            if (change.moved() && change.trafficClass() == TrafficClass.VIDEO) {
                assertThat(change.after().cause().reason()).isEqualTo(MoveCause.Reason.FAILED);
            }
        }
    }

    @Test
    void moneyIsTold() {
        PlanWorld world = overRelays(Map.of(), 0, 0, 0, 0);
        Demands demands = new Demands(List.of(demand(0, 1, TrafficClass.VIDEO, 8)));
        Plan plan = world.plan(SECOND, demands, world.none());
        Explanation e =
                Objects.requireNonNull(
                        new Explainer(world.topology, world.intent.policy())
                                .explain(plan, 0, 1, TrafficClass.VIDEO));
        // Two links, two uplinks each, 3 cents; 8 Mbit/s are 86.4 GB a day.
        assertThat(e.money().centsPerGb()).isEqualTo(12);
        assertThat(e.money().dollarsPerDay()).isCloseTo(86.4 * 0.12, within(1e-9));
    }

    /** Checked by enumeration: nothing of the planner's but the plan itself. */
    @Test
    void noUplinkPassesItsLimitWhileAnotherPathHasRoom() {
        SplittableRandom random = new SplittableRandom(11);
        int overloads = 0;
        int displaced = 0;
        for (int round = 0; round < 60; round++) {
            int pops = 3 + random.nextInt(3);
            long[] rates = random.longs(pops, 0, 4).map(r -> r == 0 ? 0 : r * 10 * MBIT).toArray();
            PlanWorld world = new PlanWorld(withRandomRule(random, mesh(Map.of(), rates)));
            for (int i = 0; i < world.truth.length; i++) {
                world.truth[i] = Quality.up(10 + random.nextInt(200));
            }
            Plan plan = world.none();
            for (int step = 1; step <= 4; step++) {
                Demands demands = random(random, pops);
                int changed = random.nextInt(world.truth.length);
                world.truth[changed] = Quality.up(10 + random.nextInt(200));
                plan = world.plan(step * (20 * SECOND), demands, plan);
                overloads += check(world, plan, demands);
                displaced += displaced(plan);
            }
        }
        assertThat(overloads).isPositive();
        assertThat(displaced).isPositive();
    }

    private static Intent withRandomRule(SplittableRandom random, Intent intent) {
        List<RuleIntent> rules =
                switch (random.nextInt(4)) {
                    case 0 -> List.of(Rules.avoidLink("a", null, "a->b", 30_000));
                    case 1 -> List.of(Rules.preferPop(null, null, "c", 20_000));
                    case 2 -> List.of(Rules.avoidLink(null, "b", "c->b", 50_000));
                    default -> List.of();
                };
        return Samples.with(intent, LinkIntent.FULL_MESH, intent.policy().withRules(rules));
    }

    private static Demands random(SplittableRandom random, int pops) {
        List<Demand> demands = new ArrayList<>();
        for (TrafficClass c : List.of(TrafficClass.AUDIO, TrafficClass.VIDEO, TrafficClass.BULK)) {
            for (int from = 0; from < pops; from++) {
                for (int to = 0; to < pops; to++) {
                    if (from != to && random.nextInt(2) == 0) {
                        demands.add(demand(from, to, c, 1 + random.nextInt(9)));
                    }
                }
            }
        }
        return new Demands(demands);
    }

    private static int displaced(Plan plan) {
        int count = 0;
        for (TrafficClass c : TrafficClass.ALL) {
            for (Decision d : plan.decisions(c).all()) {
                Held held = d == null ? null : d.held();
                count += held != null && held.reason() == Held.Reason.UPLINK_FULL ? 1 : 0;
            }
        }
        return count;
    }

    /** How many demands are told to be over. */
    private static int check(PlanWorld world, Plan plan, Demands demands) {
        long[] all = loads(world, plan, demands);
        long[] fitting = new long[all.length];
        List<Demand> over = new ArrayList<>();
        for (TrafficClass c : TrafficClass.ALL) {
            for (Demand d : demands.of(c)) {
                boolean told =
                        plan.notes(d.from(), d.to(), c).stream()
                                .anyMatch(n -> n.kind() == Note.Kind.OVERLOADED);
                if (told) {
                    over.add(d);
                } else {
                    add(world, plan, d, fitting, 1);
                }
            }
        }
        for (int uplink = 0; uplink < all.length; uplink++) {
            assertThat(plan.loadBps(uplink)).isEqualTo(all[uplink]);
            assertThat(fitting[uplink]).isLessThanOrEqualTo(limit(world.topology, uplink));
        }
        for (Demand d : over) {
            add(world, plan, d, all, -1);
            List<List<Integer>> paths = new ArrayList<>();
            paths(world.topology, d.from(), d.to(), new ArrayList<>(), Set.of(d.from()), paths);
            for (List<Integer> path : paths) {
                assertThat(path)
                        .anyMatch(link -> {
                            int uplink = uplinkOf(world.topology, link);
                            long room = limit(world.topology, uplink) - all[uplink];
                            return room < d.rateBps();
                        });
            }
            add(world, plan, d, all, 1);
        }
        return over.size();
    }

    private static void paths(
            Topology topology,
            int at,
            int to,
            List<Integer> links,
            Set<Integer> seen,
            List<List<Integer>> found) {
        if (at == to) {
            found.add(List.copyOf(links));
            return;
        }
        for (Topology.Link link : topology.links()) {
            if (link.from() == at && !seen.contains(link.to()) && links.size() < 3) {
                Set<Integer> more = new HashSet<>(seen);
                more.add(link.to());
                links.add(link.index());
                paths(topology, link.to(), to, links, more, found);
                links.removeLast();
            }
        }
    }

    private static long[] loads(PlanWorld world, Plan plan, Demands demands) {
        long[] loads = new long[world.topology.pops().size()];
        for (TrafficClass c : TrafficClass.ALL) {
            demands.of(c).forEach(d -> add(world, plan, d, loads, 1));
        }
        return loads;
    }

    private static void add(PlanWorld world, Plan plan, Demand d, long[] loads, int sign) {
        OverlayPath path =
                Objects.requireNonNull(plan.decision(d.from(), d.to(), d.trafficClass())).primary();
        for (int i = 0; i < path.length(); i++) {
            loads[uplinkOf(world.topology, path.link(i))] += sign * d.rateBps();
        }
    }

    /** Each PoP of these overlays has one uplink, numbered as the PoP. */
    private static int uplinkOf(Topology topology, int link) {
        return topology.link(link).from();
    }

    private static long limit(Topology topology, int uplink) {
        long rate = topology.pops().get(uplink).uplinks().getFirst().rateBps();
        return rate == 0 ? Long.MAX_VALUE / 2 : rate * 8 / 10;
    }
}
