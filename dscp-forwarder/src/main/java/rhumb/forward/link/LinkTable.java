package rhumb.forward.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibLink;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;

/**
 * The links of the FIB with what is kept of each, found by label or by where a datagram came from.
 */
public final class LinkTable {
    private Map<LinkId, LinkPort> byId = new LinkedHashMap<>();
    private List<LinkPort> ports = List.of();
    private final List<Map<Endpoint, LinkPort>> bySource = new ArrayList<>();
    private Fib fib = Fib.EMPTY;

    /**
     * Links that both FIBs have keep their sequence numbers and counters.
     *
     * @param uplinkNumber the forwarder's number of an uplink, by name
     */
    public void onFib(Fib newFib, ToIntFunction<String> uplinkNumber) {
        Map<LinkId, LinkPort> kept = new LinkedHashMap<>();
        bySource.forEach(Map::clear);
        fib = newFib;
        for (FibLink link : fib.links()) {
            int uplink = uplinkNumber.applyAsInt(link.uplink());
            LinkPort known = byId.get(link.rule().link());
            LinkPort port = known == null ? new LinkPort(link, uplink) : known;
            port.onRule(link);
            kept.put(link.rule().link(), port);
            while (bySource.size() <= uplink) {
                bySource.add(new HashMap<>());
            }
            bySource.get(uplink).put(link.rule().data(), port);
        }
        byId = kept;
        ports = List.copyOf(kept.values());
    }

    /** In the order of {@link Fib#links()}. */
    public List<LinkPort> ports() {
        return ports;
    }

    /** The port of a link of the FIB given last. */
    public LinkPort port(FibLink link) {
        return ports.get(link.index());
    }

    /** The port of the link with this label, or null. */
    public @Nullable LinkPort ofLabel(int label) {
        FibLink link = fib.link(label);
        return link == null ? null : ports.get(link.index());
    }

    /** The neighbour that sends from there to this uplink, or null. */
    public @Nullable LinkPort ofSource(int uplink, Endpoint from) {
        return uplink >= 0 && uplink < bySource.size() ? bySource.get(uplink).get(from) : null;
    }
}
