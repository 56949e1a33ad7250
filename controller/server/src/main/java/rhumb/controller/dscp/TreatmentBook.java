package rhumb.controller.dscp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.ReportReject;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.dscp.CodePointMap;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.DscpReport;

/**
 * How every link treats code points, by the newest word of the agents at its two ends. A PoP speaks
 * only for its own ends. What is known stays when an agent goes: treatments change seldom. Owned by
 * one thread.
 */
public final class TreatmentBook {
    /** A changed map is told when it had time to become whole: longer than a sweep takes. */
    private static final long SETTLE_NS = 6_000_000_000L;

    private static final class Link {
        DscpReport.@Nullable Entry bySender;
        DscpReport.@Nullable Entry byReceiver;
        boolean senderFirst;
        LinkTreatment now;
        LinkTreatment told;
        long tellNs = Long.MAX_VALUE;

        Link(LinkTreatment unknown) {
            now = unknown;
            told = unknown;
        }
    }

    private final Topology topology;
    private final Link[] links;
    private long nextTellNs = Long.MAX_VALUE;
    private long sweeps;

    /**
     * @param firstSweep number of the first sweep; higher than any of an earlier controller
     */
    public TreatmentBook(Topology topology, long firstSweep) {
        this.topology = topology;
        this.sweeps = firstSweep;
        this.links = new Link[topology.links().size()];
        Arrays.setAll(links, i -> new Link(LinkTreatment.unknown(topology.link(i).id())));
    }

    /**
     * An agent told of its links.
     *
     * @return why entries were refused, each reason as often as it applied
     */
    public List<ReportReject> onReport(long nowNs, PopId pop, DscpReport report) {
        List<ReportReject> refused = new ArrayList<>();
        for (DscpReport.Entry entry : report.links()) {
            int index = topology.linkIndex(entry.link());
            boolean sender = entry.view() == LinkView.SENDER;
            PopId end = sender ? entry.link().source() : entry.link().target();
            if (index < 0) {
                refused.add(ReportReject.UNKNOWN_LINK);
            } else if (!end.equals(pop)) {
                refused.add(ReportReject.FOREIGN_LINK);
            } else {
                take(nowNs, links[index], sender, entry);
            }
        }
        return refused;
    }

    /**
     * A sweep of the links between two PoPs.
     *
     * @param asked whether the agent is there to be asked
     */
    public Sweep sweep(int from, int to, boolean asked) {
        List<LinkId> between =
                topology.outgoing(from).stream()
                        .filter(link -> link.to() == to)
                        .map(Topology.Link::id)
                        .toList();
        boolean sent = asked && !between.isEmpty();
        return new Sweep(sent ? ++sweeps : 0, between, sent);
    }

    /** By the number of the link in the topology. */
    public List<LinkTreatment> all() {
        return Arrays.stream(links).map(link -> link.now).toList();
    }

    public long nextDeadlineNs() {
        return nextTellNs;
    }

    /** The links whose treatment is another than was told last. */
    public List<LinkTreatment> onDeadline(long nowNs) {
        if (nowNs < nextTellNs) {
            return List.of();
        }
        nextTellNs = Long.MAX_VALUE;
        List<LinkTreatment> changed = new ArrayList<>();
        for (Link link : links) {
            if (nowNs >= link.tellNs) {
                link.tellNs = Long.MAX_VALUE;
                boolean news = !link.now.toString().equals(link.told.toString());
                boolean wasGood = link.told.transparent(); // also while nothing was known
                if (news && !(wasGood && link.now.transparent())) {
                    changed.add(link.now);
                }
                link.told = link.now;
            }
            nextTellNs = Math.min(nextTellNs, link.tellNs);
        }
        return changed;
    }

    private void take(long nowNs, Link link, boolean sender, DscpReport.Entry entry) {
        DscpReport.Entry before = sender ? link.bySender : link.byReceiver;
        // What is merely said again, as to a new controller, is no news.
        link.senderFirst = entry.equals(before) ? link.senderFirst : sender;
        if (sender) {
            link.bySender = entry;
        } else {
            link.byReceiver = entry;
        }
        CodePointMap known = link.now.map();
        link.now = join(link);
        if (!link.now.map().equals(known) && link.tellNs == Long.MAX_VALUE) {
            link.tellNs = nowNs + SETTLE_NS;
            nextTellNs = Math.min(nextTellNs, link.tellNs);
        }
    }

    /** The newer word, and what it does not know from the older one. */
    private static LinkTreatment join(Link link) {
        DscpReport.Entry first = link.senderFirst ? link.bySender : link.byReceiver;
        DscpReport.Entry second = link.senderFirst ? link.byReceiver : link.bySender;
        if (first == null) {
            return link.now;
        }
        DscpReport.Entry swept = first;
        CodePointMap map = first.map();
        if (second != null) {
            swept = first.sweep() >= second.sweep() ? first : second;
            map = map.orElse(second.map());
        }
        return new LinkTreatment(link.now.link(), map, swept.sweep(), swept.progress());
    }
}
