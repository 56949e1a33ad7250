package rhumb.lab.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.lab.WatchedLab;
import rhumb.net.Endpoint;
import rhumb.sim.overlay.AddressPlan;

/** Takes the picture of docs/map.md, of eight PoPs while a link browns out, when it is asked to. */
class MapPictureTest {
    private static final AddressPlan PLAN = new AddressPlan(216);
    private static final Endpoint NORTHBOUND = Endpoint.parse("127.216.0.254:4780");
    private static final int MOST_BYTES = 200_000;

    @Test
    void takesThePicture(@TempDir Path folder) throws Exception {
        String file = System.getProperty("rhumb.picture", "");
        assumeTrue(!file.isEmpty(), "the picture is taken with -Drhumb.picture=FILE");
        try (Chromium chromium = Chromium.start(folder);
                Tab tab = chromium.tab();
                WatchedLab lab = WatchedLab.start("brownout", PLAN, NORTHBOUND)) {
            tab.resize(1160, 860);
            tab.load("http://" + NORTHBOUND + "/map#class=audio&pair=sin>fra");
            tab.await("document.body.dataset.phase === 'FIRST_UPDATE'");
            tab.await("document.querySelector('#bad li[data-link=\"sin->fra\"][data-status=d]')");
            tab.await("document.body.dataset.path.split(' > ').length === 3");
            tab.await("document.querySelector('#moves li[data-seq]')");
            // A machine that plays media degrades other links too: not after they have ended.
            tab.await("Number(document.body.dataset.bad) <= 4");
            byte[] picture = tab.picture();
            Path to = Path.of(file);
            Files.createDirectories(to.toAbsolutePath().getParent());
            Files.write(to, picture);
            assertThat(picture.length).as(lab.said()).isLessThan(MOST_BYTES);
        }
    }
}
