package rhumb.sim.engine;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.sim.impair.Deliveries;
import rhumb.sim.impair.LinkModel;
import rhumb.sim.overlay.AddressPlan;
import rhumb.sim.scenario.Scenario;

/** The links of the WAN, and the datagrams on them. */
final class VirtualWan {
    private static final int IP_AND_UDP_BYTES = 28;

    /** Takes what arrives at a PoP. */
    interface Arrivals {
        void onDatagram(PopId at, AddressPlan.Port port, Endpoint from, int octet, byte[] bytes);
    }

    private final EventQueue queue;
    private final AddressPlan plan;
    private final Map<LinkId, LinkModel> models = new LinkedHashMap<>();

    /** What an address under which a PoP sees another one leads to, data and probe ports. */
    private final Map<Endpoint, Route> routes = new LinkedHashMap<>();

    private final Deliveries deliveries = new Deliveries();
    private final Arrivals arrivals;

    private record Route(LinkModel model, PopId to, AddressPlan.Port port, Endpoint seenAs) {}

    VirtualWan(
            EventQueue queue,
            Scenario scenario,
            AddressPlan plan,
            Map<PopId, Integer> numbers,
            Arrivals arrivals) {
        this.queue = queue;
        this.plan = plan;
        this.arrivals = arrivals;
        scenario.links()
                .forEach((link, settings) -> {
                    LinkModel model =
                            new LinkModel(settings, LinkModel.random(scenario.seed(), link));
                    models.put(link, model);
                    int from = numbers.getOrDefault(link.source(), 0);
                    int to = numbers.getOrDefault(link.target(), 0);
                    for (AddressPlan.Port port : AddressPlan.Port.values()) {
                        Endpoint seenAs = this.plan.seen(to, from, port);
                        routes.put(
                                this.plan.seen(from, to, port),
                                new Route(model, link.target(), port, seenAs));
                    }
                });
    }

    @Nullable LinkModel model(LinkId link) {
        return models.get(link);
    }

    /** All links with their models, in the scenario's order. */
    Map<LinkId, LinkModel> models() {
        return models;
    }

    /** A datagram leaves a PoP for an address; one that leads nowhere is lost. */
    void send(Endpoint to, int octet, ByteBuffer buffer, int offset, int length) {
        Route route = routes.get(to);
        if (route == null) {
            return;
        }
        route.model.offer(queue.nowNs(), length + IP_AND_UDP_BYTES, octet, deliveries);
        if (deliveries.count() == 0) {
            return;
        }
        byte[] bytes = new byte[length];
        buffer.get(offset, bytes);
        for (int i = 0; i < deliveries.count(); i++) {
            // Two arrivals share the bytes, and forwarders rewrite headers in place.
            byte[] own = i == 0 ? bytes : bytes.clone();
            int marked = deliveries.octet(i);
            queue.at(
                    deliveries.atNs(i),
                    () -> arrivals.onDatagram(route.to, route.port, route.seenAs, marked, own));
        }
    }
}
