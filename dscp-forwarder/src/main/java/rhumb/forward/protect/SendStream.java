package rhumb.forward.protect;

import java.nio.ByteBuffer;
import java.util.Arrays;
import rhumb.forward.fec.Gf256;
import rhumb.forward.fec.RlcCoefficients;
import rhumb.forward.wire.LinkNack;
import rhumb.forward.wire.OverlayHeader;
import rhumb.forward.wire.RepairPacket;
import rhumb.forward.wire.RepairSymbol;
import rhumb.net.Protection;
import rhumb.net.TrafficClass;

/**
 * The packets of one class that leave over one link: numbered, kept for a while, sent again when
 * asked for, and combined into repair packets while the far end tells of losses. Without losses it
 * costs a copy per packet and sends nothing.
 */
final class SendStream {
    // Implementation constants; what they are worth is in docs/protection.md.
    private static final long PPM = 1_000_000L;
    private static final long LEAST_LOSS_PPM = 2_000;
    private static final long LEAST_REPAIR_PPM = 20_000;
    private static final long LEAST_PAUSE_NS = 20_000_000L;
    private static final long UNKNOWN_RTT_NS = 100_000_000L;
    private static final long NEVER = Long.MAX_VALUE;
    static final long IDLE_NS = 10_000_000_000L;

    private final TrafficClass trafficClass;
    private Protection profile;
    private final Overhead overhead = new Overhead();
    private final PacketRing ring;
    private final LossMeter meter = new LossMeter();
    private final RlcCoefficients coefficients = new RlcCoefficients();
    private final StreamCounters counters;
    private byte[] symbol = new byte[0];

    private int number;
    private int wire;
    private long lastNs = Long.MIN_VALUE;
    private long intervalNs;
    private long creditPpm;
    private int repairKey;
    private long repairNs = NEVER;

    SendStream(
            TrafficClass trafficClass,
            Protection profile,
            RingMemory memory,
            StreamCounters counters) {
        this.trafficClass = trafficClass;
        this.profile = profile;
        this.counters = counters;
        ring = new PacketRing(memory);
    }

    void profile(Protection newProfile) {
        profile = newProfile;
    }

    /** A packet leaves for the first time; its protection sequence number is written. */
    void onPacket(long nowNs, ByteBuffer b, int offset, int length, long rttNs) {
        number++;
        wire = WireNumber.next(wire);
        OverlayHeader.protectionSeq(b, offset, wire);
        int at = ring.put(nowNs, number, RepairSymbol.bytes(length), keepNs(rttNs));
        if (at >= 0) {
            RepairSymbol.write(b, offset, length, ring.bytes(), at);
        }
        overhead.earn(length, profile.overheadPpm(meter.lossPpm(nowNs)));
        counters.sent++;
        counters.sentBytes += length;
        if (lastNs != Long.MIN_VALUE) {
            long gapNs = Math.min(nowNs - lastNs, profile.recoveryNs());
            intervalNs += (gapNs - intervalNs) / 16;
        }
        lastNs = nowNs;
        creditPpm += repairPpm(nowNs, rttNs);
        if (creditPpm >= PPM) {
            creditPpm -= PPM;
            repairNs = nowNs;
        } else if (repairNs > nowNs) {
            repairNs = tailNs(nowNs);
        }
    }

    /** When a repair packet is due. */
    long nextDeadlineNs() {
        return repairNs;
    }

    /**
     * When a repair packet follows unless another packet does: nobody misses the last packets
     * before a pause, such as the end of a key frame, until something speaks of them.
     */
    private long tailNs(long nowNs) {
        if (!profile.repair() || meter.lossPpm(nowNs) < LEAST_LOSS_PPM) {
            return NEVER;
        }
        return nowNs + Math.min(4 * intervalNs + LEAST_PAUSE_NS, profile.recoveryNs() / 4);
    }

    /** Repair packets per million packets, as things are. */
    long repairPpm(long nowNs, long rttNs) {
        if (!profile.repair()) {
            return 0;
        }
        long lossPpm = meter.lossPpm(nowNs);
        if (lossPpm < LEAST_LOSS_PPM) {
            return 0;
        }
        boolean asks = mayBeAskedInTime(rttNs);
        long leftPpm = profile.overheadPpm(lossPpm) - (asks ? lossPpm * 3 / 2 : 0);
        long wantedPpm = asks ? 2 * lossPpm + LEAST_REPAIR_PPM : PPM;
        long sharePpm = Math.min(wantedPpm, leftPpm);
        if (sharePpm < LEAST_REPAIR_PPM) {
            return 0;
        }
        // Of a slow stream a repair packet comes later than what was asked for.
        return asks && intervalNs * PPM / sharePpm > knownRtt(rttNs) ? 0 : sharePpm;
    }

    /** Sends the repair packet that is due. */
    void repair(long nowNs, ByteBuffer scratch, LinkProtection.Output output) {
        repairNs = NEVER;
        int first = number + 1;
        int count = 0;
        int longest = 0;
        while (count < RlcCoefficients.MAX_WINDOW
                && ring.at(first - 1) >= 0
                && nowNs - ring.sinceNs(first - 1) <= profile.recoveryNs()) {
            first--;
            count++;
            int bytes = ring.length(first);
            longest = Math.max(longest, bytes > RepairSymbol.MAX_REPAIRABLE_BYTES ? 0 : bytes);
        }
        int length = OverlayHeader.FIXED_BYTES + longest;
        if (longest == 0 || !overhead.spend(length)) {
            return;
        }
        if (symbol.length == 0) {
            symbol = new byte[RepairSymbol.MAX_REPAIRABLE_BYTES];
        }
        int key = ++repairKey & 0xffff;
        coefficients.compute(key, count);
        Arrays.fill(symbol, 0, longest, (byte) 0);
        for (int i = 0; i < count; i++) {
            int bytes = ring.length(first + i);
            if (bytes <= RepairSymbol.MAX_REPAIRABLE_BYTES) {
                int at = ring.at(first + i);
                Gf256.addScaled(symbol, 0, ring.bytes(), at, bytes, coefficients.of(i));
            }
        }
        int firstWire = WireNumber.plus(wire, first - number);
        RepairPacket.begin(scratch, 0, trafficClass, firstWire, count, key);
        scratch.put(OverlayHeader.FIXED_BYTES, symbol, 0, longest);
        counters.repairs++;
        counters.repairBytes += length;
        output.send(nowNs, trafficClass, scratch, length);
    }

    /**
     * The far end misses packets of this stream.
     *
     * @param at of the payload, which was checked
     */
    void onNack(
            long nowNs,
            ByteBuffer b,
            int at,
            long rttNs,
            ByteBuffer scratch,
            LinkProtection.Output output) {
        counters.nacksReceived++;
        meter.onCounts(
                nowNs, LinkNack.expected(b, at), LinkNack.lost(b, at), LinkNack.bursts(b, at));
        int entries = LinkNack.entries(b, at);
        for (int i = 0; i < entries; i++) {
            int firstWire = LinkNack.first(b, at, i);
            int following = LinkNack.following(b, at, i);
            if (firstWire == 0) {
                continue;
            }
            int asked = number + WireNumber.difference(firstWire, wire);
            resend(nowNs, asked, rttNs, scratch, output);
            for (int bit = 0; bit < LinkNack.ENTRY_SPAN - 1; bit++) {
                if ((following >> bit & 1) != 0) {
                    resend(nowNs, asked + 1 + bit, rttNs, scratch, output);
                }
            }
        }
    }

    /** Gives memory back when nothing was sent for long. */
    void onIdle(long nowNs) {
        if (ring.isOpen() && nowNs - lastNs > IDLE_NS) {
            close();
        }
    }

    void close() {
        ring.close();
        symbol = new byte[0];
        repairNs = NEVER;
    }

    private void resend(
            long nowNs, int asked, long rttNs, ByteBuffer scratch, LinkProtection.Output output) {
        int at = asked - number > 0 ? -1 : ring.at(asked);
        if (at < 0 || nowNs - ring.sinceNs(asked) > keepNs(rttNs) || !profile.retransmit()) {
            counters.refused++;
            return;
        }
        int length = RepairSymbol.read(ring.bytes(), at, ring.length(asked), scratch, 0);
        if (length < 0 || !overhead.spend(length)) {
            counters.refused++;
            return;
        }
        int flags = OverlayHeader.flags(scratch, 0);
        OverlayHeader.flags(scratch, 0, flags | OverlayHeader.FLAG_RESENT);
        counters.resent++;
        counters.resentBytes += length;
        output.send(nowNs, trafficClass, scratch, length);
    }

    private boolean mayBeAskedInTime(long rttNs) {
        return profile.retransmit() && knownRtt(rttNs) + intervalNs <= profile.recoveryNs();
    }

    /** Until the last answer that can be in time has been asked for. */
    private long keepNs(long rttNs) {
        return profile.recoveryNs() + knownRtt(rttNs);
    }

    private static long knownRtt(long rttNs) {
        return rttNs < 0 ? UNKNOWN_RTT_NS : rttNs;
    }
}
