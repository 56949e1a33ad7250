package rhumb.forward.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import rhumb.forward.wire.TraceRequest;
import rhumb.net.PopId;
import rhumb.southbound.message.PathTrace;

/**
 * One trace, at the PoP where the path begins: first rounds of short packets, one to each hop, for
 * round trips and loss; then longer ones, bisected for all hops at the same time, for what is the
 * longest that crosses.
 *
 * <p>Round trips are from handing a packet to its queue to the answer, by one clock. Bound: {@link
 * rhumb.southbound.message.PathTraceOrder#MAX_COUNT} rounds and a dozen sizes, so it ends within 25
 * s whatever comes back.
 */
public final class TraceRun {
    /** Sends a packet along the path. */
    @FunctionalInterface
    public interface Output {
        /**
         * @param links after how many links it is answered; {@link TraceRequest#TO_TARGET}
         */
        void send(long nowNs, int seq, int links, int payloadBytes);
    }

    private static final long ROUND_NS = 50_000_000L;

    /** A size that is lost this often in a row does not cross. */
    private static final int TRIES = 5;

    private static final long TRY_NS = 20_000_000L;
    private static final long PATIENCE_NS = 1_000_000_000L;
    private static final long LEAST_PATIENCE_NS = 100_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private enum Phase {
        ROUNDS,
        LAST_ANSWERS,
        SIZES,
        OVER
    }

    private static final class Probe {
        final HopTally hop;
        final long sentNs;
        final int payloadBytes;
        final boolean timed;
        boolean answered;

        Probe(HopTally hop, long sentNs, int payloadBytes, boolean timed) {
            this.hop = hop;
            this.sentNs = sentNs;
            this.payloadBytes = payloadBytes;
            this.timed = timed;
        }
    }

    private final Output output;
    private final int rounds;
    private final HopTally[] relays = new HopTally[PathTrace.MAX_HOPS];
    private final HopTally target = new HopTally();
    private final List<Probe> probes = new ArrayList<>();

    /** Of the path as packets found it last. */
    private int links;

    private Phase phase = Phase.ROUNDS;
    private int round;
    private int tries;
    private long nextNs;
    private long worstNs;
    private boolean sized;
    private boolean changed;
    private boolean bypassed;

    /**
     * @param pops numbers of the PoPs on the path in its order, the target last
     * @param rounds packets to each hop
     */
    public TraceRun(long nowNs, int[] pops, int rounds, Output output) {
        this.output = output;
        this.rounds = rounds;
        this.links = Math.min(pops.length, relays.length);
        for (int i = 0; i < relays.length; i++) {
            relays[i] = new HopTally();
            if (i < pops.length - 1) {
                relays[i].expect(pops[i]);
            }
        }
        target.expect(pops[pops.length - 1]);
        nextNs = nowNs;
    }

    /** An answer to one of its packets, or what somebody wants it to be. */
    public void onAnswer(
            long nowNs,
            int from,
            int seq,
            int crossed,
            boolean ofTarget,
            boolean roundLink,
            boolean otherWay,
            int payloadBytes) {
        if (phase == Phase.OVER || seq < 0 || seq >= probes.size()) {
            return;
        }
        Probe probe = probes.get(seq);
        if (probe.answered || probe.payloadBytes != payloadBytes) {
            return;
        }
        probe.answered = true;
        bypassed |= roundLink;
        if (ofTarget) {
            links = Math.clamp(crossed, 1, relays.length);
        }
        if (probe.timed) {
            probe.hop.onAnswer(from, nowNs - probe.sentNs, otherWay);
        }
        probe.hop.onCrossed(payloadBytes);
        if (phase != Phase.ROUNDS && settled()) {
            nextNs = nowNs;
        }
    }

    /** Packets of the class take another path from now on, so there is nothing more to trace. */
    public void onPathChanged() {
        changed = true;
        over();
    }

    public void onDeadline(long nowNs) {
        while (nowNs >= nextNs) {
            switch (phase) {
                case ROUNDS -> round(nowNs);
                case LAST_ANSWERS -> beginSizes(nowNs);
                case SIZES -> trySize(nowNs);
                case OVER -> nextNs = NEVER;
            }
        }
    }

    public long nextDeadlineNs() {
        return nextNs;
    }

    public boolean isOver() {
        return phase == Phase.OVER;
    }

    /**
     * What was found so far.
     *
     * @param number of the order
     * @param names of PoPs by number
     */
    public PathTrace result(long number, IntFunction<@Nullable PopId> names) {
        List<PathTrace.Hop> hops = new ArrayList<>();
        for (HopTally hop : hops()) {
            hops.add(hop.result(names, sized));
        }
        return new PathTrace(number, "", hops, changed, bypassed);
    }

    private List<HopTally> hops() {
        List<HopTally> hops = new ArrayList<>(List.of(relays).subList(0, links - 1));
        hops.add(target);
        return hops;
    }

    private void round(long nowNs) {
        if (round == rounds) {
            phase = Phase.LAST_ANSWERS;
            nextNs = settled() ? nowNs : nowNs + PATIENCE_NS;
            return;
        }
        round++;
        for (HopTally hop : hops()) {
            hop.onSent();
            send(nowNs, hop, TraceRequest.BYTES, true);
        }
        nextNs = nowNs + ROUND_NS;
    }

    private void beginSizes(long nowNs) {
        phase = Phase.SIZES;
        sized = true;
        for (HopTally hop : hops()) {
            worstNs = Math.max(worstNs, hop.maxNs());
            hop.nextSize();
        }
        tries = 0;
        nextNs = nowNs;
    }

    /** One more packet to each hop that was not reached, or the next size. */
    private void trySize(long nowNs) {
        boolean searching = hops().stream().anyMatch(HopTally::isSearching);
        if (searching && tries < TRIES) {
            tries++;
            for (HopTally hop : hops()) {
                if (hop.isSearching()) {
                    send(nowNs, hop, hop.test(), false);
                }
            }
            long patienceNs = Math.clamp(3 * worstNs, LEAST_PATIENCE_NS, PATIENCE_NS);
            nextNs = nowNs + (tries < TRIES ? TRY_NS : patienceNs);
            return;
        }
        boolean open = false;
        for (HopTally hop : hops()) {
            hop.onSizeOver();
            if (hop.isOpen()) {
                hop.nextSize();
                open = true;
            }
        }
        tries = 0;
        if (!open) {
            over();
        }
    }

    private void over() {
        phase = Phase.OVER;
        nextNs = NEVER;
    }

    /** Whether all that is waited for has come. */
    private boolean settled() {
        List<HopTally> hops = hops();
        return phase == Phase.SIZES
                ? hops.stream().noneMatch(HopTally::isSearching)
                : hops.stream().allMatch(HopTally::owesNothing);
    }

    private void send(long nowNs, HopTally hop, int payloadBytes, boolean timed) {
        int seq = probes.size();
        probes.add(new Probe(hop, nowNs, payloadBytes, timed));
        int after = hop == target ? TraceRequest.TO_TARGET : List.of(relays).indexOf(hop) + 1;
        output.send(nowNs, seq, after, payloadBytes);
    }
}
