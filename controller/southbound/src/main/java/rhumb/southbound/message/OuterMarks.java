package rhumb.southbound.message;

import java.util.List;
import rhumb.net.Dscp;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;

/**
 * Which code point the forwarder shall write on each link, told by the agent beside it. A link that
 * was never told of keeps the classes' own.
 *
 * @param links the newest of each link that changed, or of all on a fresh connection
 */
public record OuterMarks(List<Entry> links) implements Message {
    /**
     * One link.
     *
     * @param codePoints one per class, in the order of {@link TrafficClass#ALL}
     */
    public record Entry(LinkId link, List<Dscp> codePoints) {
        public Entry {
            codePoints = List.copyOf(codePoints);
            if (codePoints.size() != TrafficClass.COUNT) {
                throw new IllegalArgumentException(
                        "outer code points of "
                                + codePoints.size()
                                + " classes: expected "
                                + TrafficClass.COUNT);
            }
        }
    }

    public OuterMarks {
        links = List.copyOf(links);
    }

    @Override
    public Kind kind() {
        return Kind.OUTER_MARKS;
    }

    @Override
    public Message over(Message older) {
        return older instanceof OuterMarks before
                ? new OuterMarks(Merge.newest(before.links, links, Entry::link))
                : this;
    }
}
