package rhumb.forward.queue;

import java.util.List;
import java.util.Map;
import rhumb.net.Phb;
import rhumb.southbound.rule.QueueSettings;
import rhumb.southbound.rule.TenantRule;
import rhumb.southbound.rule.UplinkRule;

/**
 * What one uplink's scheduler does, by the rules. Immutable.
 *
 * @param rateBps bits per second on the wire, with IP and UDP headers; 0 = no pacing
 * @param uniform whether code points on the wire are those of the packets (RFC 2983)
 * @param shares one per behaviour, in the order of {@link Phb}
 * @param tenants at most {@link TenantRule#MAX_TENANTS}
 * @param tenantOf name of the tenant of a service, by number; services without one are not in it
 */
public record QueuePlan(
        long rateBps,
        int strictPercent,
        boolean ecn,
        boolean uniform,
        long codelTargetNs,
        long codelIntervalNs,
        List<QueueSettings.Share> shares,
        List<TenantRule> tenants,
        Map<Integer, String> tenantOf) {
    public QueuePlan {
        shares = List.copyOf(shares);
        tenants = List.copyOf(tenants);
        tenantOf = Map.copyOf(tenantOf);
    }

    /** Usual queues, without tenants. */
    public static QueuePlan paced(long rateBps) {
        return of(new UplinkRule("", rateBps), List.of());
    }

    public static QueuePlan of(UplinkRule rule, List<TenantRule> tenants) {
        QueueSettings settings = rule.queues();
        Map<Integer, String> of = new java.util.HashMap<>();
        tenants.forEach(t -> t.services().forEach(s -> of.put(s, t.name())));
        return new QueuePlan(
                rule.rateBps(),
                settings.strictPercent(),
                settings.ecn(),
                settings.uniform(),
                settings.codelTargetNs(),
                settings.codelIntervalNs(),
                java.util.Arrays.stream(Phb.values()).map(settings::share).toList(),
                tenants,
                of);
    }

    /** Whether packets may have to wait. */
    boolean holdsBack() {
        return rateBps > 0
                || shares.stream().anyMatch(s -> s.capBps() > 0)
                || tenants.stream().anyMatch(t -> t.capBps() > 0);
    }
}
