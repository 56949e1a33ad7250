package rhumb.forward;

import java.nio.ByteBuffer;
import rhumb.forward.capture.FlowTap;
import rhumb.forward.link.LinkSecrets;
import rhumb.forward.link.LinkSendState;
import rhumb.forward.path.BypassSelector;
import rhumb.forward.pipeline.PacketCounters;
import rhumb.forward.pipeline.TunnelOctet;
import rhumb.forward.queue.UplinkScheduler;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.TrafficClass;

/**
 * Packets leave an uplink's queue: kept for repair, captured, numbered and sealed, in this order,
 * because nothing of a packet can be read once it is sealed.
 */
final class Departures implements UplinkScheduler.Output {
    /** Own time in the units of departure times. */
    @FunctionalInterface
    interface WireTime {
        int us(long nowNs);
    }

    private final ForwarderCore.Sink sink;
    private final PacketCounters counters;
    private final Uplinks uplinks;
    private final LinkRecovery recovery;
    private final FlowTap tap;
    private final BypassSelector bypasses;
    private final WireTime clock;

    Departures(
            ForwarderCore.Sink sink,
            PacketCounters counters,
            Uplinks uplinks,
            LinkRecovery recovery,
            FlowTap tap,
            BypassSelector bypasses,
            WireTime clock) {
        this.sink = sink;
        this.counters = counters;
        this.uplinks = uplinks;
        this.recovery = recovery;
        this.tap = tap;
        this.bypasses = bypasses;
        this.clock = clock;
    }

    @Override
    public void send(long nowNs, LinkSendState link, ByteBuffer buffer, int offset, int sizeBytes) {
        recovery.onDeparture(nowNs, link, buffer, offset, sizeBytes);
        // Read before they are sealed.
        TrafficClass c = TrafficClass.ofCode(OverlayHeader.classCode(buffer, offset));
        boolean report = OverlayHeader.type(buffer, offset) == OverlayHeader.TYPE_LINK_REPORT;
        boolean uniform = uplinks.scheduler(link.uplink()).isUniform();
        int octet = TunnelOctet.outer(uniform, link.octet(c), buffer, offset);
        boolean tapped = tap.isOn();
        if (tapped) {
            tap.onDeparting(nowNs, link.uplink(), link.to(), octet, buffer, offset, sizeBytes);
        }
        int wireBytes = link.stamp(clock.us(nowNs), buffer, offset, sizeBytes);
        if (wireBytes < 0) {
            counters.drop(link.refusal());
            return;
        }
        counters.toOverlay++;
        if (tapped) {
            tap.onDeparted(buffer, offset);
        }
        if (!report && link.silence().onSent(nowNs, link.lastSeq())) {
            bypasses.watch(nowNs, link);
        }
        LinkSecrets.Sealing unsealed = link.unsealed();
        if (unsealed == null) {
            sink.overlay(link.uplink(), link.to(), octet, buffer, offset, wireBytes);
        } else {
            sink.unsealed(link.uplink(), link.to(), octet, buffer, offset, wireBytes, unsealed);
        }
    }

    @Override
    public void drop(DropReason reason) {
        counters.drop(reason);
    }
}
