package rhumb.southbound.message;

import java.util.List;
import rhumb.net.LinkId;
import rhumb.southbound.link.LinkView;

/**
 * What a forwarder saw of the media itself on its links, told to the agent beside it.
 *
 * @param links intervals in the order they were seen, at most {@value #MAX_ENTRIES}
 */
public record LinkPassive(List<Entry> links) implements Message {
    public static final int MAX_ENTRIES = 4_096;

    /**
     * One link over one interval.
     *
     * @param view SENDER when the far end counted and reported back, RECEIVER when it was counted
     *     here
     * @param intervalNs how long was counted
     * @param sent packets that entered the link
     * @param lost of these, packets that had not come when a later one had
     * @param reordered packets that came after a later one
     * @param duplicate packets that came again
     * @param transitNsMin lowest arrival minus departure time of the interval; offset of the two
     *     clocks unknown
     * @param transitNsMax highest of the same; below the lowest when no packet was timed, which is
     *     not a transit time of 0
     * @param bytes of the packets that came, with their overlay headers; {@link #UNKNOWN_BYTES}
     *     when the far end counted
     */
    public record Entry(
            LinkId link,
            LinkView view,
            long intervalNs,
            long sent,
            long lost,
            long reordered,
            long duplicate,
            long transitNsMin,
            long transitNsMax,
            long bytes) {
        public static final long UNKNOWN_BYTES = -1;

        /** An interval of which the bytes are not known. */
        public Entry(
                LinkId link,
                LinkView view,
                long intervalNs,
                long sent,
                long lost,
                long reordered,
                long duplicate,
                long transitNsMin,
                long transitNsMax) {
            this(
                    link,
                    view,
                    intervalNs,
                    sent,
                    lost,
                    reordered,
                    duplicate,
                    transitNsMin,
                    transitNsMax,
                    UNKNOWN_BYTES);
        }

        public boolean timed() {
            return transitNsMin <= transitNsMax;
        }
    }

    public LinkPassive {
        links = List.copyOf(links);
    }

    @Override
    public Kind kind() {
        return Kind.LINK_PASSIVE;
    }

    @Override
    public Message over(Message older) {
        return older instanceof LinkPassive before
                ? new LinkPassive(Merge.append(before.links, links, MAX_ENTRIES))
                : this;
    }
}
