package rhumb.probe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import rhumb.net.ClassTarget;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.DscpReport;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.OuterMarks;
import rhumb.southbound.message.ProbePlan;

/** Real agents on a fake network in virtual time: one channel per directed link. */
final class AgentNet {
    static final long MS = 1_000_000L;
    static final long SECOND = 1_000 * MS;
    static final List<ClassTarget> TARGETS =
            TrafficClass.ALL.stream().map(ClassTarget::standard).toList();

    /** What happens to datagrams on one directed link. */
    static final class Channel {
        double loss;
        double duplicate;

        /** Share of datagrams that come after the next one of their stream, on an idle link. */
        double reorder;

        long delayNs = 40 * MS;
        long jitterNs = 1 * MS;
        boolean blackhole;
        boolean heavyTail;

        /** What becomes of a code point on the way. */
        IntUnaryOperator marking = codePoint -> codePoint;

        /** Bit n: code point n is dropped; or held up by as much as {@link #heldNs}. */
        long blocked;

        long held;
        long heldNs;
    }

    /** One PoP: its agent, its wall clock and everything the agent said. */
    final class Pop implements AgentCore.Sink {
        final PopId id;
        final Endpoint address;
        final List<LinkHealth.Entry> health = new ArrayList<>();
        final List<Long> healthNs = new ArrayList<>();
        final List<LinkReport> reports = new ArrayList<>();
        final List<Long> reportNs = new ArrayList<>();
        final List<DscpReport> dscp = new ArrayList<>();
        final List<OuterMarks> marks = new ArrayList<>();
        AgentCore core;
        long wallNs;
        boolean dead;
        long sentBytes;
        long receivedBytes;
        int lastOctet = -1;

        Pop(String name, int number) {
            this.id = new PopId(name);
            this.address = Endpoint.ofIpv4(0x0a000000 | number, 862);
            this.wallNs = 1_790_000_000L * SECOND + number * 123_456_789L;
            this.core = start();
        }

        AgentCore start() {
            return new AgentCore(id, options, random.split(), this, now, now + wallNs);
        }

        void stepClock(long byNs) {
            wallNs += byNs;
            core.onClock(now, now + wallNs);
        }

        @Override
        public void send(
                String uplink, Endpoint to, int octet, ByteBuffer buffer, int offset, int length) {
            byte[] bytes = new byte[length];
            buffer.get(offset, bytes);
            sentBytes += length;
            lastOctet = octet;
            for (Pop other : pops.values()) {
                if (other.address.equals(to)) {
                    carry(this, other, octet, bytes);
                }
            }
        }

        @Override
        public void health(LinkHealth told) {
            for (LinkHealth.Entry entry : told.links()) {
                health.add(entry);
                healthNs.add(now);
            }
        }

        @Override
        public void report(LinkReport report) {
            reports.add(report);
            reportNs.add(now);
        }

        @Override
        public void dscp(DscpReport report) {
            dscp.add(report);
        }

        @Override
        public void marks(OuterMarks told) {
            marks.add(told);
        }

        LinkEstimate estimate(LinkId link, LinkView view) {
            return core.estimates(now).stream()
                    .filter(e -> e.link().equals(link) && e.view() == view)
                    .findFirst()
                    .orElseThrow();
        }

        LinkStatus status(LinkId link, LinkView view) {
            return estimate(link, view).status();
        }

        void forget() {
            health.clear();
            healthNs.clear();
            reports.clear();
            reportNs.clear();
        }
    }

    private record Event(long atNs, long order, Runnable what) {}

    final Map<String, Pop> pops = new TreeMap<>();
    private final Map<LinkId, Channel> channels = new TreeMap<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>((a, b) ->
                    a.atNs != b.atNs
                            ? Long.compare(a.atNs, b.atNs)
                            : Long.compare(a.order, b.order));
    final SplittableRandom random;
    final AgentOptions options;
    long now = 5 * SECOND;
    private long order;

    /** When set, gets a copy of every datagram that is delivered. */
    @Nullable List<byte[]> heard;

    AgentNet(long seed, AgentOptions options, String... names) {
        this.random = new SplittableRandom(seed);
        this.options = options;
        for (String name : names) {
            pops.put(name, new Pop(name, pops.size() + 1));
        }
    }

    static AgentNet pair(long seed) {
        AgentNet net = new AgentNet(seed, AgentOptions.STANDARD, "fra", "sin");
        net.planAll(100 * MS);
        return net;
    }

    Pop pop(String name) {
        return Objects.requireNonNull(pops.get(name));
    }

    static LinkId link(String text) {
        return LinkId.parse(text);
    }

    Channel channel(String link) {
        return channels.computeIfAbsent(link(link), l -> new Channel());
    }

    void planAll(long intervalNs) {
        pops.values().forEach(pop -> pop.core.onPlan(now, plan(pop, intervalNs)));
    }

    ProbePlan plan(Pop pop, long intervalNs) {
        List<ProbePlan.ProbedLink> links = new ArrayList<>();
        for (Pop other : pops.values()) {
            if (other != pop) {
                LinkId link = LinkId.between(pop.id, other.id);
                links.add(new ProbePlan.ProbedLink(link, other.address, intervalNs));
            }
        }
        return new ProbePlan(1, links, TARGETS);
    }

    void at(long atNs, Runnable what) {
        events.add(new Event(atNs, order++, what));
    }

    void run(long forNs) {
        long end = now + forNs;
        while (true) {
            long next = events.isEmpty() ? Long.MAX_VALUE : events.peek().atNs;
            Pop due = null;
            for (Pop pop : pops.values()) {
                if (!pop.dead && pop.core.nextDeadlineNs() < next) {
                    next = pop.core.nextDeadlineNs();
                    due = pop;
                }
            }
            if (next > end) {
                now = end;
                return;
            }
            now = Math.max(now, next);
            if (due != null) {
                due.core.onDeadline(now);
            } else {
                events.remove().what.run();
            }
        }
    }

    /**
     * Media from now on, forwarders at both ends reporting every 20 ms: the receiving one at once,
     * the sending one a one-way delay later, and only as long as the way back works. Like the real
     * ones they say nothing of an interval of which nothing came: only a later packet tells.
     */
    void media(String link, int packetsPerSecond, long forNs) {
        long intervalNs = 20 * MS;
        double perInterval = packetsPerSecond / 50.0;
        double[] owed = new double[1];
        for (long t = now + intervalNs; t <= now + forNs; t += intervalNs) {
            at(t, () -> mediaInterval(link(link), perInterval, owed));
        }
    }

    private void mediaInterval(LinkId id, double perInterval, double[] owed) {
        Channel there = channel(id.toString());
        Channel back = channel(id.reverse().toString());
        owed[0] += perInterval;
        long sent = (long) owed[0];
        owed[0] -= sent;
        long lost = 0;
        long reordered = 0;
        for (int i = 0; i < sent; i++) {
            boolean gone = there.blackhole || random.nextDouble() < there.loss;
            lost += gone ? 1 : 0;
            reordered += !gone && random.nextDouble() < there.reorder ? 1 : 0;
        }
        if (lost == sent) {
            return;
        }
        long transitNs = there.delayNs + random.nextLong(there.jitterNs);
        LinkPassive.Entry atReceiver =
                new LinkPassive.Entry(
                        id,
                        LinkView.RECEIVER,
                        20 * MS,
                        sent,
                        lost,
                        reordered,
                        0,
                        transitNs,
                        transitNs);
        at(now + there.delayNs, () -> passive(pop(id.target().name()), atReceiver));
        if (!back.blackhole) {
            LinkPassive.Entry atSender =
                    new LinkPassive.Entry(
                            id,
                            LinkView.SENDER,
                            20 * MS,
                            sent,
                            lost,
                            reordered,
                            0,
                            transitNs,
                            transitNs);
            long reportNs = now + there.delayNs + back.delayNs;
            at(reportNs, () -> passive(pop(id.source().name()), atSender));
        }
    }

    private void passive(Pop pop, LinkPassive.Entry entry) {
        if (!pop.dead) {
            pop.core.onPassive(now, new LinkPassive(List.of(entry)));
        }
    }

    private void carry(Pop from, Pop to, int octet, byte[] bytes) {
        Channel channel = channel(LinkId.between(from.id, to.id).toString());
        int codePoint = octet >>> 2;
        boolean blocked = (channel.blocked & 1L << codePoint) != 0;
        if (blocked || channel.blackhole || random.nextDouble() < channel.loss) {
            return;
        }
        for (int copies = random.nextDouble() < channel.duplicate ? 2 : 1; copies > 0; copies--) {
            long delayNs = channel.delayNs + random.nextLong(channel.jitterNs);
            delayNs += channel.heavyTail ? pareto() : 0;
            delayNs += random.nextDouble() < channel.reorder ? 150 * MS : 0;
            delayNs += (channel.held & 1L << codePoint) != 0 ? channel.heldNs : 0;
            int arrival = channel.marking.applyAsInt(codePoint) << 2 | octet & 3;
            at(now + delayNs, () -> deliver(from, to, arrival, bytes));
        }
    }

    /** Median 60 us; one in a thousand beyond 10 ms, one in 30,000 beyond 100, at most 2 s. */
    private long pareto() {
        double tail = Math.pow(1 - random.nextDouble(), -1 / 1.5) - 1;
        return Math.min((long) (tail * MS / 10), 2 * SECOND);
    }

    private void deliver(Pop from, Pop to, int octet, byte[] bytes) {
        if (heard != null) {
            heard.add(bytes.clone());
        }
        if (!to.dead) {
            to.receivedBytes += bytes.length;
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            to.core.onDatagram(now, now, "main", from.address, octet, 60, buffer, 0, bytes.length);
        }
    }
}
