package rhumb.forward;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import rhumb.forward.link.LinkPort;
import rhumb.forward.link.LinkSendState;
import rhumb.forward.link.LinkTable;
import rhumb.forward.pipeline.PacketCounters;
import rhumb.forward.protect.LinkProtection;
import rhumb.forward.protect.RingMemory;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.forward.wire.RepairSymbol;
import rhumb.net.Protection;
import rhumb.net.TrafficClass;

/** Connects the protection of each link with the packets that cross it. */
final class LinkRecovery {
    /** Takes a packet that was computed from others, as if it had come over the link. */
    @FunctionalInterface
    interface Recovered {
        void onRecovered(long nowNs, LinkPort port, ByteBuffer packet, int length);
    }

    /** All rings of a forwarder: what 500 Mb/s of protected media send in half a second. */
    private static final long RING_BYTES = 1L << 25;

    private static final long NEVER = Long.MAX_VALUE;

    private final PacketCounters counters;
    private final LinkTable links;
    private final Uplinks uplinks;
    private final Recovered recovered;
    private final RingMemory memory = new RingMemory(RING_BYTES);
    private final ByteBuffer made = ByteBuffer.allocateDirect(OverlayHeader.MAX_DATAGRAM_BYTES);
    private final ByteBuffer solved = ByteBuffer.allocateDirect(OverlayHeader.MAX_DATAGRAM_BYTES);
    private final byte[] symbol = new byte[OverlayHeader.MAX_DATAGRAM_BYTES];
    private List<LinkPort> ports = List.of();
    private List<Protection> profiles =
            TrafficClass.ALL.stream().map(Protection::standard).toList();
    private long nextNs = NEVER;

    LinkRecovery(PacketCounters counters, LinkTable links, Uplinks uplinks, Recovered recovered) {
        this.counters = counters;
        this.links = links;
        this.uplinks = uplinks;
        this.recovered = recovered;
    }

    /** Links that both FIBs have keep what they remember; call it after the link table has them. */
    void onFib(List<Protection> newProfiles) {
        List<LinkPort> before = ports;
        ports = links.ports();
        profiles = newProfiles;
        for (LinkPort port : ports) {
            LinkProtection known = port.send().protection();
            if (known == null) {
                known = new LinkProtection(memory, new PortOutput(port));
                port.send().protectedBy(known);
            }
            known.profiles(profiles);
        }
        Set<LinkPort> kept = new HashSet<>(ports);
        for (LinkPort port : before) {
            LinkProtection gone = port.send().protection();
            if (gone != null && !kept.contains(port)) {
                gone.close();
            }
        }
    }

    /** A packet leaves; if it is one to protect it is numbered and kept. */
    void onDeparture(long nowNs, LinkSendState link, ByteBuffer b, int offset, int length) {
        LinkProtection protection = link.protection();
        if (protection != null && OverlayHeader.type(b, offset) == OverlayHeader.TYPE_DATA) {
            protection.onDeparture(nowNs, b, offset, length);
            nextNs = Math.min(nextNs, protection.nextDeadlineNs());
        }
    }

    /** A packet came over the link and was dealt with: others may follow from it. */
    void afterArrival(long nowNs, LinkPort port) {
        LinkProtection protection = port.send().protection();
        if (protection != null && protection.isActive()) {
            protection.afterArrival(nowNs);
            nextNs = Math.min(nextNs, protection.nextDeadlineNs());
        }
    }

    /** The far end tells that something sent so long ago came. */
    void onRoundTrip(long nowNs, LinkPort port, long rttNs) {
        LinkProtection protection = port.send().protection();
        if (protection != null) {
            protection.roundTrip().onSample(nowNs, rttNs);
        }
    }

    /** A checked NACK whose payload begins there. */
    void onNack(long nowNs, LinkPort port, ByteBuffer b, int at) {
        LinkProtection protection = port.send().protection();
        if (protection != null) {
            protection.onNack(nowNs, b, at, made);
        }
    }

    /** A checked repair packet. */
    void onRepair(long nowNs, LinkPort port, ByteBuffer b, int offset, int length) {
        LinkProtection protection = port.send().protection();
        if (protection != null) {
            int at = OverlayHeader.bytes(b, offset);
            b.get(offset + at, symbol, 0, length - at);
            protection.onRepair(nowNs, b, offset, symbol, length - at);
        }
    }

    void onDeadline(long nowNs) {
        if (nowNs < nextNs) {
            return;
        }
        nextNs = NEVER;
        for (int i = 0; i < ports.size(); i++) {
            LinkProtection protection = ports.get(i).send().protection();
            if (protection != null && protection.isActive()) {
                protection.onDeadline(nowNs, made);
                nextNs = Math.min(nextNs, protection.nextDeadlineNs());
            }
        }
    }

    long nextDeadlineNs() {
        return nextNs;
    }

    /** Bytes that wait to be sent again or to be combined. */
    long memoryBytes() {
        return memory.usedBytes();
    }

    private final class PortOutput implements LinkProtection.Output {
        private final LinkPort port;

        PortOutput(LinkPort port) {
            this.port = port;
        }

        @Override
        public void send(long nowNs, TrafficClass c, ByteBuffer packet, int length) {
            counters.originated++;
            if (OverlayHeader.type(packet, 0) != OverlayHeader.TYPE_DATA) {
                int self = links.self();
                OverlayHeader.pops(packet, 0, self, port.rule().rule().targetPop());
                OverlayHeader.budget(packet, 0, OverlayHeader.NO_TIME_LIMIT);
            }
            uplinks.scheduler(port.send().uplink()).offer(nowNs, port.send(), c, packet, 0, length);
        }

        @Override
        public void recovered(long nowNs, byte[] bytes, int at, int symbolBytes) {
            counters.recovered++;
            int length = RepairSymbol.read(bytes, at, symbolBytes, solved, 0);
            if (length < 0) {
                counters.drop(DropReason.BAD_REPAIR);
            } else {
                recovered.onRecovered(nowNs, port, solved, length);
            }
        }
    }
}
