package rhumb.forward.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import rhumb.forward.crypto.JdkAead;
import rhumb.forward.link.LinkCipher;
import rhumb.forward.link.LinkSendState;
import rhumb.forward.link.SendingLanes;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.Phb;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.QueueSettings;
import rhumb.southbound.rule.TenantRule;
import rhumb.southbound.rule.UplinkRule;

/** One uplink's scheduler with what is offered to it and what leaves it. */
final class QueueWorld implements UplinkScheduler.Output {
    static final long MS = 1_000_000L;
    static final long S = 1_000_000_000L;
    private static final LinkId ID = LinkId.between(new PopId("a"), new PopId("b"));
    private static final SendingLanes LANES = new SendingLanes(1, 1);
    private static final LinkSendState LINK =
            new LinkSendState(
                    ID,
                    0,
                    LANES,
                    new LinkCipher(new JdkAead(), ID, LANES.life()),
                    Endpoint.parse("192.0.2.1:4789"));

    /** A packet that left: when, whose, and its bytes on the wire. */
    record Sent(
            long atNs, TrafficClass trafficClass, int service, int number, int bytes, int octet) {}

    final List<Sent> sent = new ArrayList<>();
    final Map<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
    final UplinkScheduler scheduler = new UplinkScheduler(QueueLimits.STANDARD, this);
    private final ByteBuffer packet = ByteBuffer.allocate(OverlayHeader.MAX_DATAGRAM_BYTES);
    int offered;
    private int flowSeq;
    long nowNs;

    QueueWorld(long rateBps, List<QueueSettings.Share> shares, TenantRule... tenants) {
        configure(rateBps, shares, tenants);
    }

    void configure(long rateBps, List<QueueSettings.Share> shares, TenantRule... tenants) {
        QueueSettings settings = new QueueSettings(50, true, false, 5 * MS, 100 * MS, shares);
        UplinkRule rule = new UplinkRule("main", rateBps, settings);
        scheduler.configure(nowNs, QueuePlan.of(rule, List.of(tenants)));
    }

    static QueueSettings.Share share(Phb phb, long capBps, long reserveBps) {
        return new QueueSettings.Share(phb, phb.weight(), capBps, reserveBps);
    }

    /**
     * Offers a packet of this size on the wire.
     *
     * @param octet what it entered with
     */
    void offer(TrafficClass c, int service, int wireBytes, int octet) {
        int size = wireBytes - 28;
        OverlayHeader.begin(packet, 0, OverlayHeader.TYPE_DATA, 0, octet, c.code(), 3);
        OverlayHeader.flow(packet, 0, service, 1, flowSeq++);
        OverlayHeader.budget(packet, 0, OverlayHeader.NO_TIME_LIMIT);
        offered++;
        scheduler.offer(nowNs, LINK, c, packet, 0, size);
    }

    void offer(TrafficClass c, int service, int wireBytes) {
        offer(c, service, wireBytes, 0);
    }

    void run(long untilNs) {
        while (scheduler.nextDeadlineNs() <= untilNs) {
            assertThat(scheduler.nextDeadlineNs()).isGreaterThanOrEqualTo(nowNs);
            nowNs = Math.max(nowNs, scheduler.nextDeadlineNs());
            scheduler.onDeadline(nowNs);
        }
        nowNs = untilNs;
    }

    /** Packets in = out + waiting + dropped. */
    void assertConserved() {
        int dropped = drops.values().stream().mapToInt(count -> count).sum();
        assertThat(sent.size() + scheduler.queued() + dropped).isEqualTo(offered);
        int queued = 0;
        long left = 0;
        for (TrafficClass c : TrafficClass.ALL) {
            QueueCounters counters = scheduler.counters(c);
            queued += counters.queued();
            left += counters.packets() + counters.dropped();
        }
        assertThat(queued).isEqualTo(scheduler.queued());
        assertThat(left + queued).isEqualTo(offered);
    }

    /** Over no window more leaves than rate, burst and one packet allow: a leaky bucket. */
    void assertNeverAbove(long rateBps, Predicate<Sent> which) {
        double allowed = rateBps / 8e9 * UplinkScheduler.BURST_NS + 1_500;
        double level = 0;
        long lastNs = 0;
        for (Sent s : sent) {
            if (which.test(s)) {
                level = Math.max(0, level - rateBps / 8e9 * (s.atNs - lastNs)) + s.bytes;
                lastNs = s.atNs;
                assertThat(level).isLessThanOrEqualTo(allowed + 1);
            }
        }
    }

    long bits(Predicate<Sent> which) {
        return sent.stream().filter(which).mapToLong(Sent::bytes).sum() * 8;
    }

    @Override
    public void send(long now, LinkSendState link, ByteBuffer b, int offset, int sizeBytes) {
        TrafficClass c = TrafficClass.ofCode(OverlayHeader.classCode(b, offset));
        sent.add(
                new Sent(
                        now,
                        java.util.Objects.requireNonNull(c),
                        OverlayHeader.service(b, offset),
                        OverlayHeader.flowSeq(b, offset),
                        link.wireBytes(sizeBytes),
                        OverlayHeader.innerOctet(b, offset)));
    }

    @Override
    public void drop(DropReason reason) {
        drops.merge(reason, 1, Integer::sum);
    }
}
