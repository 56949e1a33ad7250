package rhumb.controller;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.OverlayPath;
import rhumb.net.Label;

/** Reads a path back from the labels that a forwarder writes. */
final class LabelWalk {
    private LabelWalk() {}

    /** The links that the labels stand for, one PoP after the other; null when one is none. */
    static @Nullable OverlayPath links(Topology topology, int fromPop, List<Label> labels) {
        int[] links = new int[labels.size()];
        int at = fromPop;
        for (int i = 0; i < links.length; i++) {
            Topology.Link link = topology.byLabel(at, labels.get(i));
            if (link == null) {
                return null;
            }
            links[i] = link.index();
            at = link.to();
        }
        return links.length == 0 ? null : new OverlayPath(links);
    }

    static int end(Topology topology, OverlayPath path) {
        return topology.link(path.link(path.length() - 1)).to();
    }
}
