package rhumb.forward;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.forward.queue.QueueCounters;
import rhumb.forward.queue.UplinkScheduler;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.TrafficReport;

/** Tells the controller what uplinks did with classes and tenants; what never came is left out. */
final class QueueSummary {
    private static final int MEDIAN = 500;
    private static final int P99 = 990;

    private QueueSummary() {}

    static List<TrafficReport.Queue> of(long nowNs, Uplinks uplinks) {
        List<TrafficReport.Queue> rows = new ArrayList<>();
        List<String> names = uplinks.names();
        for (int i = 0; i < names.size(); i++) {
            UplinkScheduler scheduler = uplinks.scheduler(i);
            for (TrafficClass c : TrafficClass.ALL) {
                add(rows, nowNs, names.get(i), c, "", scheduler.counters(c));
            }
            for (String tenant : scheduler.tenants()) {
                add(rows, nowNs, names.get(i), null, tenant, scheduler.counters(tenant));
            }
        }
        return rows.subList(0, Math.min(rows.size(), TrafficReport.MAX_QUEUES));
    }

    private static void add(
            List<TrafficReport.Queue> rows,
            long nowNs,
            String uplink,
            @Nullable TrafficClass c,
            String tenant,
            QueueCounters q) {
        if (q.packets() + q.dropped() + q.queued() > 0) {
            rows.add(
                    new TrafficReport.Queue(
                            uplink,
                            c,
                            tenant,
                            q.packets(),
                            q.bytes(),
                            q.dropped(),
                            q.ceMarked(),
                            q.queued(),
                            q.delays().quantileNs(nowNs, MEDIAN),
                            q.delays().quantileNs(nowNs, P99)));
        }
    }
}
