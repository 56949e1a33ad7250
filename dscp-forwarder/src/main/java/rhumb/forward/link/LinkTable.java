package rhumb.forward.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import rhumb.forward.crypto.Aead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibLink;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Dscp;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.southbound.dscp.OuterMarking;
import rhumb.southbound.message.OuterMarks;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.PublicKey;

/**
 * The links of the FIB with what is kept of each, found by label or by where a datagram came from.
 */
public final class LinkTable {
    /** Links ever seen, beyond which new ones get no key: their numbers could not be kept. */
    private static final int MAX_KNOWN = 1 << 16;

    /** More links than a PoP can have, should an agent tell of ever new ones. */
    private static final int MAX_MARKED = 1 << 16;

    private static final int MAX_PORT = 0xffff;

    private final SendingLanes lanes;
    private final Aead aead;
    private final Map<LinkId, LinkPort> known = new HashMap<>();

    /** Also of links that no rule names yet. */
    private final Map<LinkId, List<Dscp>> marks = new HashMap<>();

    /** By uplink and address; a new one for each FIB, because lanes read it. */
    private volatile List<Map<Endpoint, LinkSecrets>> secrets = List.of();

    private Map<LinkId, LinkPort> byId = new LinkedHashMap<>();
    private List<LinkPort> ports = List.of();
    private final List<Map<Endpoint, LinkPort>> bySource = new ArrayList<>();

    // Datagrams of one neighbour come in rows.
    private int lastUplink = -1;
    private @Nullable Endpoint lastSource;
    private @Nullable LinkPort lastPort;
    private Fib fib = Fib.EMPTY;

    public LinkTable(SendingLanes lanes, Aead aead) {
        this.lanes = lanes;
        this.aead = aead;
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
        lastSource = null;
        fib = newFib;
        for (FibLink link : fib.links()) {
            int uplink = uplinkNumber.applyAsInt(link.uplink());
            LinkPort port = known.get(link.rule().link());
            if (port == null) {
                port = new LinkPort(link, uplink, lanes, aead);
                known.put(link.rule().link(), port);
            }
            port.onRule(link);
            port.send().mark(marks.getOrDefault(port.send().id(), OuterMarking.OWN));
            kept.put(link.rule().link(), port);
            while (bySource.size() <= uplink) {
                bySource.add(new HashMap<>());
            }
            bySource.get(uplink).put(link.rule().data(), port);
        }
        if (fib.security() != LinkSecurity.NONE) {
            kept.values().forEach(this::takeLanes);
        }
        if (lanes.count() > 1) {
            tellLanes();
        }
        byId.forEach((id, port) -> {
            if (!kept.containsKey(id)) {
                port.cipher().close();
            }
        });
        byId = kept;
        ports = List.copyOf(kept.values());
    }

    /**
     * What lanes need of the link over which somebody sends; null when they are to leave it alone.
     * Callable from any thread.
     */
    public @Nullable LinkSecrets secrets(int uplink, Endpoint from) {
        List<Map<Endpoint, LinkSecrets>> now = secrets;
        return uplink < now.size() ? now.get(uplink).get(from) : null;
    }

    private void tellLanes() {
        List<Map<Endpoint, LinkSecrets>> next = new ArrayList<>();
        for (Map<Endpoint, LinkPort> sources : bySource) {
            Map<Endpoint, LinkSecrets> ofUplink = new HashMap<>();
            sources.forEach((from, port) -> {
                LinkSecrets told = port.cipher().secrets();
                if (told != null) {
                    ofUplink.put(from, told);
                }
            });
            next.add(ofUplink);
        }
        secrets = List.copyOf(next);
    }

    /**
     * The neighbour's lanes send from the ports behind its own, up to where another neighbour is:
     * only where a tag proves who sent it, because a rule names the first port alone.
     */
    private void takeLanes(LinkPort port) {
        Endpoint data = port.rule().rule().data();
        Map<Endpoint, LinkPort> sources = bySource.get(port.send().uplink());
        int last = Math.min(MAX_PORT, data.port() + OverlayHeader.MAX_SENDERS - 1);
        for (int lane = data.port() + 1; lane <= last; lane++) {
            LinkPort there = sources.putIfAbsent(data.withPort(lane), port);
            if (there != null && there != port) {
                return;
            }
        }
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

    /**
     * Which keys hold on each link from now on.
     *
     * @return whether some are to be agreed on
     */
    public boolean onKeys(KeyRing ring) {
        boolean waits = false;
        for (LinkPort port : ports) {
            boolean room = known.size() <= MAX_KNOWN;
            List<PublicKey> keys =
                    room ? fib.keys(port.rule().rule().targetPop()) : List.<PublicKey>of();
            waits |= port.cipher().expect(fib.security(), keys, ring);
        }
        return waits;
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
    @SuppressWarnings("ReferenceEquality") // an equal address is looked up once more
    public @Nullable LinkPort ofSource(int uplink, Endpoint from) {
        if (from != lastSource || uplink != lastUplink) {
            lastSource = from;
            lastUplink = uplink;
            boolean known = uplink >= 0 && uplink < bySource.size();
            lastPort = known ? bySource.get(uplink).get(from) : null;
        }
        return lastPort;
    }
}
