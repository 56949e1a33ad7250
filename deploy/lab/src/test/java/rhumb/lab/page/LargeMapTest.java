package rhumb.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.io.NorthboundServer;
import rhumb.controller.io.Reading;
import rhumb.controller.northbound.Answer;
import rhumb.net.Endpoint;

/** The page at 200 PoPs: that it shows all of them, and, told and not asserted, how smoothly. */
class LargeMapTest {
    private static final Logger log = LoggerFactory.getLogger(LargeMapTest.class);
    private static final int POPS = 200;
    private static final int ROUNDS = 20;
    private static final int CHANGES = 50;

    /** For five seconds, the milliseconds between frames while cells are walked over. */
    private static final String FRAMES =
            """
            new Promise(done => {
              const gaps = [];
              let last = performance.now();
              const begin = last;
              const step = now => {
                gaps.push(now - last);
                last = now;
                document.dispatchEvent(new KeyboardEvent('keydown', { key: gaps.length % 2 ? 'ArrowDown' : 'ArrowRight' }));
                if (now - begin < 5000) {
                  requestAnimationFrame(step);
                } else {
                  gaps.sort((a, b) => a - b);
                  const at = part => gaps[Math.floor((gaps.length - 1) * part)];
                  done({ frames: gaps.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1),
                    late: gaps.filter(gap => gap > 50).length });
                }
              };
              requestAnimationFrame(step);
            })\
            """;

    @Test
    void twoHundredPopsAreShownAndFollowed(@TempDir Path folder) throws Exception {
        LargeOverlay overlay = new LargeOverlay(POPS);
        Reading.Streams none = new Reading.Streams(0, 0, 0, 0, 0, Map.of(), 0, 0, 0);
        try (Chromium chromium = Chromium.start(folder);
                Tab tab = chromium.tab();
                NorthboundServer server =
                        NorthboundServer.open(
                                Endpoint.parse("127.0.0.1:0"),
                                () ->
                                        CompletableFuture.completedFuture(
                                                new Reading(
                                                        System.nanoTime(), overlay.view(), none)),
                                (caller, action, query, body) ->
                                        CompletableFuture.completedFuture(Answer.nothing()),
                                NorthboundServer.Entrance.PLAIN,
                                NorthboundServer.Limits.STANDARD)) {
            tab.load("http://" + server.local() + "/map");
            tab.await("document.body.dataset.state === 'live'");
            assertThat(tab.data("pops")).isEqualTo("200");
            assertThat(tab.data("links")).isEqualTo("39800");
            assertThat(tab.data("bad")).isEqualTo("0");
            Thread steps = Thread.ofPlatform().daemon().unstarted(() -> steps(overlay));
            steps.start();
            JsonNode frames = tab.value(FRAMES);
            steps.join();
            long plan = overlay.view().plan().number();
            tab.await("document.body.dataset.plan === '" + plan + "'");
            long bad =
                    overlay.view().snapshot().links().stream()
                            .filter(l -> l.status() != rhumb.southbound.link.LinkStatus.UP)
                            .count();
            assertThat(tab.data("bad")).isEqualTo(String.valueOf(bad));
            assertThat(tab.errors()).isEmpty();
            log.info("map-frames pops={} changes-per-round={} ms={}", POPS, CHANGES, frames);
        }
    }

    private static void steps(LargeOverlay overlay) {
        for (int i = 0; i < ROUNDS; i++) {
            overlay.step(CHANGES);
            java.util.concurrent.locks.LockSupport.parkNanos(250_000_000L);
        }
    }
}
