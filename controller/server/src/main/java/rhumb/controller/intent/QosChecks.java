package rhumb.controller.intent;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.rule.TenantRule;

/** Whether tenants are known, and what is reserved can be had. */
final class QosChecks {
    private QosChecks() {}

    static void check(
            List<PopIntent> pops,
            List<ServiceIntent> services,
            QueueIntent queues,
            List<TenantIntent> tenants) {
        Checks.unique("tenant", tenants, TenantIntent::name);
        Checks.range("number of tenants", tenants.size(), 0, TenantRule.MAX_TENANTS);
        Set<String> names =
                tenants.stream()
                        .map(TenantIntent::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        for (ServiceIntent service : services) {
            String tenant = service.tenant();
            String what = "service " + service.name() + ": ";
            Checks.that(
                    tenant == null || names.contains(tenant),
                    what + "tenant " + tenant + " is not configured: expected one of " + names);
            // The kernel paces TCP; caps and classes hold for datagrams.
            Checks.that(
                    service.kind() == ServiceRule.Kind.RTM
                            || tenant == null && service.classify() == null,
                    what + "tenant and classify are for datagrams: expected kind rtm");
        }
        for (PopIntent pop : pops) {
            pop.uplinks().forEach(uplink -> checkReserved(pop, uplink, queues, tenants));
        }
    }

    private static void checkReserved(
            PopIntent pop, UplinkIntent uplink, QueueIntent queues, List<TenantIntent> tenants) {
        if (uplink.rateBps() == 0) {
            return;
        }
        long reserved =
                queues.classes().values().stream()
                                .mapToLong(QueueIntent.ClassIntent::reserveBps)
                                .sum()
                        + tenants.stream().mapToLong(TenantIntent::reserveBps).sum();
        long free = uplink.rateBps() / 100 * (100 - queues.strictPercent());
        Checks.that(
                reserved <= free,
                "reservations of queues and tenants sum to "
                        + reserved
                        + " bit/s: uplink "
                        + pop.name()
                        + "/"
                        + uplink.name()
                        + " leaves "
                        + free
                        + " beside its strict-percent: expected at most that");
    }
}
