package rhumb.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.Samples.Quality;
import rhumb.controller.intent.Topology;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.path.AllPairs;
import rhumb.path.Fallbacks;
import rhumb.path.PathCode;
import rhumb.path.PathVerifier;

class AdjacencyRepairTest {
    private final PlanWorld world = new PlanWorld(Samples.mesh(4));

    private AdjacencyRepair repair(Plan plan, String link) {
        int index = world.topology.linkIndex(LinkId.parse(link));
        return AdjacencyRepair.of(world.topology, plan, index, TrafficClass.AUDIO);
    }

    private AdjacencyRepair repair(String link) {
        return repair(world.plan(1, world.none()), link);
    }

    private List<String> ways(AdjacencyRepair repair) {
        return repair.ways().stream().map(way -> way.text(world.topology)).toList();
    }

    @Test
    void leadsToTheLinksEndByTheCheapestOtherWay() {
        world.set("a->c", Quality.up(60));
        AdjacencyRepair repair = repair("a->b");
        assertThat(ways(repair)).containsExactly("a > d > b", "a > c > b");
        // Each PoP has one uplink, so both ends are shared whatever is done.
        assertThat(repair.shares()).contains("uplink a/main", "uplink b/main");
    }

    @Test
    void keepsOffBadLinksAndIsThereForABadLink() {
        world.set("a->d", Quality.up(10).down());
        assertThat(ways(repair("a->b")).getFirst()).isEqualTo("a > c > b");
        assertThat(ways(repair("a->d"))).hasSizeGreaterThan(1).doesNotContain("a > d");
    }

    @Test
    void thereIsNoneBeforeThereIsAPlan() {
        assertThat(repair(world.none(), "a->b").ways()).isEmpty();
    }

    /** Of every link and class: a sound way that shares as little as the search for one finds. */
    @Test
    void everyWayRoundIsSoundAndAsDisjointAsOneSearchedForTheLinkAlone() {
        world.set("a->c", Quality.up(60));
        world.set("b->d", Quality.up(90));
        Plan plan = world.plan(1, world.none());
        int maxLinks = world.intent.policy().maxLinks();
        PathVerifier verifier = new PathVerifier(world.topology.graph(), maxLinks);
        for (TrafficClass c : TrafficClass.ALL) {
            int[] costs = plan.costs(c);
            AllPairs best =
                    AllPairs.compute(Solved.matrix(world.topology.graph(), costs), maxLinks);
            Fallbacks fallbacks = new Fallbacks(best, Solved.IMPAIRED_FROM);
            for (Topology.Link link : world.topology.links()) {
                AdjacencyRepair repair = AdjacencyRepair.of(world.topology, plan, link.index(), c);
                assertThat(repair.ways()).as("%s %s", link.id(), c).isNotEmpty();
                for (OverlayPath way : repair.ways()) {
                    long cost = Arrays.stream(way.array()).mapToLong(l -> costs[l]).sum();
                    assertThat(verifier.check(link.from(), link.to(), way.array(), costs, cost))
                            .isEmpty();
                }
                long searched = fallbacks.bypass(link.index());
                long first = PathCode.of(world.topology.graph(), repair.ways().getFirst().array());
                assertThat(fallbacks.asDisjoint(first, searched))
                        .as("%s %s", link.id(), c)
                        .isTrue();
            }
        }
    }
}
