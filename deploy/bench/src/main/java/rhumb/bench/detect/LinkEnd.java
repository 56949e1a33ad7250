package rhumb.bench.detect;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import rhumb.forward.link.LinkReceiveState;
import rhumb.forward.link.LinkReports;
import rhumb.forward.wire.LinkReportPacket;
import rhumb.net.ClassTarget;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.UplinkId;
import rhumb.probe.AgentCore;
import rhumb.probe.AgentOptions;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.ProbePlan;

/** One end: a whole agent, and of the forwarder what counts packets and reports the counts. */
final class LinkEnd implements AgentCore.Sink {
    private static final PopId NEAR = new PopId("near");
    private static final PopId FAR = new PopId("far");
    private static final long NONE = Long.MAX_VALUE;
    private static final long WALL_NS = 1_790_000_000_000_000_000L;
    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    /** A datagram in the socket of a process that does not run. */
    private record Waiting(long arrivedNs, ByteBuffer bytes) {}

    private final VirtualLink wan;
    private final boolean isNear;
    private final AgentCore agent;
    private final LinkId outgoing;
    private final Endpoint neighbour;
    private final LinkReceiveState received = new LinkReceiveState();
    private final LinkReports reports;
    private final ByteBuffer report = ByteBuffer.allocate(LinkReportPacket.BYTES);
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long stalledUntilNs;
    private int lastSeq;
    private long outgoingWorseNs = NONE;
    private boolean outgoingBad;
    private boolean incomingBad;
    private final long[] accusedOutgoing = new long[LinkSign.values().length];
    private final long[] accusedIncoming = new long[LinkSign.values().length];

    LinkEnd(
            VirtualLink wan,
            boolean isNear,
            AgentOptions options,
            SplittableRandom random,
            long nowNs) {
        this.wan = wan;
        this.isNear = isNear;
        PopId own = isNear ? NEAR : FAR;
        PopId other = isNear ? FAR : NEAR;
        outgoing = LinkId.between(own, other);
        neighbour = address(!isNear);
        reports = new LinkReports(outgoing, received);
        agent = new AgentCore(own, options, random.split(), this, nowNs, nowNs + WALL_NS);
    }

    void plan(long nowNs, long intervalNs, List<ClassTarget> targets) {
        ProbePlan.ProbedLink link = new ProbePlan.ProbedLink(outgoing, neighbour, intervalNs);
        agent.onPlan(nowNs, new ProbePlan(1, List.of(link), targets));
    }

    /** Forgets what was said until now. */
    void listen() {
        outgoingWorseNs = NONE;
    }

    boolean hasLeft() {
        return outgoingWorseNs != NONE;
    }

    /** When the forwarder was told that the outgoing link is bad for some class. */
    long leftNs() {
        return outgoingWorseNs;
    }

    /** How often the outgoing link turned from good to bad for this reason. */
    long accusedOutgoing(LinkSign sign) {
        return accusedOutgoing[sign.ordinal()];
    }

    /** How often the incoming link turned from good to bad for this reason. */
    long accusedIncoming(LinkSign sign) {
        return accusedIncoming[sign.ordinal()];
    }

    /** How often the outgoing link turned from good to bad. */
    long accusationsOutgoing() {
        return Arrays.stream(accusedOutgoing).sum();
    }

    boolean outgoingIsBad() {
        return outgoingBad;
    }

    /** How often either direction turned from good to bad. */
    long accusations() {
        return accusationsOutgoing() + Arrays.stream(accusedIncoming).sum();
    }

    void sendMedia(long nowNs) {
        wan.send(nowNs, isNear, Flight.Kind.MEDIA, ++lastSeq, NO_BYTES, 0);
    }

    /**
     * The agent's process stops now, with what it is sending stamped and not yet sent. When it goes
     * on, its deadline comes first, then what waited in the socket with the kernel's arrival times.
     */
    void stall(long nowNs, long untilNs) {
        stalledUntilNs = untilNs;
        if (agent.nextDeadlineNs() <= nowNs) {
            agent.onDeadline(nowNs);
        }
    }

    void take(long nowNs, Flight flight) {
        if (flight.kind == Flight.Kind.PROBE) {
            if (nowNs < stalledUntilNs) {
                byte[] bytes = new byte[flight.length];
                flight.bytes.get(0, bytes);
                waiting.add(new Waiting(nowNs, ByteBuffer.wrap(bytes)));
            } else {
                hear(nowNs, nowNs, flight.bytes, flight.length);
            }
            return;
        }
        if (!received.accept(0, 1, flight.seq, flight.departureUs, (int) (nowNs / 1_000))) {
            return;
        }
        if (flight.kind == Flight.Kind.MEDIA) {
            reports.onDatagram(nowNs, flight.length);
        } else {
            tell(nowNs, reports.onReport(nowNs, flight.seq, lastSeq, 0, flight.bytes, 0));
        }
    }

    long agentDeadlineNs() {
        return agent.nextDeadlineNs();
    }

    long nextDeadlineNs() {
        long agentNs = waiting.isEmpty() ? agent.nextDeadlineNs() : stalledUntilNs;
        return Math.min(Math.max(agentNs, stalledUntilNs), reports.nextDeadlineNs());
    }

    void onDeadline(long nowNs) {
        if (nowNs >= stalledUntilNs) {
            if (agent.nextDeadlineNs() <= nowNs) {
                agent.onDeadline(nowNs);
            }
            while (!waiting.isEmpty()) {
                Waiting first = waiting.remove();
                hear(nowNs, first.arrivedNs, first.bytes, first.bytes.limit());
            }
        }
        if (reports.isDue(nowNs)) {
            reports.write(report, 0);
            wan.send(
                    nowNs,
                    isNear,
                    Flight.Kind.LINK_REPORT,
                    ++lastSeq,
                    report,
                    LinkReportPacket.BYTES);
            tell(nowNs, reports.seen(nowNs));
        }
    }

    @Override
    public void send(
            String uplink, Endpoint to, int octet, ByteBuffer buffer, int offset, int length) {
        long departsNs = Math.max(wan.nowNs(), stalledUntilNs);
        wan.send(departsNs, isNear, Flight.Kind.PROBE, 0, buffer.slice(offset, length), length);
    }

    @Override
    public void health(LinkHealth health) {
        for (LinkHealth.Entry entry : health.links()) {
            boolean bad = entry.status() == LinkStatus.DOWN || !entry.degraded().isEmpty();
            boolean out = entry.link().equals(outgoing);
            if (bad && out) {
                accusedOutgoing[entry.sign().ordinal()] += outgoingBad ? 0 : 1;
                outgoingWorseNs = Math.min(outgoingWorseNs, wan.nowNs());
            } else if (bad) {
                accusedIncoming[entry.sign().ordinal()] += incomingBad ? 0 : 1;
            }
            outgoingBad = out ? bad : outgoingBad;
            incomingBad = out ? incomingBad : bad;
        }
    }

    @Override
    public void report(LinkReport told) {}

    private void hear(long nowNs, long arrivedNs, ByteBuffer bytes, int length) {
        agent.onDatagram(nowNs, arrivedNs, UplinkId.MAIN, neighbour, 0, 60, bytes, 0, length);
    }

    private void tell(long nowNs, Optional<LinkPassive.Entry> entry) {
        entry.ifPresent(e -> agent.onPassive(nowNs, new LinkPassive(List.of(e))));
    }

    private static Endpoint address(boolean near) {
        return Endpoint.ofIpv4(near ? 0x0a000001 : 0x0a000002, 862);
    }
}
