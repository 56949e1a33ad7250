package rhumb.bench.detect;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import rhumb.net.ClassTarget;
import rhumb.probe.AgentOptions;

/**
 * A pair of opposite links between two ends in virtual time, with media on the outward one.
 *
 * <p>Media are counted by the forwarder's own {@code LinkReceiveState} and summarised by its own
 * {@code LinkReports}: what the far end saw reaches the near agent in a link report over the inward
 * link, which can lose it.
 */
final class VirtualLink {
    private static final long US = 1_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    final Conditions outward = new Conditions();
    final Conditions inward = new Conditions();
    final LinkEnd near;
    final LinkEnd far;

    private final SplittableRandom random;
    private final PriorityQueue<Flight> flights = new PriorityQueue<>();
    private final ArrayDeque<Flight> spare = new ArrayDeque<>();
    private final long probeSpacingNs;
    private final long mediaSpacingNs;
    private long nextMediaNs = Long.MAX_VALUE;
    private long orders;
    private long nowNs = 5 * SECOND_NS;

    /**
     * @param packetsPerSecond media outwards; 0 for none
     */
    VirtualLink(
            long seed,
            AgentOptions options,
            long intervalNs,
            int packetsPerSecond,
            List<ClassTarget> targets) {
        random = new SplittableRandom(seed);
        probeSpacingNs = intervalNs;
        mediaSpacingNs = packetsPerSecond == 0 ? Long.MAX_VALUE : SECOND_NS / packetsPerSecond;
        near = new LinkEnd(this, true, options, random, nowNs);
        far = new LinkEnd(this, false, options, random, nowNs);
        near.plan(nowNs, intervalNs, targets);
        far.plan(nowNs, intervalNs, targets);
        if (packetsPerSecond > 0) {
            nextMediaNs = nowNs + random.nextLong(mediaSpacingNs);
        }
    }

    SplittableRandom random() {
        return random;
    }

    long nowNs() {
        return nowNs;
    }

    /** Runs until that time, or until the near end has left the link when that is asked for. */
    void run(long untilNs, boolean orLeft) {
        while (!(orLeft && near.hasLeft())) {
            Flight first = flights.peek();
            long flightNs = first == null ? Long.MAX_VALUE : first.arrivesNs;
            long nextNs = Math.min(Math.min(flightNs, nextMediaNs), endsNs());
            if (nextNs > untilNs) {
                nowNs = untilNs;
                return;
            }
            nowNs = Math.max(nowNs, nextNs);
            if (nextNs == flightNs) {
                land(flights.remove());
            } else if (nextNs == nextMediaNs) {
                nextMediaNs += mediaSpacingNs;
                near.sendMedia(nowNs);
            } else {
                near.onDeadline(nowNs);
                far.onDeadline(nowNs);
            }
        }
    }

    /** Gives a packet to the link that leads away from an end; it may be lost at once. */
    void send(
            long departsNs,
            boolean outwards,
            Flight.Kind kind,
            int seq,
            ByteBuffer from,
            int length) {
        Conditions conditions = outwards ? outward : inward;
        if (conditions.loses(random)) {
            return;
        }
        Flight flight = spare.isEmpty() ? new Flight() : spare.pop();
        long spacingNs = kind == Flight.Kind.MEDIA ? mediaSpacingNs : probeSpacingNs;
        flight.kind = kind;
        flight.outwards = outwards;
        flight.arrivesNs = conditions.arrivesNs(departsNs, random, spacingNs);
        flight.order = orders++;
        flight.seq = seq;
        flight.departureUs = (int) (departsNs / US);
        flight.length = length;
        flight.bytes.put(0, from, 0, length);
        flights.add(flight);
    }

    private void land(Flight flight) {
        (flight.outwards ? far : near).take(nowNs, flight);
        spare.push(flight);
    }

    private long endsNs() {
        return Math.min(near.nextDeadlineNs(), far.nextDeadlineNs());
    }
}
