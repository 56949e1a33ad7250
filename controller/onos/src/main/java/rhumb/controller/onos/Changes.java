package rhumb.controller.onos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.onosproject.event.Event;
import org.onosproject.net.Device;
import org.onosproject.net.DeviceId;
import org.onosproject.net.Port;
import org.onosproject.net.device.DeviceEvent;
import org.onosproject.net.flow.FlowEntry;
import org.onosproject.net.flow.FlowRule;
import org.onosproject.net.flow.FlowRuleEvent;
import org.onosproject.net.link.LinkEvent;
import org.onosproject.net.topology.TopologyEvent;
import rhumb.controller.ControllerView;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.rule.RuleSet;
import rhumb.net.ClassSet;
import rhumb.net.PopId;

/**
 * What differs between two snapshots, as events. A link is updated when it is judged otherwise, not
 * when a figure moves: with a thousand links that would be some thousand events a second.
 */
record Changes(
        List<DeviceEvent> devices,
        List<LinkEvent> links,
        List<FlowRuleEvent> rules,
        List<TopologyEvent> topologies) {
    @SuppressWarnings("rawtypes") // as ONOS declares the reasons of an event
    static Changes between(OverlaySnapshot before, OverlaySnapshot after) {
        List<DeviceEvent> devices = devices(before, after);
        List<LinkEvent> links = links(before, after);
        List<Event> reasons = new ArrayList<>(devices);
        reasons.addAll(links);
        boolean replanned = before.view().plan().number() != after.view().plan().number();
        List<TopologyEvent> topologies =
                reasons.isEmpty() && !replanned
                        ? List.of()
                        : List.of(
                                new TopologyEvent(
                                        TopologyEvent.Type.TOPOLOGY_CHANGED,
                                        OverlayTopology.of(after),
                                        reasons));
        return new Changes(devices, links, rules(before, after), topologies);
    }

    int size() {
        return devices.size() + links.size() + rules.size() + topologies.size();
    }

    private static List<DeviceEvent> devices(OverlaySnapshot before, OverlaySnapshot after) {
        List<DeviceEvent> events = new ArrayList<>();
        for (int pop = 0; pop < before.devices().size(); pop++) {
            Device device = before.device(pop);
            int now = after.pop(device.id());
            if (now < 0) {
                events.add(new DeviceEvent(DeviceEvent.Type.DEVICE_REMOVED, device));
            } else {
                ports(before.ports(pop), after.ports(now), after.device(now), events);
                if (before.available(pop) != after.available(now)) {
                    events.add(
                            new DeviceEvent(
                                    DeviceEvent.Type.DEVICE_AVAILABILITY_CHANGED,
                                    after.device(now)));
                }
            }
        }
        after.devices().stream()
                .filter(d -> before.pop(d.id()) < 0)
                .forEach(d -> events.add(new DeviceEvent(DeviceEvent.Type.DEVICE_ADDED, d)));
        return events;
    }

    private static void ports(
            List<Port> before, List<Port> after, Device device, List<DeviceEvent> events) {
        for (Port port : after) {
            if (!before.contains(port)) {
                events.add(new DeviceEvent(DeviceEvent.Type.PORT_ADDED, device, port));
            }
        }
        for (Port port : before) {
            if (!after.contains(port)) {
                events.add(new DeviceEvent(DeviceEvent.Type.PORT_REMOVED, device, port));
            }
        }
    }

    private static List<LinkEvent> links(OverlaySnapshot before, OverlaySnapshot after) {
        List<LinkEvent> events = new ArrayList<>();
        for (Topology.Link link : before.topology().links()) {
            int now = after.topology().linkIndex(link.id());
            if (now < 0) {
                events.add(new LinkEvent(LinkEvent.Type.LINK_REMOVED, before.link(link.index())));
            } else if (before.status(link.index()) != after.status(now)
                    || !degraded(before, link.index()).equals(degraded(after, now))) {
                events.add(new LinkEvent(LinkEvent.Type.LINK_UPDATED, after.link(now)));
            }
        }
        for (Topology.Link link : after.topology().links()) {
            if (before.topology().linkIndex(link.id()) < 0) {
                events.add(new LinkEvent(LinkEvent.Type.LINK_ADDED, after.link(link.index())));
            }
        }
        return events;
    }

    private static ClassSet degraded(OverlaySnapshot snapshot, int link) {
        LinkState state = snapshot.state(link);
        return state == null ? ClassSet.NONE : state.degraded();
    }

    /** Only forwarders that were told something else are looked at. */
    @SuppressWarnings("ReferenceEquality") // rule sets have no other equality
    private static List<FlowRuleEvent> rules(OverlaySnapshot before, OverlaySnapshot after) {
        Map<PopId, RuleSet> was = new LinkedHashMap<>();
        before.view().books().forEach(b -> was.put(b.pop(), b.rules()));
        List<FlowRuleEvent> events = new ArrayList<>();
        for (ControllerView.Book book : after.view().books()) {
            if (was.get(book.pop()) != book.rules()) {
                DeviceId id = OverlayIds.device(book.pop());
                compare(
                        FlowRuleTable.entries(before, id),
                        FlowRuleTable.entries(after, id),
                        events::add);
            }
        }
        return events;
    }

    private static void compare(
            List<FlowEntry> before, List<FlowEntry> after, Consumer<FlowRuleEvent> events) {
        Map<FlowRule, FlowRule> was = new LinkedHashMap<>();
        before.forEach(entry -> was.put(entry, entry));
        for (FlowEntry entry : after) {
            FlowRule old = was.remove(entry);
            // Equality of flow rules leaves the treatment out; exactMatch does not.
            if (old == null) {
                events.accept(new FlowRuleEvent(FlowRuleEvent.Type.RULE_ADDED, entry));
            } else if (!old.exactMatch(entry)) {
                events.accept(new FlowRuleEvent(FlowRuleEvent.Type.RULE_UPDATED, entry));
            }
        }
        was.values()
                .forEach(old ->
                        events.accept(new FlowRuleEvent(FlowRuleEvent.Type.RULE_REMOVED, old)));
    }
}
