package rhumb.bench.rules;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import rhumb.forward.Credentials;
import rhumb.forward.ForwarderCore;
import rhumb.forward.ForwarderOptions;
import rhumb.forward.crypto.JdkAead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.link.SendingLanes;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;
import rhumb.southbound.message.RuleUpdate;

/**
 * A forwarder core that is given packets at a steady rate, half of clients and half of other PoPs
 * on their way, and rule updates meanwhile on the same thread, as a packet loop does.
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public final class RuleChurn {
    private static final long SECOND = 1_000_000_000L;
    private static final int PAYLOAD_BYTES = 160;
    private static final int AUDIO_OCTET = 0xb8;
    private static final int MOST_SERVICES = 64;
    private static final int DIGITS = 3;
    private static final long UNIX_NS = 1_700_000_000L * SECOND;

    /**
     * What was measured.
     *
     * @param updateUs time of the packet thread per update, p50, p99 and the longest
     * @param wholeMs the same for updates that carry all rules, median
     * @param lost packets that went in and not out
     * @param misrouted packets that did not take the path in use of their route
     * @param quietUs how late packets were handled without updates, p50, p99, p99.9 and the latest
     * @param churnUs the same with updates
     */
    public record Result(
            int pops,
            int rules,
            long updates,
            long refused,
            double[] updateUs,
            double wholeMs,
            long packets,
            long lost,
            long misrouted,
            double[] quietUs,
            double[] churnUs) {}

    private final LongSupplier clock;
    private final int pops;
    private final long intervalNs;
    private final int services;
    private final ChurnRules rules;
    private final PathWatch watch = new PathWatch();
    private final ForwarderCore core;
    private final int uplink;
    private final ByteBuffer payload = ByteBuffer.allocateDirect(PAYLOAD_BYTES);
    private final ByteBuffer transit =
            ByteBuffer.allocateDirect(OverlayHeader.MAX_BYTES + PAYLOAD_BYTES);
    private final int[] seqOf;
    private long packets;

    private RuleChurn(int pops, long packetsPerSecond, long seed, LongSupplier clock) {
        this.clock = clock;
        this.pops = pops;
        this.intervalNs = SECOND / packetsPerSecond;
        this.services = Math.min(MOST_SERVICES, pops - 1);
        this.rules = new ChurnRules(pops, services, new Random(seed));
        this.seqOf = new int[pops + 1];
        long nowNs = clock.getAsLong();
        this.core =
                new ForwarderCore(
                        ChurnRules.pop(ChurnRules.SELF),
                        ForwarderOptions.STANDARD,
                        new Credentials(
                                new SendingLanes(1, 1),
                                KeyRing.first(new Random(seed)),
                                new JdkAead()),
                        new Random(seed),
                        watch,
                        nowNs,
                        UNIX_NS);
        watch.watch(core);
        uplink = core.uplink("main");
    }

    /**
     * Measures.
     *
     * @param updatesPerSecond each of {@code rulesPerUpdate} rules
     * @param clock monotonic nanoseconds
     */
    public static Result run(
            int pops,
            long packetsPerSecond,
            long updatesPerSecond,
            int rulesPerUpdate,
            long seconds,
            long seed,
            LongSupplier clock) {
        RuleChurn churn = new RuleChurn(pops, packetsPerSecond, seed, clock);
        return churn.measure(updatesPerSecond, rulesPerUpdate, seconds);
    }

    private Result measure(long updatesPerSecond, int rulesPerUpdate, long seconds) {
        Histogram whole = new Histogram(DIGITS);
        for (int i = 0; i < 20; i++) {
            whole.recordValue(take(rules.all()));
        }
        // Warm: the compiler sees both parts.
        phase(
                seconds * SECOND / 4,
                SECOND / updatesPerSecond,
                rulesPerUpdate,
                new Histogram(DIGITS));
        Histogram quiet = phase(seconds * SECOND, 0, 0, new Histogram(DIGITS));
        Histogram update = new Histogram(DIGITS);
        long sentBefore = watch.sent();
        long packetsBefore = packets;
        long misroutedBefore = watch.misrouted();
        Histogram churned =
                phase(seconds * SECOND, SECOND / updatesPerSecond, rulesPerUpdate, update);
        return new Result(
                pops,
                core.fib().size(),
                update.getTotalCount(),
                watch.refused(),
                us(update, 50, 99, 100),
                whole.getValueAtPercentile(50) / 1e6,
                packets - packetsBefore,
                packets - packetsBefore - (watch.sent() - sentBefore),
                watch.misrouted() - misroutedBefore,
                us(quiet, 50, 99, 99.9, 100),
                us(churned, 50, 99, 99.9, 100));
    }

    /**
     * @param everyNs time between updates; 0 = none
     * @param update takes the time of each
     * @return how late each packet was handled
     */
    private Histogram phase(long forNs, long everyNs, int rulesPerUpdate, Histogram update) {
        Histogram late = new Histogram(DIGITS);
        long startNs = clock.getAsLong();
        long nextPacketNs = startNs;
        long nextUpdateNs = everyNs == 0 ? Long.MAX_VALUE : startNs;
        // What a controller's session thread does: the update is decoded before it comes here.
        RuleUpdate waiting = everyNs == 0 ? null : rules.delta(core.fib().epoch(), rulesPerUpdate);
        while (nextPacketNs < startNs + forNs) {
            long nowNs = clock.getAsLong();
            if (waiting != null && nowNs >= nextUpdateNs) {
                update.recordValue(take(waiting));
                nextUpdateNs += everyNs;
                waiting = rules.delta(core.fib().epoch(), rulesPerUpdate);
            } else if (nowNs >= nextPacketNs) {
                packet(nowNs);
                late.recordValue(Math.max(0, clock.getAsLong() - nextPacketNs));
                nextPacketNs += intervalNs;
            }
            if (nowNs >= core.nextDeadlineNs()) {
                core.onDeadline(nowNs);
            }
        }
        return late;
    }

    private long take(RuleUpdate update) {
        long beforeNs = clock.getAsLong();
        core.onRules(beforeNs, update);
        return clock.getAsLong() - beforeNs;
    }

    private void packet(long nowNs) {
        int turn = (int) (packets++ % (2L * services));
        if (turn < services) {
            int service = ChurnRules.FIRST_SERVICE + turn;
            Endpoint client = Endpoint.ofIpv4(0xc6336401, 4_000);
            core.onClient(nowNs, service, client, AUDIO_OCTET, payload, 0, PAYLOAD_BYTES);
        } else {
            relay(nowNs, 2 + turn - services);
        }
    }

    /** From one neighbour to the next. */
    private void relay(long nowNs, int from) {
        int to = from < pops ? from + 1 : 2;
        OverlayHeader.begin(transit, 0, OverlayHeader.TYPE_DATA, 0, AUDIO_OCTET, 1, 3);
        OverlayHeader.pops(transit, 0, from, to);
        OverlayHeader.budget(transit, 0, 1_000);
        OverlayHeader.labelCount(transit, 0, 1);
        OverlayHeader.label(transit, 0, 0, to);
        int seq = ++seqOf[from];
        OverlayHeader.stamp(transit, 0, 0, 1, seq, (int) (nowNs / 1_000));
        int length = OverlayHeader.bytes(transit, 0) + PAYLOAD_BYTES;
        core.onOverlay(nowNs, nowNs, uplink, ChurnRules.address(from), 0, transit, 0, length, null);
    }

    private static double[] us(Histogram ns, double... percentiles) {
        double[] values = new double[percentiles.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = ns.getValueAtPercentile(percentiles[i]) / 1e3;
        }
        return values;
    }
}
