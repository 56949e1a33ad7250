package rhumb.controller.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.Samples.Quality;
import rhumb.controller.explain.TippingText;
import rhumb.net.ClassTarget;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;

class TippingSearchTest {
    private static final String HEAD =
            "  what would change it, at least (each tried on the planner; hold-down taken as"
                    + " over):\n";

    /** A world that is this one with another quality of one link, planned on from its plan. */
    private static String pathWith(World world, LinkId link, Quality q, TrafficClass c) {
        Quality[] truth = world.truth.clone();
        World other = new World(world.intent, 1);
        System.arraycopy(truth, 0, other.truth, 0, truth.length);
        other.planAt(1);
        other.plan = world.plan;
        return other.set(link.toString(), q)
                .planAt(world.nowNs / World.SECOND + 1)
                .path("a", "b", c);
    }

    /** What agents would say of a link whose delay or loss is that much higher. */
    private static Quality worse(Quality q, long delayNs, long lossPpm) {
        Quality figures =
                new Quality(
                        q.status(),
                        q.degraded(),
                        q.sign(),
                        q.lossPpm() + lossPpm,
                        q.delayNs() + delayNs,
                        Math.max(0, delayNs),
                        q.jitterNs());
        List<TrafficClass> broken = new ArrayList<>();
        for (TrafficClass c : TrafficClass.ALL) {
            ClassTarget target = ClassTarget.standard(c);
            if (figures.lossPpm() > target.maxLossPpm()
                    || figures.riseNs() > target.maxDelayRiseNs()
                    || figures.delayNs() > target.maxDelayNs()) {
                broken.add(c);
            }
        }
        return broken.isEmpty()
                ? figures
                : figures.degraded(LinkSign.LOSS, broken.toArray(TrafficClass[]::new));
    }

    @Test
    void aTargetThatBreaksMovesTrafficBeforeTheCostDoes() {
        World world = new World(Samples.mesh(4), 40).planAt(1);
        assertThat(TippingText.text(world.tipping("a", "b", TrafficClass.AUDIO)))
                .isEqualTo(
                        HEAD
                                + """
                                    a->b                     delay +25.1 ms, to 65.1 ms   then a > c > b (breaks the target of the class)
                                    a->b                     loss +1.21%, to 1.21%        then a > c > b (breaks the target of the class)
                                """);
    }

    @Test
    void namesTheLinkThatWasPlanted() {
        // Over c it is 60 ms, directly 90; d is no way at all.
        World world =
                new World(Samples.mesh(4), 300)
                        .both("a->b", Quality.up(90))
                        .both("a->c", Quality.up(20))
                        .both("b->c", Quality.up(40))
                        .planAt(1);
        assertThat(world.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > c > b");
        Tipping tipping = world.tipping("a", "b", TrafficClass.AUDIO);
        assertThat(TippingText.text(tipping))
                .isEqualTo(
                        HEAD
                                + """
                                    a->c                     delay +25.1 ms, to 45.1 ms   then a > b (breaks the target of the class)
                                    a->c                     loss +1.21%, to 1.21%        then a > b (breaks the target of the class)
                                    a->b                     delay -37.5 ms, to 52.5 ms   then a > b
                                """);
    }

    @Test
    void aDegradedLinkNeedsToRecover() {
        World world = new World(Samples.mesh(3), 40).planAt(1);
        world.set("a->b", Quality.up(40).loss(50_000).degraded(LinkSign.LOSS, TrafficClass.AUDIO));
        world.planAt(2);
        assertThat(world.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > c > b");
        assertThat(world.tipping("a", "b", TrafficClass.AUDIO).points())
                .filteredOn(p -> p.kind() == Tipping.Kind.RECOVERS)
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.link()).hasToString("a->b");
                    assertThat(p.path()).isEqualTo("a > b");
                });
    }

    @Test
    void whereThereIsOnePathNothingMovesIt() {
        World world = new World(Samples.mesh(2), 40).planAt(1);
        assertThat(TippingText.text(world.tipping("a", "b", TrafficClass.AUDIO)))
                .isEqualTo(
                        "  what would change it: nothing within reason of one link alone (delay,"
                                + " loss or recovery)\n");
    }

    @Test
    void aMoveThatOnlyWaitsNeedsNoChange() {
        World world = new World(Samples.mesh(3), 40).planAt(1);
        world.set("a->b", Quality.up(40).loss(50_000).degraded(LinkSign.LOSS, TrafficClass.AUDIO));
        world.planAt(2);
        // The way that was taken gets much worse than the direct one, which is back meanwhile.
        world.set("a->b", Quality.up(40)).set("a->c", Quality.up(900)).planAt(3);

        Tipping tipping = world.tipping("a", "b", TrafficClass.AUDIO);
        assertThat(tipping.waits()).isTrue();
        assertThat(TippingText.text(tipping))
                .startsWith("  without any change it moves to a > b, when the wait is over\n");
    }

    /** What is printed is true: a plan with it moves the pair, one with two units less does not. */
    @Test
    void eachChangeMovesThePairAndTwoUnitsLessDoNot() {
        SplittableRandom random = new SplittableRandom(11);
        int tried = 0;
        int moved = 0;
        for (int round = 0; round < 40; round++) {
            World world = new World(Samples.mesh(5), 40);
            for (int i = 0; i < world.truth.length; i++) {
                world.truth[i] =
                        Quality.up(20 + random.nextInt(100)).loss(random.nextInt(4) * 1_500L);
            }
            world.planAt(1);
            for (TrafficClass c :
                    List.of(TrafficClass.AUDIO, TrafficClass.LIVE, TrafficClass.LOG)) {
                for (Tipping.Point p : world.tipping("a", "b", c).points()) {
                    boolean delay =
                            p.kind() == Tipping.Kind.DELAY_RISES
                                    || p.kind() == Tipping.Kind.DELAY_FALLS;
                    boolean rise =
                            p.kind() == Tipping.Kind.DELAY_RISES
                                    || p.kind() == Tipping.Kind.LOSS_RISES;
                    long unit = delay ? TippingSearch.DELAY_UNIT_NS : TippingSearch.LOSS_UNIT_PPM;
                    Quality is = world.quality(p.link());
                    long by = rise ? p.by() : -p.by();
                    long less = rise ? p.by() - 2 * unit : 2 * unit - p.by();
                    String then =
                            pathWith(world, p.link(), worse(is, delay ? by : 0, delay ? 0 : by), c);
                    String still =
                            pathWith(
                                    world,
                                    p.link(),
                                    worse(is, delay ? less : 0, delay ? 0 : less),
                                    c);
                    assertThat(then).as("%s round %d %s", p, round, c).isEqualTo(p.path());
                    assertThat(still)
                            .as("%s less, round %d %s", p, round, c)
                            .isEqualTo(world.path("a", "b", c));
                    tried++;
                    moved += then.equals(still) ? 0 : 1;
                }
            }
        }
        assertThat(tried).isEqualTo(moved).isGreaterThan(200);
    }
}
