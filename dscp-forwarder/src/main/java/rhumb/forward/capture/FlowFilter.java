package rhumb.forward.capture;

import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;

/**
 * Which packets are captured: those that fit all that is given.
 *
 * @param service number of the service, 0 for IP packets; {@link #ANY}
 * @param flow flow number of overlay headers, without sign; {@link #ANY}
 * @param client who sends them into the overlay; port 0 = any port; null = anybody
 */
public record FlowFilter(int service, long flow, @Nullable Endpoint client) {
    public static final int ANY = -1;

    boolean fits(int packetService, int packetFlow) {
        return (service == ANY || service == packetService)
                && (flow == ANY || flow == (packetFlow & 0xffffffffL));
    }

    boolean fits(long high, long low, int port) {
        return client == null
                || client.high() == high
                        && client.low() == low
                        && (client.port() == 0 || client.port() == port);
    }

    FlowFilter withFlow(int packetService, int packetFlow) {
        return new FlowFilter(packetService, packetFlow & 0xffffffffL, client);
    }
}
