package rhumb.controller.onos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import rhumb.controller.intent.RuleIntent;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

class OnosRulesTest {
    private static final PopId SIN = new PopId("sin");
    private static final PopId FRA = new PopId("fra");

    @Test
    void whatApplicationsAskForIsWhatThePlannerDoes() {
        Planted overlay = new Planted("sin", "bom", "fra", "tyo");
        assertThat(overlay.path("sin", "fra", "audio")).isEqualTo("sin > fra");
        List<LinkId> byTyo = List.of(LinkId.parse("sin->tyo"), LinkId.parse("tyo->fra"));
        overlay.plannedWith(List.of(new OnosPolicy.Pin(SIN, FRA, TrafficClass.AUDIO, byTyo)));
        assertThat(overlay.path("sin", "fra", "audio")).isEqualTo("sin > tyo > fra");
        assertThat(overlay.path("sin", "fra", "bulk")).isEqualTo("sin > fra");
        OnosPolicy.LinkCosts costs =
                new OnosPolicy.LinkCosts(
                        TrafficClass.BULK,
                        new TreeMap<>(Map.of(LinkId.parse("sin->fra"), 500_000)),
                        new TreeSet<>());
        overlay.plannedWith(List.of(costs));
        assertThat(overlay.path("sin", "fra", "audio")).isEqualTo("sin > fra");
        assertThat(overlay.path("sin", "fra", "bulk")).isNotEqualTo("sin > fra");
    }

    @Test
    void rulesSayWhereTheyComeFromAndKeepWithinBounds() {
        OnosPolicy.LinkCosts costs =
                new OnosPolicy.LinkCosts(
                        TrafficClass.LIVE,
                        new TreeMap<>(
                                Map.of(
                                        LinkId.parse("sin->fra"),
                                        5_000_000,
                                        LinkId.parse("fra->sin"),
                                        -700)),
                        new TreeSet<>(List.of(LinkId.parse("sin->tyo"))));
        List<RuleIntent> rules = OnosRules.of(List.of(costs));
        assertThat(rules)
                .extracting(RuleIntent::name)
                .containsExactly(
                        "onos weigher live fra->sin",
                        "onos weigher live sin->fra",
                        "onos avoids live sin->tyo");
        assertThat(rules.get(0).prefer()).extracting(s -> s.byUs()).isEqualTo(700);
        assertThat(rules.get(1).avoid()).extracting(s -> s.byUs()).isEqualTo(1_000_000);
        assertThat(rules.get(2).drain()).isNotNull();
    }
}
