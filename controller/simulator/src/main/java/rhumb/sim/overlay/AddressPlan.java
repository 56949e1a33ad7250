package rhumb.sim.overlay;

import rhumb.net.Endpoint;

/**
 * Who has which address in a WAN on one machine. All of 127.0.0.0/8 is this machine, so every PoP
 * gets an address of its own and every PoP sees every other one under yet another address, which
 * belongs to the emulated WAN between them:
 *
 * <pre>
 * 127.N.0.a        PoP number a itself
 * 127.N.a.b        PoP b as PoP a sees it: what a sends there crosses the link a->b
 * 127.N.0.254      the controller
 * 127.N.a.254      the controller as PoP a sees it
 * </pre>
 *
 * @param net second octet of all addresses, 1 to 254
 */
public record AddressPlan(int net) {
    public static final int MAX_POPS = 250;

    private static final int CONTROLLER = 254;
    private static final int DATA_PORT = 4790;
    private static final int STREAM_PORT = 4791;
    private static final int SOUTHBOUND_PORT = 4789;
    private static final int PROBE_PORT = 4862; // STAMP's 862 needs root
    private static final int METRICS_PORT = 9470;
    private static final int LISTEN_PORT = 5_000;
    private static final int TARGET_PORT = 7_000;

    /** What of a PoP an address leads to. */
    public enum Port {
        DATA(DATA_PORT),
        STREAM(STREAM_PORT),
        PROBE(PROBE_PORT);

        private final int number;

        Port(int number) {
            this.number = number;
        }
    }

    public AddressPlan {
        if (net < 1 || net > 254) {
            throw new IllegalArgumentException("address plan 127." + net + ": expected 1 to 254");
        }
    }

    /** Where PoP {@code pop} itself listens. */
    public Endpoint real(int pop, Port port) {
        return at(0, pop, port.number);
    }

    /** PoP {@code other} as {@code viewer} sees it. */
    public Endpoint seen(int viewer, int other, Port port) {
        return at(viewer, other, port.number);
    }

    public Endpoint southbound() {
        return at(0, CONTROLLER, SOUTHBOUND_PORT);
    }

    /** The controller as a PoP sees it. */
    public Endpoint southboundSeen(int pop) {
        return at(pop, CONTROLLER, SOUTHBOUND_PORT);
    }

    /** Where the process serves its metrics: the controller is PoP 0. */
    public Endpoint metrics(int pop, int process) {
        return at(0, pop == 0 ? CONTROLLER : pop, METRICS_PORT + process);
    }

    /** Where clients of stream number {@code stream} (from 1) enter at a PoP. */
    public Endpoint listen(int pop, int stream) {
        return at(0, pop, LISTEN_PORT + stream);
    }

    /** The media server of stream number {@code stream} next to a PoP. */
    public Endpoint target(int pop, int stream) {
        return at(0, pop, TARGET_PORT + stream);
    }

    /** A client's own address next to a PoP. */
    public Endpoint client(int pop, int port) {
        return at(0, pop, port);
    }

    private Endpoint at(int third, int fourth, int port) {
        return Endpoint.ofIpv4(127 << 24 | net << 16 | third << 8 | fourth, port);
    }
}
