package rhumb.southbound.message;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import rhumb.net.LinkId;

/**
 * Asks an agent to try all 64 code points on links that start at its PoP, now. The answers are
 * {@link DscpReport}s with this number.
 *
 * @param number grows with every sweep that a controller asks for; not 0
 */
public record DscpSweep(long number, List<LinkId> links) implements Message {
    public DscpSweep {
        links = List.copyOf(links);
        if (number == 0) {
            throw new IllegalArgumentException("sweep number 0: expected any other");
        }
    }

    @Override
    public Kind kind() {
        return Kind.DSCP_SWEEP;
    }

    @Override
    public Message over(Message older) {
        if (!(older instanceof DscpSweep before)) {
            return this;
        }
        Set<LinkId> both = new LinkedHashSet<>(before.links);
        both.addAll(links);
        return new DscpSweep(number, new ArrayList<>(both));
    }
}
