package rhumb.controller.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.net.LinkId;

class TopologyTest {
    private final Topology topology =
            new Topology(
                    new Intent(
                            1,
                            List.of(
                                    Samples.pop("sin", 1, "isp2", "isp1"),
                                    Samples.pop("fra", 2),
                                    Samples.pop("nyc", 3, "isp1", "main", "isp3")),
                            new LinkIntent(List.of(LinkId.parse("sin/isp1->fra")), List.of()),
                            List.of(),
                            Map.of(),
                            PolicyIntent.standard()));

    @Test
    void eachLinkIsFoundByItsName() {
        assertThat(topology.links()).hasSize(2 * (2 + 6 + 3) - 1);
        assertThat(topology.links())
                .allSatisfy(link -> {
                    assertThat(topology.link(link.index())).isSameAs(link);
                    assertThat(topology.linkIndex(link.id())).isEqualTo(link.index());
                });
    }

    @Test
    void whatIsNoLinkIsNotFound() {
        Stream.of(
                        "sin/isp1->fra",
                        "sin->fra",
                        "fra/isp1->nyc",
                        "fra->nyc/isp2",
                        "fra->lon",
                        "lon->fra")
                .forEach(name ->
                        assertThat(topology.linkIndex(LinkId.parse(name))).as(name).isEqualTo(-1));
    }
}
