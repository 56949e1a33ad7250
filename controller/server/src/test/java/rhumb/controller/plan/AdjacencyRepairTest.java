package rhumb.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.Samples.Quality;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;

class AdjacencyRepairTest {
    private final PlanWorld world = new PlanWorld(Samples.mesh(4));

    private AdjacencyRepair repair(String link) {
        Plan plan = world.plan(1, world.none());
        int index = world.topology.linkIndex(LinkId.parse(link));
        int from = world.topology.link(index).from();
        List<AdjacencyRepair> all =
                AdjacencyRepair.of(
                        world.topology, world.intent.policy(), plan, from, TrafficClass.AUDIO);
        assertThat(all).hasSize(3);
        return all.stream().filter(r -> r.link() == index).findFirst().orElseThrow();
    }

    private String path(AdjacencyRepair repair) {
        return repair.path() == null ? "-" : repair.path().text(world.topology);
    }

    @Test
    void leadsToTheLinksEndByTheCheapestOtherWay() {
        world.set("a->c", Quality.up(60));
        AdjacencyRepair repair = repair("a->b");
        assertThat(path(repair)).isEqualTo("a > d > b");
        // Each PoP has one uplink, so both ends are shared whatever is done.
        assertThat(repair.shares()).contains("uplink a/main", "uplink b/main");
    }

    @Test
    void keepsOffBadLinksAndIsThereForABadLink() {
        world.set("a->d", Quality.up(10).down());
        assertThat(path(repair("a->b"))).isEqualTo("a > c > b");
        assertThat(path(repair("a->d"))).isIn("a > b > d", "a > c > d");
    }

    @Test
    void thereIsNoneBeforeThereArePrices() {
        assertThat(
                        AdjacencyRepair.of(
                                world.topology,
                                world.intent.policy(),
                                world.none(),
                                -1,
                                TrafficClass.AUDIO))
                .isEmpty();
    }
}
