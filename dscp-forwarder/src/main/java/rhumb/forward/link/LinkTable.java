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
import rhumb.net.Dscp;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.southbound.dscp.OuterMarking;
import rhumb.southbound.message.OuterMarks;

/**
 * The links of the FIB with what is kept of each, found by label or by where a datagram came from.
 */
public final class LinkTable {
    /** More links than a PoP can have, should an agent tell of ever new ones. */
    private static final int MAX_MARKED = 1 << 16;

    private final SendingThread thread;

    /** Also of links that no rule names yet. */
    private final Map<LinkId, List<Dscp>> marks = new HashMap<>();

    private Map<LinkId, LinkPort> byId = new LinkedHashMap<>();
    private List<LinkPort> ports = List.of();
    private final List<Map<Endpoint, LinkPort>> bySource = new ArrayList<>();
    private Fib fib = Fib.EMPTY;

    public LinkTable(SendingThread thread) {
        this.thread = thread;
    }

    /**
     * Links that both FIBs have keep their sequence numbers and counters.
     *
     * @param uplinkNumber the forwarder's number of an uplink, by name
     */
    public void onFib(Fib newFib, ToIntFunction<String> uplinkNumber) {
        if (newFib.sameBut(fib)) {
            fib = newFib;
            return;
        }
        Map<LinkId, LinkPort> kept = new LinkedHashMap<>();
        bySource.forEach(Map::clear);
        fib = newFib;
        for (FibLink link : fib.links()) {
            int uplink = uplinkNumber.applyAsInt(link.uplink());
            LinkPort known = byId.get(link.rule().link());
            LinkPort port = known == null ? new LinkPort(link, uplink, thread) : known;
            port.onRule(link);
            port.send().mark(marks.getOrDefault(port.send().id(), OuterMarking.OWN));
            kept.put(link.rule().link(), port);
            while (bySource.size() <= uplink) {
                bySource.add(new HashMap<>());
            }
            bySource.get(uplink).put(link.rule().data(), port);
        }
        byId = kept;
        ports = List.copyOf(kept.values());
    }

    /** Which code points to write on which links from now on; those not named stay. */
    public void onMarks(OuterMarks told) {
        for (OuterMarks.Entry entry : told.links()) {
            if (marks.size() < MAX_MARKED || marks.containsKey(entry.link())) {
                marks.put(entry.link(), entry.codePoints());
                LinkPort port = byId.get(entry.link());
                if (port != null) {
                    port.send().mark(entry.codePoints());
                }
            }
        }
    }

    /** Number of the PoP this runs at; 0 while there are no rules. */
    public int self() {
        return fib.self();
    }

    /** In the order of {@link Fib#links()}. */
    public List<LinkPort> ports() {
        return ports;
    }

    /** The port of a link of the FIB given last. */
    public LinkPort port(FibLink link) {
        return ports.get(link.index());
    }

    /** The port of this link, or null. */
    public @Nullable LinkPort port(LinkId link) {
        return byId.get(link);
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
