package rhumb.controller.dscp;

import java.util.List;
import rhumb.net.LinkId;

/**
 * A sweep of all code points that was asked for.
 *
 * @param number what the agent's reports about it carry
 * @param links which links; empty when there is none between the two PoPs
 * @param sent whether the agent was there to be asked
 */
public record Sweep(long number, List<LinkId> links, boolean sent) {
    public Sweep {
        links = List.copyOf(links);
    }
}
