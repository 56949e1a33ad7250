package rhumb.southbound.message;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.trace.ConvergenceTrace;

/**
 * What an agent tells the forwarder beside it, so that media leave a bad link before any controller
 * knows. Covers outgoing links (SENDER) and, for streams that come in, incoming ones (RECEIVER).
 *
 * @param links the newest judgement of each link that changed, or of all on a fresh connection
 */
public record LinkHealth(List<Entry> links) implements Message {
    /** The judgement of one link; {@code trace} is null unless it just degraded. */
    public record Entry(
            LinkId link,
            LinkStatus status,
            ClassSet degraded,
            LinkSign sign,
            @Nullable ConvergenceTrace trace) {}

    public LinkHealth {
        links = List.copyOf(links);
    }

    @Override
    public Kind kind() {
        return Kind.LINK_HEALTH;
    }

    @Override
    public Message over(Message older) {
        return older instanceof LinkHealth before
                ? new LinkHealth(Merge.newest(before.links, links, Entry::link))
                : this;
    }
}
