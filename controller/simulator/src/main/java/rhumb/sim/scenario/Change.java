package rhumb.sim.scenario;

import java.util.List;
import rhumb.net.LinkId;
import rhumb.net.PopId;

/** What an event does to the world. */
public sealed interface Change {
    /** Links behave differently from now on. */
    record OfLinks(LinkTarget target, LinkEdit edit) implements Change {}

    /** A PoP dies with all its processes and its uplinks go dark, or it comes back. */
    record OfPop(PopId pop, boolean up) implements Change {}

    /** The controller dies or comes back. */
    record OfController(boolean up) implements Change {}

    /** Which links a change is about. */
    sealed interface LinkTarget {
        /** These. */
        record Named(List<LinkId> links) implements LinkTarget {
            public Named {
                links = List.copyOf(links);
            }
        }

        /** The directed link that carries most media at that moment. */
        record Busiest() implements LinkTarget {}

        /** Those that the event with this number was about. */
        record SameAs(int event) implements LinkTarget {}
    }
}
