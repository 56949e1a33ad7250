package rhumb.sim.scenario;

import java.util.List;
import java.util.stream.Collectors;
import rhumb.net.LinkId;

/**
 * One change at one moment.
 *
 * @param number from 1 in time order, as reports and expectations count
 * @param text the change as the file says it
 * @param heals whether it takes a fault back
 */
public record TimelineEvent(int number, long atNs, Change change, String text, boolean heals) {
    /** What happened, with the link that {@code busiest} stood for. */
    public String what(List<LinkId> links) {
        boolean open =
                change instanceof Change.OfLinks of
                        && !(of.target() instanceof Change.LinkTarget.Named);
        String names = links.stream().map(LinkId::toString).collect(Collectors.joining(", "));
        return open && !names.isEmpty() ? text.replace("busiest", "busiest (" + names + ")") : text;
    }
}
