package rhumb.southbound.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import rhumb.net.LinkId;

/**
 * The story of one degradation, carried inside reports, updates and acknowledgements, each node
 * adding its steps (the idea of Open/R's PerfEvents).
 *
 * @param id chosen by the agent that saw the first sign; unique per link
 * @param link the link that degraded
 * @param stamps in the order they were added, at most {@value #MAX_STAMPS}
 */
public record ConvergenceTrace(long id, LinkId link, List<Stamp> stamps) {
    public static final int MAX_STAMPS = 32;

    public ConvergenceTrace {
        stamps = List.copyOf(stamps.size() > MAX_STAMPS ? stamps.subList(0, MAX_STAMPS) : stamps);
    }

    public static ConvergenceTrace begin(long id, LinkId link) {
        return new ConvergenceTrace(id, link, List.of());
    }

    /** This trace with one more step; a full trace stays as it is. */
    public ConvergenceTrace with(Stage stage, String node, long unixNs) {
        List<Stamp> more = new ArrayList<>(stamps);
        more.add(new Stamp(stage, node, unixNs));
        return new ConvergenceTrace(id, link, more);
    }

    /** When the stage was first reached. */
    public OptionalLong at(Stage stage) {
        return stamps.stream().filter(s -> s.stage() == stage).mapToLong(Stamp::unixNs).findFirst();
    }

    /** Time between the first stamps of two stages; empty when either is missing. */
    public OptionalLong between(Stage from, Stage to) {
        OptionalLong start = at(from);
        OptionalLong end = at(to);
        return start.isPresent() && end.isPresent()
                ? OptionalLong.of(end.getAsLong() - start.getAsLong())
                : OptionalLong.empty();
    }
}
