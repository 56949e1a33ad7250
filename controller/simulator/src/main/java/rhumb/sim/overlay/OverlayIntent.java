package rhumb.sim.overlay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.LinkIntent;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.QueueIntent;
import rhumb.controller.intent.ServiceIntent;
import rhumb.controller.intent.TenantIntent;
import rhumb.controller.intent.UplinkIntent;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.net.UplinkId;
import rhumb.sim.scenario.PopSpec;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.ShareSpec;
import rhumb.sim.scenario.StreamKind;
import rhumb.sim.scenario.StreamSpec;
import rhumb.southbound.rule.ServiceRule;

/**
 * The intent that an operator would write for a scenario: its PoPs with one uplink each, its links,
 * and one service for each stream.
 */
public final class OverlayIntent {
    private static final int CONTROLLER = 1;

    private OverlayIntent() {}

    /** Numbers of the PoPs, from 1, in the order of the scenario. */
    public static Map<PopId, Integer> popNumbers(Scenario scenario) {
        Map<PopId, Integer> numbers = new LinkedHashMap<>();
        for (PopSpec pop : scenario.pops()) {
            numbers.put(pop.id(), numbers.size() + 1);
        }
        return numbers;
    }

    public static Intent of(Scenario scenario, AddressPlan plan) {
        Map<PopId, Integer> numbers = popNumbers(scenario);
        List<PopIntent> pops = new ArrayList<>();
        for (PopSpec pop : scenario.pops()) {
            int number = numbers.getOrDefault(pop.id(), 0);
            UplinkIntent uplink =
                    new UplinkIntent(
                            UplinkId.MAIN,
                            plan.real(number, AddressPlan.Port.DATA),
                            plan.real(number, AddressPlan.Port.PROBE),
                            plan.real(number, AddressPlan.Port.STREAM),
                            "wan",
                            0,
                            pop.uplinkBps(),
                            List.of());
            CityPlaces.Place place = CityPlaces.of(pop.city());
            pops.add(
                    new PopIntent(
                            pop.id(),
                            number,
                            pop.city(),
                            place == null ? null : place.latitude(),
                            place == null ? null : place.longitude(),
                            List.of(uplink)));
        }
        return new Intent(
                CONTROLLER,
                pops,
                links(scenario, plan, numbers),
                services(scenario, plan, numbers),
                Map.of(),
                PolicyIntent.standard(),
                queues(scenario),
                tenants(scenario));
    }

    private static QueueIntent queues(Scenario scenario) {
        Map<TrafficClass, QueueIntent.ClassIntent> classes = new LinkedHashMap<>();
        for (ShareSpec share : scenario.shares()) {
            TrafficClass c = share.trafficClass();
            if (c != null) {
                classes.put(
                        c, new QueueIntent.ClassIntent(null, share.capBps(), share.reserveBps()));
            }
        }
        return QueueIntent.of(classes);
    }

    private static List<TenantIntent> tenants(Scenario scenario) {
        return scenario.shares().stream()
                .filter(share -> share.trafficClass() == null)
                .map(share -> new TenantIntent(share.tenant(), share.capBps(), share.reserveBps()))
                .toList();
    }

    private static LinkIntent links(
            Scenario scenario, AddressPlan plan, Map<PopId, Integer> numbers) {
        List<LinkId> missing = new ArrayList<>();
        List<LinkIntent.LinkOverride> seen = new ArrayList<>();
        numbers.forEach((from, a) ->
                numbers.forEach((to, b) -> {
                    if (from.equals(to)) {
                        return;
                    }
                    LinkId link = LinkId.between(from, to);
                    if (scenario.links().containsKey(link)) {
                        seen.add(
                                new LinkIntent.LinkOverride(
                                        link,
                                        plan.seen(a, b, AddressPlan.Port.DATA),
                                        plan.seen(a, b, AddressPlan.Port.PROBE),
                                        plan.seen(a, b, AddressPlan.Port.STREAM),
                                        0));
                    } else {
                        missing.add(link);
                    }
                }));
        return new LinkIntent(missing, seen);
    }

    private static List<ServiceIntent> services(
            Scenario scenario, AddressPlan plan, Map<PopId, Integer> numbers) {
        List<ServiceIntent> services = new ArrayList<>();
        for (StreamSpec stream : scenario.streams()) {
            int number = services.size() + 1;
            boolean pulled = stream.kind().source() == StreamKind.Source.FLV;
            // A viewer asks where the media leave the overlay; a caller sends where they enter it.
            PopId ingress = pulled ? stream.to() : stream.from();
            PopId egress = pulled ? stream.from() : stream.to();
            services.add(
                    new ServiceIntent(
                            number,
                            stream.name(),
                            pulled ? ServiceRule.Kind.FLV : ServiceRule.Kind.RTM,
                            List.of(
                                    new ServiceIntent.Ingress(
                                            ingress,
                                            plan.listen(numbers.getOrDefault(ingress, 0), number))),
                            egress,
                            plan.target(numbers.getOrDefault(egress, 0), number),
                            null,
                            null,
                            stream.tenant().isEmpty() ? null : stream.tenant()));
        }
        return services;
    }
}
