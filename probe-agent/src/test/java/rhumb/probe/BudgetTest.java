package rhumb.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.probe.pace.Tier;
import rhumb.probe.stamp.Arrival;
import rhumb.probe.stamp.PeerSessions;
import rhumb.probe.stamp.Reflector;
import rhumb.probe.stamp.ReflectorSession;
import rhumb.probe.stamp.SenderSession;
import rhumb.probe.stamp.StampOptions;
import rhumb.probe.stamp.StampPacket;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.message.ProbePlan.Use;

/** One agent among a thousand neighbours, all of which probe as fast as it can answer. */
class BudgetTest implements AgentCore.Sink {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final long UNIX = 1_790_000_000L * SECOND;
    private static final int NEIGHBOURS = 1_000;
    private static final int PACKETS = 25_000;
    private static final ProbePlan.Budget BUDGET = new ProbePlan.Budget(PACKETS, 1_000_000_000);
    private static final int MOST_IN_100_MS = PACKETS / 10;

    /** The far end of one link, reduced to packets. */
    private static final class Neighbour {
        final Endpoint address;
        final SenderSession asks;
        final PeerSessions answers = new PeerSessions(true);
        long intervalNs;

        Neighbour(int number, Endpoint hub) {
            this.address = Endpoint.ofIpv4(0x0a010000 | number, 862);
            this.asks = new SenderSession(1 + number, hub);
        }
    }

    /** Something to come; no bytes when it is the neighbour's turn to ask. */
    private record Packet(long atNs, long order, Neighbour from, ByteBuffer bytes) {}

    private final Endpoint hub = Endpoint.parse("192.0.2.1:862");
    private final SplittableRandom random = new SplittableRandom(5);
    private final List<Neighbour> neighbours = new ArrayList<>();
    private final PriorityQueue<Packet> network =
            new PriorityQueue<>((a, b) ->
                    a.atNs != b.atNs
                            ? Long.compare(a.atNs, b.atNs)
                            : Long.compare(a.order, b.order));
    private final Reflector reflector = new Reflector(StampOptions.STANDARD, null);
    private final Arrival arrival = new Arrival();
    private final ByteBuffer scratch = ByteBuffer.allocate(256);
    private final Deque<Long> window100Ms = new ArrayDeque<>();
    private final Deque<Long> probes10Ms = new ArrayDeque<>();
    private int mostIn100Ms;
    private int mostProbesIn10Ms;
    private int reports;
    private int mostEstimates;
    private long downs;
    private long order;
    private long now = SECOND;
    private AgentCore core;

    @BeforeEach
    void start() {
        core =
                new AgentCore(
                        new PopId("hub"), AgentOptions.STANDARD, random.split(), this, now, UNIX);
        for (int i = 0; i < NEIGHBOURS; i++) {
            neighbours.add(new Neighbour(i, hub));
        }
    }

    @Test
    void aThousandNeighboursJoinAndLeaveWithoutAStorm() {
        plan(0);
        plan(NEIGHBOURS);
        run(5 * SECOND);
        assertThat(mostIn100Ms).isBetween(MOST_IN_100_MS / 2, MOST_IN_100_MS);
        plan(10);
        run(SECOND);
        plan(NEIGHBOURS);
        run(3 * SECOND);
        plan(NEIGHBOURS / 2);
        run(SECOND);
        plan(NEIGHBOURS);
        run(5 * SECOND);
        assertThat(mostIn100Ms).isLessThanOrEqualTo(MOST_IN_100_MS);
        assertThat(downs).isZero();
        assertThat(core.counters().reflected()).isGreaterThan(50_000);
    }

    @Test
    void inSteadyStateReportsAndProbesComeEvenly() {
        plan(NEIGHBOURS);
        run(20 * SECOND);
        reports = 0;
        mostEstimates = 0;
        mostProbesIn10Ms = 0;
        run(20 * SECOND);
        assertThat(mostProbesIn10Ms).isBetween(90, 2 * NEIGHBOURS / 10 + 1);
        assertThat(reports).isLessThanOrEqualTo(201);
        // 2,000 estimates every ten seconds are 20 in each batch; some moved besides.
        assertThat(mostEstimates).isLessThan(200);
    }

    @Test
    void mediaOnManyLinksAtOnceStretchTheOthersAndKeepTheBudget() {
        plan(NEIGHBOURS);
        run(5 * SECOND);
        for (int i = 0; i < 300; i++) {
            for (int n = 0; n < 100; n++) {
                core.onPassive(now, media(n));
            }
            run(20 * MS);
            // 11,250/s: 100 at 20 ms leave 6,250/s for 900 that would like 9,000/s.
        }
        assertThat(core.budget().isShort()).isTrue();
        assertThat(core.budget().stretchPercent(Tier.IN_USE)).isZero();
        assertThat(core.budget().stretchPercent(Tier.BACKUP)).isEqualTo(50);
        assertThat(mostIn100Ms).isLessThanOrEqualTo(MOST_IN_100_MS);
        assertThat(downs).isZero();
        run(5 * SECOND);
        assertThat(core.budget().isShort()).isFalse();
        assertThat(downs).isZero();
    }

    private LinkPassive media(int neighbour) {
        return new LinkPassive(
                List.of(
                        new LinkPassive.Entry(
                                linkTo(neighbour), LinkView.SENDER, 20 * MS, 1, 0, 0, 0, 0, -1)));
    }

    private static LinkId linkTo(int neighbour) {
        return LinkId.between(new PopId("hub"), new PopId("n" + neighbour));
    }

    /** The first so many neighbours are there, on both sides. */
    private void plan(int count) {
        List<ProbePlan.ProbedLink> links = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            links.add(
                    new ProbePlan.ProbedLink(
                            linkTo(i), neighbours.get(i).address, Use.URGENT, 100 * MS, 20 * MS));
        }
        core.onPlan(now, new ProbePlan(1, links, AgentNet.TARGETS, BUDGET));
        // As a controller plans for the neighbours: no faster than the hub's share allows.
        long fairNs = Math.max(20 * MS, count * SECOND / BUDGET.sharePerSecond(44));
        for (int i = 0; i < NEIGHBOURS; i++) {
            Neighbour neighbour = neighbours.get(i);
            boolean sleeps = neighbour.intervalNs == 0;
            neighbour.intervalNs = i < count ? Math.max(fairNs, 100 * MS) : 0;
            if (sleeps && i < count) {
                ask(neighbour, now + random.nextLong(neighbour.intervalNs));
            }
        }
    }

    private void ask(Neighbour neighbour, long atNs) {
        if (neighbour.intervalNs > 0) {
            network.add(new Packet(atNs, order++, neighbour, ByteBuffer.allocate(0)));
        }
    }

    private void run(long forNs) {
        long end = now + forNs;
        while (true) {
            long nextNs = Math.min(core.nextDeadlineNs(), next());
            if (nextNs > end) {
                now = end;
                return;
            }
            now = Math.max(now, nextNs);
            if (next() <= now) {
                arrive(network.remove());
            } else {
                core.onDeadline(now);
            }
        }
    }

    private long next() {
        return network.isEmpty() ? Long.MAX_VALUE : network.peek().atNs;
    }

    private void arrive(Packet packet) {
        Neighbour from = packet.from;
        int length = packet.bytes.capacity();
        if (length > 0) {
            core.onDatagram(now, now, "main", from.address, 0, 60, packet.bytes, 0, length);
            return;
        }
        from.asks.write(now, UNIX + now, scratch, 0, 44);
        carry(from, 44);
        ask(from, now + from.intervalNs);
    }

    private void carry(Neighbour from, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.put(0, scratch, 0, length);
        network.add(new Packet(now + 40 * MS + random.nextLong(2 * MS), order++, from, bytes));
    }

    @Override
    public void send(
            String uplink, Endpoint to, int octet, ByteBuffer buffer, int offset, int length) {
        mostIn100Ms = Math.max(mostIn100Ms, count(window100Ms, 100 * MS));
        if (StampPacket.OPEN.isReflection(buffer, offset)) {
            return;
        }
        mostProbesIn10Ms = Math.max(mostProbesIn10Ms, count(probes10Ms, 10 * MS));
        Neighbour there = neighbours.get((int) (to.low() & 0xffff));
        arrival.set(UNIX + now, 0, 60, hub, there.address, true);
        ReflectorSession session =
                there.answers.session(StampPacket.OPEN.sessionId(buffer, offset));
        reflector.reflect(now, UNIX + now, arrival, session, buffer, offset, length, scratch, 0);
        carry(there, length);
    }

    private int count(Deque<Long> window, long lengthNs) {
        window.add(now);
        while (window.getFirst() <= now - lengthNs) {
            window.removeFirst();
        }
        return window.size();
    }

    @Override
    public void health(LinkHealth health) {
        downs += health.links().stream().filter(h -> h.status() != LinkStatus.UP).count();
    }

    @Override
    public void report(LinkReport report) {
        reports++;
        mostEstimates = Math.max(mostEstimates, report.estimates().size());
    }
}
