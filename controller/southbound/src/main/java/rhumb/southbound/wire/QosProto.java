package rhumb.southbound.wire;

import org.jspecify.annotations.Nullable;
import rhumb.net.Phb;
import rhumb.net.Protection;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.rule.PacketClasses;
import rhumb.southbound.rule.ProtectionRule;
import rhumb.southbound.rule.QueueSettings;
import rhumb.southbound.rule.TenantRule;

/** Queues, tenants, protection and what packets show of their class, both ways. */
final class QosProto {
    private static final Phb[] PHBS = Phb.values();
    private static final PacketClasses.Codec[] CODECS = PacketClasses.Codec.values();

    private static final Protection.Copies[] COPIES = Protection.Copies.values();

    private QosProto() {}

    static rhumb.southbound.v1.Rule.Uplink uplink(QueueSettings q) {
        var uplink = rhumb.southbound.v1.Rule.Uplink.newBuilder();
        if (q.equals(QueueSettings.STANDARD)) {
            return uplink.build();
        }
        var queues =
                rhumb.southbound.v1.Rule.Queues.newBuilder()
                        .setStrictPercent(q.strictPercent())
                        .setEcn(q.ecn())
                        .setUniform(q.uniform())
                        .setCodelTargetNs(q.codelTargetNs())
                        .setCodelIntervalNs(q.codelIntervalNs());
        for (QueueSettings.Share share : q.shares()) {
            queues.addShares(
                    rhumb.southbound.v1.Rule.Share.newBuilder()
                            .setBehaviour(share.phb().ordinal())
                            .setWeight(share.weight())
                            .setCapBps(share.capBps())
                            .setReserveBps(share.reserveBps()));
        }
        return uplink.setQueues(queues).build();
    }

    static QueueSettings settings(rhumb.southbound.v1.Rule.Uplink uplink) {
        if (!uplink.hasQueues()) {
            return QueueSettings.STANDARD;
        }
        var q = uplink.getQueues();
        return new QueueSettings(
                q.getStrictPercent(),
                q.getEcn(),
                q.getUniform(),
                q.getCodelTargetNs(),
                q.getCodelIntervalNs(),
                q.getSharesList().stream()
                        .map(s ->
                                new QueueSettings.Share(
                                        FromProto.constant(PHBS, s.getBehaviour(), 0, "behaviour"),
                                        s.getWeight(),
                                        s.getCapBps(),
                                        s.getReserveBps()))
                        .toList());
    }

    static rhumb.southbound.v1.Rule.Tenant tenant(TenantRule r) {
        return rhumb.southbound.v1.Rule.Tenant.newBuilder()
                .setName(r.name())
                .addAllServices(r.services())
                .setCapBps(r.capBps())
                .setReserveBps(r.reserveBps())
                .build();
    }

    static TenantRule tenant(rhumb.southbound.v1.Rule.Tenant r) {
        return new TenantRule(r.getName(), r.getServicesList(), r.getCapBps(), r.getReserveBps());
    }

    static rhumb.southbound.v1.Rule.Protection protection(ProtectionRule r) {
        Protection p = r.protection();
        return rhumb.southbound.v1.Rule.Protection.newBuilder()
                .setClassCode(r.trafficClass().code())
                .setRetransmit(p.retransmit())
                .setRepair(p.repair())
                .setOverheadPpm(p.maxOverheadPpm())
                .setLossyOverheadPpm(p.lossyOverheadPpm())
                .setRecoveryNs(p.recoveryNs())
                .setCopies(p.copies().ordinal())
                .build();
    }

    /** Copies of a kind that a later version made are not sent, and the rest of the rule holds. */
    static ProtectionRule protection(rhumb.southbound.v1.Rule.Protection r) {
        int copies = r.getCopies();
        boolean known = copies >= 0 && copies < COPIES.length;
        return new ProtectionRule(
                FromProto.trafficClass(r.getClassCode()),
                new Protection(
                        r.getRetransmit(),
                        r.getRepair(),
                        r.getOverheadPpm(),
                        r.getLossyOverheadPpm(),
                        r.getRecoveryNs(),
                        known ? COPIES[copies] : Protection.Copies.NEVER));
    }

    static rhumb.southbound.v1.Rule.PacketClasses classes(PacketClasses c) {
        var classes =
                rhumb.southbound.v1.Rule.PacketClasses.newBuilder()
                        .setRtcp(code(c.rtcp()))
                        .setDependencyDescriptor(c.dependencyDescriptor())
                        .setFrameMarking(c.frameMarking());
        for (PacketClasses.PayloadTypes types : c.payloadTypes()) {
            classes.addPayloadTypes(
                    rhumb.southbound.v1.Rule.PacketClasses.PayloadTypes.newBuilder()
                            .setFirst(types.first())
                            .setLast(types.last())
                            .setClassCode(types.trafficClass().code())
                            .setCodec(types.codec().ordinal()));
        }
        for (PacketClasses.Ports ports : c.clientPorts()) {
            classes.addClientPorts(
                    rhumb.southbound.v1.Rule.PacketClasses.Ports.newBuilder()
                            .setFirst(ports.first())
                            .setLast(ports.last())
                            .setClassCode(ports.trafficClass().code()));
        }
        return classes.build();
    }

    static PacketClasses classes(rhumb.southbound.v1.Rule.PacketClasses c) {
        return new PacketClasses(
                c.getPayloadTypesList().stream()
                        .map(t ->
                                new PacketClasses.PayloadTypes(
                                        t.getFirst(),
                                        t.getLast(),
                                        FromProto.trafficClass(t.getClassCode()),
                                        codec(t.getCodec())))
                        .toList(),
                classOf(c.getRtcp()),
                c.getDependencyDescriptor(),
                c.getFrameMarking(),
                c.getClientPortsList().stream()
                        .map(p ->
                                new PacketClasses.Ports(
                                        p.getFirst(),
                                        p.getLast(),
                                        FromProto.trafficClass(p.getClassCode())))
                        .toList());
    }

    static rhumb.southbound.v1.TrafficReport.Queue queue(TrafficReport.Queue q) {
        return rhumb.southbound.v1.TrafficReport.Queue.newBuilder()
                .setUplink(q.uplink())
                .setClassCode(code(q.trafficClass()))
                .setTenant(q.tenant())
                .setPackets(q.packets())
                .setBytes(q.bytes())
                .setDrops(q.drops())
                .setMarks(q.marks())
                .setQueued(q.queued())
                .setDelayNsP50(q.delayNsP50())
                .setDelayNsP99(q.delayNsP99())
                .build();
    }

    static TrafficReport.Queue queue(rhumb.southbound.v1.TrafficReport.Queue q) {
        return new TrafficReport.Queue(
                q.getUplink(),
                classOf(q.getClassCode()),
                q.getTenant(),
                q.getPackets(),
                q.getBytes(),
                q.getDrops(),
                q.getMarks(),
                q.getQueued(),
                q.getDelayNsP50(),
                q.getDelayNsP99());
    }

    /** A codec of a later version shows nothing to this one, and the rule holds all the same. */
    private static PacketClasses.Codec codec(int number) {
        boolean known = number >= 0 && number < CODECS.length;
        return known ? CODECS[number] : PacketClasses.Codec.ANY;
    }

    private static int code(@Nullable TrafficClass c) {
        return c == null ? 0 : c.code() + 1;
    }

    private static @Nullable TrafficClass classOf(int codePlusOne) {
        return codePlusOne == 0 ? null : FromProto.trafficClass(codePlusOne - 1);
    }
}
