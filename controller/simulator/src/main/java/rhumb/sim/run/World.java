package rhumb.sim.run;

import java.util.List;
import java.util.Map;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.sim.impair.LinkSettings;

/** What a timeline can do to an overlay, and what can be asked of it. */
public interface World {
    /** From now on the link behaves so. */
    void change(LinkId link, LinkSettings settings);

    /** The PoP's processes die, or come back. Its links are changed separately. */
    void pop(PopId pop, boolean up);

    void controller(boolean up);

    /** Bytes offered to each link since the start, media and everything else. */
    Map<LinkId, Long> offeredBytes();

    /** The links that packets take now; empty when there is no path. */
    List<LinkId> path(PopId from, PopId to, TrafficClass trafficClass);
}
