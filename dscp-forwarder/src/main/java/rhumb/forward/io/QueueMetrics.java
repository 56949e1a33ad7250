package rhumb.forward.io;

import java.util.List;
import java.util.Set;
import rhumb.forward.ForwarderCore;
import rhumb.forward.queue.QueueCounters;
import rhumb.forward.queue.UplinkScheduler;
import rhumb.forward.wire.DropReason;
import rhumb.host.metrics.MetricSource;
import rhumb.net.TrafficClass;

/**
 * Tells the metrics of all uplinks, on the thread that owns them. Labels are bounded: uplinks of
 * the PoP, eight classes, tenants that rules name, the reasons that a queue can have.
 */
final class QueueMetrics {
    private static final Set<DropReason> REASONS =
            Set.of(DropReason.QUEUE_FULL, DropReason.CAP, DropReason.CODEL, DropReason.DEADLINE);

    private QueueMetrics() {}

    static void collect(MetricSource.Sink sink, ForwarderCore core, long nowNs) {
        List<String> uplinks = core.uplinkNames();
        for (int i = 0; i < uplinks.size(); i++) {
            UplinkScheduler scheduler = core.scheduler(i);
            if (scheduler.rateBps() > 0) {
                sink.value(ForwarderMetric.UPLINK_LIMIT, scheduler.rateBps() / 8.0, uplinks.get(i));
            }
            for (TrafficClass c : TrafficClass.ALL) {
                ofClass(sink, uplinks.get(i), c.label(), scheduler.counters(c), nowNs);
            }
            for (String tenant : scheduler.tenants()) {
                ofTenant(sink, uplinks.get(i), tenant, scheduler.counters(tenant), nowNs);
            }
        }
    }

    private static void ofClass(
            MetricSource.Sink sink, String uplink, String c, QueueCounters q, long nowNs) {
        sink.value(ForwarderMetric.QUEUE_PACKETS, q.packets(), uplink, c);
        sink.value(ForwarderMetric.QUEUE_BYTES, q.bytes(), uplink, c);
        sink.value(ForwarderMetric.QUEUE_MARKS, q.ceMarked(), uplink, c);
        sink.value(ForwarderMetric.QUEUE_WAITING, q.queued(), uplink, c);
        for (DropReason reason : REASONS) {
            sink.value(ForwarderMetric.QUEUE_DROPS, q.drops(reason), uplink, c, reason.label());
        }
        delays(sink, ForwarderMetric.QUEUE_DELAY, q, nowNs, uplink, c);
    }

    private static void ofTenant(
            MetricSource.Sink sink, String uplink, String tenant, QueueCounters q, long nowNs) {
        sink.value(ForwarderMetric.TENANT_PACKETS, q.packets(), uplink, tenant);
        sink.value(ForwarderMetric.TENANT_BYTES, q.bytes(), uplink, tenant);
        for (DropReason reason : REASONS) {
            sink.value(
                    ForwarderMetric.TENANT_DROPS, q.drops(reason), uplink, tenant, reason.label());
        }
        delays(sink, ForwarderMetric.TENANT_DELAY, q, nowNs, uplink, tenant);
    }

    /** Not known is left out, which is not zero. */
    private static void delays(
            MetricSource.Sink sink,
            ForwarderMetric metric,
            QueueCounters q,
            long nowNs,
            String uplink,
            String whose) {
        for (int perMille : new int[] {500, 990}) {
            long delayNs = q.delays().quantileNs(nowNs, perMille);
            if (delayNs >= 0) {
                sink.value(metric, delayNs / 1e9, uplink, whose, "0." + (perMille / 10));
            }
        }
    }
}
