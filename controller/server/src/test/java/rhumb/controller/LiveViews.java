package rhumb.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import rhumb.controller.Samples.Quality;
import rhumb.controller.intent.Topology;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;

/** What a controller says while links of its overlay go bad and well again. */
public final class LiveViews {
    private LiveViews() {}

    /** So many views of one overlay of four PoPs, one after another. */
    public static List<ControllerView> of(int count, long seed) {
        TestOverlay overlay = new TestOverlay(Samples.eager(Samples.mesh(4)));
        overlay.start();
        SplittableRandom random = new SplittableRandom(seed);
        List<ControllerView> views = new ArrayList<>();
        views.add(overlay.core.view());
        while (views.size() < count) {
            List<Topology.Link> links = overlay.topology.links();
            String link = links.get(random.nextInt(links.size())).id().toString();
            Quality up = Quality.up(random.nextInt(10, 90));
            overlay.set(
                    link,
                    switch (random.nextInt(4)) {
                        case 0 ->
                                up.loss(random.nextInt(200_000))
                                        .degraded(
                                                LinkSign.LOSS,
                                                TrafficClass.AUDIO,
                                                TrafficClass.VIDEO);
                        case 1 -> up.degraded(LinkSign.LOSS, TrafficClass.BULK);
                        case 2 -> up.down();
                        default -> up;
                    });
            overlay.live(1);
            views.add(overlay.core.view());
        }
        return views;
    }
}
