package rhumb.southbound.message;

import java.util.List;
import rhumb.net.Dscp;
import rhumb.net.LinkId;
import rhumb.southbound.dscp.CodePointMap;
import rhumb.southbound.link.LinkView;

/**
 * What an agent found links to do to code points, told to the controller: both directions of its
 * links, when they changed and while a sweep runs.
 *
 * @param links the newest of each link and view
 */
public record DscpReport(List<Entry> links) implements Message {
    /**
     * One direction of one link.
     *
     * @param view SENDER when the far end told what arrived there, RECEIVER when it arrived here
     * @param sweep number of the newest sweep that the controller asked for; 0 when none
     * @param progress code points of that sweep that are done; {@link Dscp#COUNT} when it is over
     */
    public record Entry(LinkId link, LinkView view, CodePointMap map, long sweep, int progress) {
        public Entry {
            if (progress < 0 || progress > Dscp.COUNT) {
                throw new IllegalArgumentException(
                        "progress of a sweep " + progress + ": expected 0 to " + Dscp.COUNT);
            }
        }
    }

    public DscpReport {
        links = List.copyOf(links);
    }

    @Override
    public Kind kind() {
        return Kind.DSCP_REPORT;
    }

    @Override
    public Message over(Message older) {
        record Key(LinkId link, LinkView view) {}
        return older instanceof DscpReport before
                ? new DscpReport(
                        Merge.newest(before.links, links, e -> new Key(e.link(), e.view())))
                : this;
    }
}
