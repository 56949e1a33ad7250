package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.controller.TestOverlay.SECOND;
import static rhumb.controller.TestOverlay.pop;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rhumb.controller.Samples.Quality;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.ReportReject;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;

/** One agent lies about every link that it may speak of; all others hear everything well. */
class LiarTest {
    private final TestOverlay overlay = new TestOverlay(Samples.mesh(5));

    @ParameterizedTest
    @EnumSource(
            value = LinkSign.class,
            names = {"GAP", "LOSS", "SILENCE"})
    void cannotTakeDownLinksOfOthers(LinkSign sign) {
        overlay.start();
        overlay.live(5);
        overlay.events.clear();
        for (int second = 0; second < 60; second++) {
            others();
            overlay.say("e", true, lies(sign), List.of());
            overlay.run(SECOND);
            for (Topology.Link link : overlay.topology.links()) {
                boolean own = link.id().source().equals(pop("e"));
                LinkStatus status = overlay.core.view().snapshot().link(link.index()).status();
                assertThat(own || status == LinkStatus.UP).as(link.id().toString()).isTrue();
            }
        }
        for (String from : List.of("a", "b", "c", "d")) {
            assertThat(overlay.path(from, "e", TrafficClass.AUDIO)).isEqualTo(from + " > e");
        }
        assertThat(overlay.count(EventCode.PATH_MOVED)).isZero();
        List<Event> disputes =
                overlay.events.stream().filter(e -> e.code() == EventCode.LINK_DISPUTED).toList();
        // Four links that end at the liar; and its own four, unless it merely hears nothing.
        assertThat(disputes).hasSize(sign == LinkSign.SILENCE ? 4 : 8);
        assertThat(disputes)
                .anySatisfy(e ->
                        assertThat(e.text())
                                .isEqualTo(
                                        "a->e: its sender a says up (sign none, loss 0%), its"
                                                + " receiver e says down (sign "
                                                + sign.name().toLowerCase(java.util.Locale.ROOT)
                                                + ", loss 100%); the sender is believed"));
        assertThat(overlay.core.view().counters().disputed()).isEqualTo(disputes.size());
    }

    @Test
    void itsOwnLinksComeBackWithTheNextWordOfTheirOtherEnds() {
        overlay.start();
        overlay.run(SECOND);
        overlay.say("e", true, lies(LinkSign.GAP), List.of());
        overlay.run(SECOND);
        int own = overlay.topology.linkIndex(TestOverlay.link("e->a"));
        assertThat(overlay.core.view().snapshot().link(own).status()).isEqualTo(LinkStatus.DOWN);
        others();
        overlay.run(SECOND);
        assertThat(overlay.core.view().snapshot().link(own).status()).isEqualTo(LinkStatus.UP);
    }

    @Test
    void absurdReportsAreRefusedWithAReasonThatIsToldOnce() {
        overlay.start();
        overlay.events.clear();
        for (int i = 0; i < 100; i++) {
            overlay.say(
                    "e",
                    true,
                    List.of(
                            estimate("e->a", LinkView.SENDER, Quality.up(-40)),
                            estimate("e->b", LinkView.SENDER, Quality.up(40).loss(1_000_001)),
                            estimate("a->b", LinkView.SENDER, Quality.up(40).down())),
                    List.of());
            overlay.run(SECOND);
        }
        assertThat(overlay.core.view().counters().rejected())
                .containsEntry(ReportReject.TIME_OUT_OF_RANGE, 100L)
                .containsEntry(ReportReject.RATIO_OUT_OF_RANGE, 100L)
                .containsEntry(ReportReject.FOREIGN_LINK, 100L);
        assertThat(
                        overlay.events.stream()
                                .filter(e -> e.code() == EventCode.REPORT_REJECTED)
                                .map(Event::text))
                .containsExactly(
                        "agent of e: [TIME_OUT_OF_RANGE, RATIO_OUT_OF_RANGE, FOREIGN_LINK]");
    }

    private void others() {
        for (String name : List.of("a", "b", "c", "d")) {
            overlay.report(name, true, List.of());
        }
    }

    private List<LinkEstimate> lies(LinkSign sign) {
        Quality down = Quality.up(40).down();
        Quality lie =
                new Quality(
                        down.status(),
                        down.degraded(),
                        sign,
                        down.lossPpm(),
                        down.delayNs(),
                        down.riseNs(),
                        down.jitterNs());
        List<LinkEstimate> all = new ArrayList<>();
        for (Topology.Link link : overlay.topology.touching(overlay.topology.popIndex(pop("e")))) {
            boolean sends = link.id().source().equals(pop("e"));
            all.add(Samples.estimate(link.id(), sends ? LinkView.SENDER : LinkView.RECEIVER, lie));
        }
        return all;
    }

    private static LinkEstimate estimate(String link, LinkView view, Quality quality) {
        return Samples.estimate(TestOverlay.link(link), view, quality);
    }

    /** It hears nothing of a, but says that it does; a hears it and gets no answers. */
    @Test
    void cannotKeepADeadLinkUp() {
        overlay.start();
        overlay.live(5);
        overlay.events.clear();
        for (int second = 0; second < 10; second++) {
            List.of("b", "c", "d").forEach(name -> overlay.report(name, true, List.of()));
            overlay.say(
                    "a",
                    true,
                    List.of(estimate("a->e", LinkView.SENDER, Quality.up(40).down())),
                    List.of());
            overlay.say(
                    "e",
                    true,
                    List.of(estimate("a->e", LinkView.RECEIVER, Quality.up(40))),
                    List.of());
            overlay.run(SECOND);
        }
        int dead = overlay.topology.linkIndex(TestOverlay.link("a->e"));
        assertThat(overlay.core.view().snapshot().link(dead).status()).isEqualTo(LinkStatus.DOWN);
        assertThat(overlay.path("a", "e", TrafficClass.AUDIO)).isEqualTo("a > b > e");
        assertThat(overlay.events)
                .filteredOn(e -> e.code() == EventCode.LINK_DISPUTED)
                .singleElement()
                .satisfies(e -> assertThat(e.text()).endsWith("the sender is believed"));
        overlay.reportAll();
        overlay.run(SECOND);
        assertThat(overlay.core.view().snapshot().link(dead).status()).isEqualTo(LinkStatus.UP);
    }
}
