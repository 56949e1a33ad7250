package rhumb.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.Samples.Quality;
import rhumb.controller.demand.Demand;
import rhumb.controller.demand.Demands;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.TrafficClass;
import rhumb.path.Workers;
import rhumb.southbound.link.LinkSign;

/** A planner that remembers what it solved makes the plans of one that remembers nothing. */
class IncrementalPlanTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void whatIsSkippedWouldNotHaveChanged() {
        SplittableRandom random = new SplittableRandom(1);
        int moved = 0;
        for (int round = 0; round < 12; round++) {
            PlanWorld world = new PlanWorld(Samples.mesh(3 + random.nextInt(7)));
            Plan plan = world.none();
            Demands demands = Demands.NONE;
            long nowNs = 0;
            for (int step = 1; step < 40; step++) {
                nowNs += (1 + random.nextInt(20)) * SECOND;
                disturb(random, world);
                demands = random.nextInt(4) == 0 ? demands(random, world.topology) : demands;
                Snapshot snapshot = world.told(nowNs);
                Planner forgets =
                        new Planner(world.topology, world.intent.policy(), new Backwards());
                Plan fresh = forgets.planAnew(nowNs, snapshot, demands, plan);
                Plan next = world.planner.plan(nowNs, snapshot, demands, plan);
                for (TrafficClass c : TrafficClass.ALL) {
                    assertThat(next.decisions(c).all())
                            .as("round %d, step %d, %s", round, step, c)
                            .isEqualTo(fresh.decisions(c).all());
                }
                assertThat(next.changed()).isEqualTo(fresh.changed());
                assertThat(next.timed()).isEqualTo(fresh.timed());
                moved += next.changed().size();
                plan = next;
            }
        }
        assertThat(moved).isGreaterThan(10_000);
    }

    @Test
    void aPlanOfAnotherPlannerIsTakenUp() {
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < 12; round++) {
            PlanWorld world = new PlanWorld(Samples.mesh(3 + random.nextInt(7)));
            Planner forgets = new Planner(world.topology, world.intent.policy());
            Planner asks = new Planner(world.topology, world.intent.policy());
            Plan plan = world.none();
            long nowNs = 0;
            for (int step = 1; step < 20; step++) {
                nowNs += (1 + random.nextInt(20)) * SECOND;
                disturb(random, world);
                Demands demands = demands(random, world.topology);
                plan = forgets.planAnew(nowNs, world.told(nowNs), demands, plan);
                for (int question = 0; question < 3; question++) {
                    disturb(random, world);
                    Snapshot snapshot = world.told(nowNs + SECOND);
                    Plan full = forgets.planAnew(nowNs + SECOND, snapshot, demands, plan);
                    Plan asked = asks.plan(nowNs + SECOND, snapshot, demands, plan);
                    for (TrafficClass c : TrafficClass.ALL) {
                        assertThat(asked.decisions(c).all())
                                .as("round %d, step %d, question %d, %s", round, step, question, c)
                                .isEqualTo(full.decisions(c).all());
                    }
                    assertThat(asked.changed()).isEqualTo(full.changed());
                    assertThat(asked.timed()).isEqualTo(full.timed());
                }
            }
        }
    }

    private static void disturb(SplittableRandom random, PlanWorld world) {
        for (int i = random.nextInt(4); i > 0; i--) {
            int link = random.nextInt(world.truth.length);
            Quality fresh = Quality.up(10 + random.nextInt(150));
            world.truth[link] =
                    switch (random.nextInt(7)) {
                        case 0 -> fresh.down();
                        case 1 ->
                                fresh.loss(40_000)
                                        .degraded(
                                                LinkSign.LOSS,
                                                TrafficClass.AUDIO,
                                                TrafficClass.LIVE);
                        case 2 -> fresh.unknown();
                        default -> fresh;
                    };
        }
    }

    private static Demands demands(SplittableRandom random, Topology topology) {
        List<Demand> all = new ArrayList<>();
        int pops = topology.pops().size();
        for (int i = random.nextInt(4); i > 0; i--) {
            int from = random.nextInt(pops);
            int to = (from + 1 + random.nextInt(pops - 1)) % pops;
            if (all.stream().noneMatch(d -> d.from() == from && d.to() == to)) {
                all.add(new Demand(from, to, TrafficClass.VIDEO, 1_000_000));
            }
        }
        return new Demands(all);
    }

    /** Pieces in another order than their numbers'. */
    private static final class Backwards implements Workers {
        @Override
        public int parallelism() {
            return 3;
        }

        @Override
        public void run(int pieces, java.util.function.IntConsumer work) {
            for (int piece = pieces - 1; piece >= 0; piece--) {
                work.accept(piece);
            }
        }
    }
}
