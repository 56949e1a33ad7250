package rhumb.sim.impair;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import rhumb.net.LinkId;

/**
 * One directed link of a WAN. A packet passes, in this order, a bounded first-in first-out queue
 * before the link's rate, loss (single and in bursts), marking, delay with jitter, reordering and
 * duplication. A lost packet has used its share of the rate.
 *
 * <p><b>Jitter.</b> On top of the delay comes |N(0, jitter)|, a half-normal time cut at four times
 * the scale, drawn anew every {@value #JITTER_SLOT_NS} ns of time and not per packet: waiting
 * behind cross traffic lasts, and a link's jitter must not depend on how many packets it carries. A
 * packet never overtakes an earlier one unless that one was held back by reordering; so a delay
 * that is lowered at run time takes effect once the packets in flight have arrived.
 *
 * <p><b>Bursts.</b> Gilbert-Elliott with all packets lost in the bad state: with mean loss m and
 * mean length L the chain leaves the bad state with probability 1/L and enters it with m / (L (1 -
 * m)), once per packet. A burst ends anyhow when no packet comes for {@value #BURST_MEMORY_NS} ns,
 * lest it wait for a sender that has backed off.
 *
 * <p>Every link has its own random generator ({@link #random}), so that what happens on one link
 * never changes another.
 *
 * <p>Safe for several threads: in the lab datagrams and connections meet on the same links. The
 * lock is the model's own and nothing waits while it is held, so that a connection which is slow to
 * be served holds up no datagram.
 */
public final class LinkModel {
    static final long JITTER_SLOT_NS = 5_000_000;
    static final long BURST_MEMORY_NS = 1_000_000_000;

    private static final int JITTER_CUT = 4;
    private static final long NS_PER_S = 1_000_000_000L;

    private final RandomGenerator random;
    private LinkSettings settings;

    private boolean inBurst;
    private long lastOfferNs;
    private long queueFreeNs = Long.MIN_VALUE;
    private long lastArrivalNs = Long.MIN_VALUE;
    private long jitterSlot = Long.MIN_VALUE;
    private double jitterFactor;

    private long offered;
    private long offeredBytes;
    private long lost;
    private long queueDrops;
    private long blackholed;
    private long duplicated;
    private long reordered;

    public LinkModel(LinkSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** A link's own random source: depends on the run's seed and the link's name only. */
    public static RandomGenerator random(long seed, LinkId link) {
        long hash = 0xcbf29ce484222325L;
        String name = link.toString();
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return new SplittableRandom(seed * 0x9e3779b97f4a7c15L ^ hash);
    }

    public synchronized LinkSettings settings() {
        return settings;
    }

    /** From now on the link behaves so; packets in flight stay in flight. */
    public synchronized void change(LinkSettings newSettings) {
        settings = newSettings;
    }

    /**
     * Puts a packet on the link. Calls come in time order.
     *
     * @param sizeBytes what counts against the rate
     * @param octet outer traffic class octet, 0 to 255
     * @param out receives when and how the packet arrives
     */
    public synchronized void offer(long nowNs, int sizeBytes, int octet, Deliveries out) {
        out.clear();
        offered++;
        offeredBytes += sizeBytes;
        LinkSettings s = settings;
        // Draws do not depend on earlier verdicts about this packet, so that a change of one
        // setting shifts no other random decision.
        boolean burst = stepBurst(nowNs, s);
        boolean single = chance(s.lossPpm());
        boolean heldBack = chance(s.reorderPpm());
        boolean twice = chance(s.duplicatePpm());
        long jitterNs = jitter(nowNs, s);
        if (s.blackhole()) {
            blackholed++;
            return;
        }
        long sentNs = throughQueue(nowNs, sizeBytes, s);
        if (sentNs < 0) {
            queueDrops++;
            return;
        }
        if (burst || single) {
            lost++;
            return;
        }
        int marked = s.marking().apply(octet);
        long inOrderNs = Math.max(lastArrivalNs, sentNs + s.delayNs() + jitterNs);
        if (heldBack) {
            reordered++;
        } else {
            lastArrivalNs = inOrderNs;
        }
        long arrivalNs = heldBack ? inOrderNs + s.holdBackNs() : inOrderNs;
        out.add(arrivalNs, marked);
        if (twice) {
            duplicated++;
            out.add(arrivalNs, marked);
        }
    }

    /** Packets put on the link so far. */
    public synchronized long offered() {
        return offered;
    }

    public synchronized long offeredBytes() {
        return offeredBytes;
    }

    /** Packets lost singly or in bursts. */
    public synchronized long lost() {
        return lost;
    }

    /** Packets that found the queue full. */
    public synchronized long queueDrops() {
        return queueDrops;
    }

    public synchronized long blackholed() {
        return blackholed;
    }

    public synchronized long duplicated() {
        return duplicated;
    }

    public synchronized long reordered() {
        return reordered;
    }

    private boolean stepBurst(long nowNs, LinkSettings s) {
        inBurst &= nowNs - lastOfferNs < BURST_MEMORY_NS;
        lastOfferNs = nowNs;
        if (s.burstPpm() == 0) {
            inBurst = false;
            return false;
        }
        double mean = s.burstPpm() / (double) LinkSettings.MILLION;
        double leave = 1.0 / s.burstLength();
        double enter = mean / (s.burstLength() * (1 - mean));
        inBurst = random.nextDouble() < (inBurst ? 1 - leave : enter);
        return inBurst;
    }

    private boolean chance(int ppm) {
        return ppm > 0 && random.nextInt(LinkSettings.MILLION) < ppm;
    }

    private long jitter(long nowNs, LinkSettings s) {
        if (s.jitterNs() == 0) {
            return 0;
        }
        long slot = Math.floorDiv(nowNs, JITTER_SLOT_NS);
        if (slot != jitterSlot) {
            jitterSlot = slot;
            jitterFactor = Math.min(Math.abs(random.nextGaussian()), JITTER_CUT);
        }
        return (long) (s.jitterNs() * jitterFactor);
    }

    /** When the last bit leaves the queue; -1 when the queue is full. */
    private long throughQueue(long nowNs, int sizeBytes, LinkSettings s) {
        if (s.rateBps() == 0) {
            return nowNs;
        }
        long startNs = Math.max(nowNs, queueFreeNs);
        if (startNs - nowNs > s.queueNs()) {
            return -1;
        }
        queueFreeNs = startNs + sizeBytes * 8L * NS_PER_S / s.rateBps();
        return queueFreeNs;
    }
}
