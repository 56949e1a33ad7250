package rhumb.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.lab.WatchedLab;
import rhumb.net.Endpoint;
import rhumb.sim.overlay.AddressPlan;

/** A browser watches a lab in which a link browns out. */
class MapPageTest {
    private static final AddressPlan PLAN = new AddressPlan(215);
    private static final Endpoint NORTHBOUND = Endpoint.parse("127.215.0.254:4780");

    /** Noise of a busy machine degrades links too; this is the brown-out. */
    private static final String LOST =
            "[...document.querySelectorAll('#events li[data-code=LINK_DEGRADED]')].some(one =>"
                    + " /sin->fra degraded .*sign loss/.test(one.textContent))";

    private static final String MOVED =
            "document.querySelector('#events li[data-code=PATH_MOVED][data-pop=sin][data-to=fra]"
                    + "[data-classes~=audio]')";

    @Test
    void thePageFollowsABrownOut(@TempDir Path folder) throws Exception {
        try (Chromium chromium = Chromium.start(folder);
                Tab tab = chromium.tab()) {
            try (WatchedLab lab = WatchedLab.start(PLAN, NORTHBOUND)) {
                tab.load("http://" + NORTHBOUND + "/map");
                tab.await("document.body.dataset.state === 'live'");
                tab.await("document.body.dataset.phase === 'FIRST_UPDATE'");
                assertThat(tab.data("pops")).isEqualTo("3");
                chooseByKeys(tab);
                tab.await(LOST);
                tab.await(
                        "document.querySelector('#bad li[data-link=\"sin->fra\"]"
                                + "[data-status=d]')");
                tab.await("document.body.dataset.path === 'sin > dxb > fra'");
                tab.await(MOVED);
                tab.await(
                        "document.getElementById('explanation').textContent"
                                + ".startsWith('sin -> fra, class audio: sin > dxb > fra')");
                tab.await("document.querySelector('#moves li[data-seq]')");
                assertThat(tab.value("document.title").asText()).as(lab.said()).endsWith(") Rhumb");
                otherKeys(tab);
                assertThat(tab.errors()).isEmpty();
            }
            tab.await("document.body.dataset.state === 'silent'");
            assertThat(tab.value("document.getElementById('state').textContent").asText())
                    .startsWith("the controller is gone since ");
        }
    }

    /** Rows and columns are dxb, fra, sin. */
    private static void chooseByKeys(Tab tab) throws Exception {
        for (String key : new String[] {"ArrowDown", "ArrowDown", "ArrowRight", "Enter"}) {
            tab.key(key);
        }
        assertThat(tab.data("selected")).isEqualTo("sin>fra");
        tab.await("document.getElementById('detail').dataset.pair === 'sin>fra'");
        assertThat(tab.value("document.getElementById('readout').textContent").asText())
                .startsWith("sin to fra: link ");
    }

    private static void otherKeys(Tab tab) throws Exception {
        tab.key("?");
        assertThat(tab.value("document.getElementById('help').open").asBoolean()).isTrue();
        tab.key("Escape");
        assertThat(tab.value("document.getElementById('help').open").asBoolean()).isFalse();
        tab.key("/");
        assertThat(tab.value("document.activeElement.id").asText()).isEqualTo("filter");
        for (String letter : new String[] {"s", "i", "n"}) {
            tab.key(letter);
        }
        assertThat(tab.value("document.getElementById('filter').value").asText()).isEqualTo("sin");
        assertThat(tab.data("picked")).isEqualTo("1");
        tab.key("Escape");
        assertThat(tab.data("selected")).isEmpty();
        tab.key("Escape");
        assertThat(tab.data("picked")).isEmpty();
        tab.key("8");
        tab.await("document.body.dataset.class === 'log'");
        tab.key("2");
        tab.await("document.body.dataset.class === 'audio'");
    }
}
