package rhumb.forward;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import rhumb.forward.capture.FlowFilter;
import rhumb.forward.capture.FlowTap;
import rhumb.forward.fib.Fib;
import rhumb.forward.session.ClientSession;
import rhumb.forward.session.EgressSession;
import rhumb.forward.session.EgressTable;
import rhumb.forward.session.SessionTable;
import rhumb.net.Endpoint;
import rhumb.southbound.rule.ServiceRule;

/** Finds for a capture which client has which flow. Asked only while there is a capture. */
final class FlowCaptures {
    private static final Endpoint UNKNOWN = Endpoint.ofIpv4(0, 0);

    private final FlowTap tap;
    private final SessionTable clients;
    private final EgressTable egress;

    FlowCaptures(FlowTap tap, SessionTable clients, EgressTable egress) {
        this.tap = tap;
        this.clients = clients;
        this.egress = egress;
    }

    void begin(
            FlowFilter filter,
            int count,
            List<String> uplinks,
            Map<String, Endpoint> addresses,
            long unixMinusNowNs) {
        List<Endpoint> local =
                uplinks.stream().map(name -> addresses.getOrDefault(name, UNKNOWN)).toList();
        FlowFilter[] wanted = {filter};
        clients.forEach(session -> wanted[0] = completed(wanted[0], session));
        tap.begin(wanted[0], count, local, unixMinusNowNs);
    }

    void onClient(
            long nowNs,
            Fib fib,
            int service,
            Endpoint client,
            int octet,
            ByteBuffer b,
            int offset,
            int length) {
        ServiceRule rule = fib.service(service);
        Endpoint listen = rule == null ? null : rule.listen();
        ClientSession session = clients.find(service, client);
        if (session != null) {
            tap.onFlow(service, client, session.flow());
        }
        tap.onClient(nowNs, service, client, listen, octet, b, offset, length);
    }

    void onTarget(
            long nowNs, Fib fib, int number, int octet, ByteBuffer b, int offset, int length) {
        EgressSession session = egress.answer(nowNs, number);
        if (session != null) {
            ServiceRule rule = fib.service(session.service());
            Endpoint target = rule == null ? null : rule.target();
            int service = session.service();
            tap.onTarget(nowNs, service, session.flow(), target, octet, b, offset, length);
        }
    }

    /**
     * A flow that is given by its client gets its number, one that is given by number its client.
     */
    private static FlowFilter completed(FlowFilter filter, ClientSession session) {
        boolean service =
                filter.service() == FlowFilter.ANY || filter.service() == session.service();
        long flow = session.flow() & 0xffffffffL;
        boolean byFlow = filter.client() == null && filter.flow() == flow;
        boolean byClient =
                filter.flow() == FlowFilter.ANY && session.client().equals(filter.client());
        return service && (byFlow || byClient)
                ? new FlowFilter(session.service(), flow, session.client())
                : filter;
    }
}
