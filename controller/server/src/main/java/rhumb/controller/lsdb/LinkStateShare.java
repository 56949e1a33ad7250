package rhumb.controller.lsdb;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rhumb.cluster.v1.SharedAgent;
import rhumb.cluster.v1.SharedLinks;
import rhumb.controller.intent.Topology;
import rhumb.net.PopId;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.wire.Decoded;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * Link state as controllers of a cluster share it: the leader gives out what agents reported, and
 * the next leader begins with it. What an agent said is cut in parts of {@value #PART} links, and a
 * report moves only the parts that it speaks of; a head says which parts belong together. Owned by
 * the thread of the database.
 */
public final class LinkStateShare {
    /** Links of a PoP that travel together. */
    static final int PART = 64;

    /** Some ten milliseconds' work. */
    private static final int AT_ONCE = 256;

    private static final String HEAD = "agent/";
    private static final String LINKS = "links/";

    /**
     * Something that another controller shared.
     *
     * @param heardNs when it came
     */
    public record Arrived(SharedEntry entry, long heardNs) {}

    private final Topology topology;
    private final LinkStateDatabase lsdb;

    /** Of each link, its place among those of the PoPs at its ends. */
    private final int[] atStart;

    private final int[] atEnd;
    private final long[][] partSeqs;
    private final BitSet[] changed;
    private final Set<String> names;
    private final BitSet changedPops = new BitSet();

    /** Where to go on: all have their turn. */
    private int nextPop;

    private long term;
    private long version;

    /**
     * Nothing is shared yet.
     *
     * @param nowNs from which versions grow, so that of two cores of one process in one term the
     *     later has the later ones
     */
    public LinkStateShare(Topology topology, LinkStateDatabase lsdb, long nowNs) {
        this.version = nowNs;
        this.topology = topology;
        this.lsdb = lsdb;
        this.names =
                topology.pops().stream()
                        .map(pop -> pop.name().name())
                        .collect(Collectors.toUnmodifiableSet());
        int pops = topology.pops().size();
        this.atStart = new int[topology.links().size()];
        this.atEnd = new int[topology.links().size()];
        this.partSeqs = new long[pops][];
        this.changed = new BitSet[pops];
        for (int pop = 0; pop < pops; pop++) {
            List<Topology.Link> links = topology.touching(pop);
            for (int place = 0; place < links.size(); place++) {
                Topology.Link link = links.get(place);
                (link.from() == pop ? atStart : atEnd)[link.index()] = place;
            }
            partSeqs[pop] = new long[(links.size() + PART - 1) / PART];
            changed[pop] = new BitSet();
        }
    }

    /** From now on this controller gives out what it hears; 0 = there is nobody to give it to. */
    public void begin(long newTerm) {
        term = newTerm;
    }

    /** The database took a report. */
    public void onReport(int pop, LinkReport report) {
        if (term == 0) {
            return;
        }
        report.estimates()
                .forEach(estimate -> {
                    int link = topology.linkIndex(estimate.link());
                    if (link >= 0 && topology.link(link).touches(pop)) {
                        int place = (topology.link(link).from() == pop ? atStart : atEnd)[link];
                        partSeqs[pop][place / PART] = report.seq();
                        changed[pop].set(place / PART);
                    }
                });
        changedPops.set(pop);
    }

    /** Whether {@link #take} has something. */
    public boolean isEmpty() {
        return changedPops.isEmpty();
    }

    /**
     * What changed since the last time, of whole PoPs and not much more than {@value #AT_ONCE}
     * entries: at the start there are thirty thousand, and rules shall not wait for them.
     */
    public List<SharedEntry> take(long nowNs) {
        List<SharedEntry> entries = new ArrayList<>();
        while (!changedPops.isEmpty() && entries.size() < AT_ONCE) {
            int pop = changedPops.nextSetBit(nextPop);
            if (pop < 0) {
                nextPop = 0;
                continue;
            }
            nextPop = pop + 1;
            PopId name = topology.pop(pop);
            List<Topology.Link> links = topology.touching(pop);
            long instance = lsdb.instance(pop);
            for (int part = changed[pop].nextSetBit(0);
                    part >= 0;
                    part = changed[pop].nextSetBit(part + 1)) {
                int end = Math.min(links.size(), (part + 1) * PART);
                LinkReport report = lsdb.reported(nowNs, pop, links.subList(part * PART, end));
                SharedLinks body =
                        SharedLinks.newBuilder()
                                .setInstance(instance)
                                .setSeq(partSeqs[pop][part])
                                .setReport(ByteString.copyFrom(SouthboundCodec.encode(report)))
                                .build();
                entries.add(entry(LINKS + name + "/" + part, body.toByteArray()));
            }
            changed[pop].clear();
            SharedAgent.Builder head =
                    SharedAgent.newBuilder().setInstance(instance).setSeq(lsdb.seq(pop));
            for (long seq : partSeqs[pop]) {
                head.addParts(seq);
            }
            entries.add(entry(HEAD + name, head.build().toByteArray()));
            changedPops.clear(pop);
        }
        return entries;
    }

    /** Whether what is stored under a key is of a PoP of this overlay. */
    public boolean concerns(String key) {
        String name = key.startsWith(HEAD) ? key.substring(HEAD.length()) : "";
        if (key.startsWith(LINKS)) {
            name = key.substring(LINKS.length(), Math.max(LINKS.length(), key.lastIndexOf('/')));
        }
        return names.contains(name);
    }

    private SharedEntry entry(String key, byte[] body) {
        return new SharedEntry(key, term, ++version, body);
    }

    /**
     * Takes over what others shared, as far as it makes sense here.
     *
     * @return how many PoPs' links are known by it, and not too long ago to count
     */
    public int inherit(long nowNs, Collection<Arrived> shared) {
        Map<String, Arrived> byKey = new HashMap<>();
        shared.forEach(one -> byKey.put(one.entry().key(), one));
        int known = 0;
        for (int pop = 0; pop < topology.pops().size(); pop++) {
            Arrived head = byKey.get(HEAD + topology.pop(pop));
            known += head != null && inherit(nowNs, pop, head, byKey) ? 1 : 0;
        }
        return known;
    }

    private boolean inherit(long nowNs, int pop, Arrived head, Map<String, Arrived> byKey) {
        try {
            SharedAgent agent = SharedAgent.parseFrom(head.entry().body());
            if (agent.getPartsCount() != partSeqs[pop].length) {
                return false; // of another intent
            }
            boolean whole = true;
            boolean any = false;
            for (int part = 0; part < partSeqs[pop].length; part++) {
                Arrived one = byKey.get(LINKS + topology.pop(pop) + "/" + part);
                SharedLinks links = one == null ? null : SharedLinks.parseFrom(one.entry().body());
                LinkReport report = links == null ? null : report(links);
                boolean same = links != null && links.getInstance() == agent.getInstance();
                if (one != null && links != null && report != null && same) {
                    lsdb.inherit(nowNs, one.heardNs(), pop, agent.getInstance(), report);
                    partSeqs[pop][part] = links.getSeq();
                    any |= lsdb.counts(nowNs, one.heardNs());
                    whole &= links.getSeq() >= agent.getParts(part);
                } else {
                    // A part that was never reported was never given out either.
                    whole &= agent.getParts(part) == 0;
                }
            }
            lsdb.inherited(head.heardNs(), pop, agent.getInstance(), whole ? agent.getSeq() : 0);
            return any;
        } catch (InvalidProtocolBufferException e) {
            return false; // a newer controller's: as if nobody had shared it
        }
    }

    private static @Nullable LinkReport report(SharedLinks links) {
        return SouthboundCodec.decode(links.getReport().toByteArray())
                                instanceof Decoded.Accepted accepted
                        && accepted.message() instanceof LinkReport report
                ? report
                : null;
    }
}
