package rhumb.forward.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rhumb.forward.ForwarderOptions;
import rhumb.forward.tun.TunOptions;
import rhumb.forward.wire.OverlayHeader;
import rhumb.host.config.Defaulted;
import rhumb.host.tls.TlsConfig;
import rhumb.net.Endpoint;
import rhumb.net.InterfaceAddress;
import rhumb.net.Meaning;
import rhumb.net.PopId;
import rhumb.net.UplinkId;
import rhumb.southbound.session.ControllerOrder;

/**
 * Configuration of a forwarder. Everything about other PoPs and services comes from the controller.
 */
public record ForwarderConfig(
        @Meaning("the PoP's name in the controller's intent") PopId pop,
        @Meaning("local addresses, one for each uplink of the intent") List<Uplink> uplinks,
        @Meaning("local address of sessions towards media servers") @Defaulted Endpoint mediaBind,
        @Meaning(
                        "host:port of controllers' southbound addresses, nearest first; an entry may"
                                + " name several that are equally near, with commas between them,"
                                + " which the PoP takes in an order of its own")
                List<String> controllers,
        @Meaning("Unix socket on which the agent of this PoP connects") @Defaulted Path agentSocket,
        @Meaning("folder for the rules and keys that survive a restart") @Defaulted Path state,
        @Meaning("where `/metrics` and `/healthz` are served") @Defaulted Endpoint metrics,
        @Meaning(
                        "the device by which IP packets of networks behind the PoP enter and leave"
                                + " (docs/tun.md); needs CAP_NET_ADMIN; left out: no IP packets")
                @Nullable Tun tun,
        @Meaning("how long an own key towards other PoPs is the newest, 10s to 24h") @Defaulted
                Long rekeyNs,
        @Meaning(
                        "how the forwarder shows controllers who it is; left out: not at all, which"
                                + " they take on loopback")
                @Nullable TlsConfig tls,
        @Meaning(
                        "threads that carry datagrams, 1 to 8, no more than there are processors"
                                + " (docs/forwarding.md); with n, each uplink sends from n - 1 more UDP"
                                + " ports, those behind that of `data`")
                @Defaulted
                Integer lanes) {
    /**
     * The device by which IP packets of networks behind the PoP enter and leave; needs
     * CAP_NET_ADMIN.
     */
    public record Tun(
            @Meaning("of the interface") @Defaulted String name,
            @Meaning("of the interface") @Defaulted List<InterfaceAddress> addresses,
            @Meaning("longest IP packet in bytes") @Defaulted int mtu,
            @Meaning(
                            "whether the kernel gets a route into the device for each network behind"
                                    + " another PoP; left out: it does")
                    @Nullable Boolean routes) {
        public Tun {
            name = name == null ? "rhumb0" : name;
            addresses = addresses == null ? List.of() : List.copyOf(addresses);
            mtu = mtu == 0 ? TunOptions.MAX_MTU : mtu;
            if (!name.matches("[A-Za-z0-9._-]{1,15}")) {
                throw new IllegalArgumentException(
                        "name \"" + name + "\": expected 1 to 15 letters, digits, '.', '_' or '-'");
            }
            new TunOptions(mtu, null, null);
        }

        /**
         * What the core is told. Errors come from the far end of the device, because Linux takes no
         * packet that claims to be from one of its own addresses.
         */
        TunOptions options() {
            return new TunOptions(mtu, farEnd(true), farEnd(false));
        }

        private @Nullable Endpoint farEnd(boolean ipv4) {
            return addresses.stream()
                    .filter(a -> a.isIpv4() == ipv4 && !a.neighbor().sameAddress(a.address()))
                    .map(InterfaceAddress::neighbor)
                    .findFirst()
                    .orElse(null);
        }
    }

    private static final long SHORTEST_REKEY_NS = 10_000_000_000L;
    private static final long LONGEST_REKEY_NS = 86_400_000_000_000L;

    /** One attachment to an underlay. */
    public record Uplink(
            @Meaning("as in the intent") @Defaulted String name,
            @Meaning("where overlay datagrams come in") Endpoint data,
            @Meaning("where relay connections (TCP) come in") Endpoint stream) {
        public Uplink {
            name = name == null ? UplinkId.MAIN : name;
        }
    }

    public ForwarderConfig {
        uplinks = List.copyOf(uplinks);
        controllers = ControllerOrder.of(controllers, pop);
        mediaBind = mediaBind == null ? Endpoint.parse("0.0.0.0:0") : mediaBind;
        agentSocket = agentSocket == null ? Path.of("/run/rhumb/forwarder.sock") : agentSocket;
        state = state == null ? Path.of("/var/lib/rhumb/forwarder") : state;
        metrics = metrics == null ? Endpoint.parse("127.0.0.1:9472") : metrics;
        rekeyNs = rekeyNs == null ? ForwarderOptions.REKEY_NS : rekeyNs;
        lanes = lanes == null ? 1 : lanes;
        checkLanes(lanes, Runtime.getRuntime().availableProcessors());
        if (rekeyNs < SHORTEST_REKEY_NS || rekeyNs > LONGEST_REKEY_NS) {
            throw new IllegalArgumentException(
                    "rekey is " + rekeyNs / 1_000_000_000L + " s: expected 10s to 24h");
        }
        if (uplinks.isEmpty() || controllers.isEmpty()) {
            throw new IllegalArgumentException(
                    "a forwarder needs at least one uplink and one controller");
        }
        for (Uplink uplink : uplinks) {
            checkPorts(uplink.data(), lanes);
        }
    }

    /** Without a certificate. */
    public ForwarderConfig(
            PopId pop,
            List<Uplink> uplinks,
            Endpoint mediaBind,
            List<String> controllers,
            Path agentSocket,
            Path state,
            Endpoint metrics,
            @Nullable Tun tun,
            Long rekeyNs) {
        this(
                pop,
                uplinks,
                mediaBind,
                controllers,
                agentSocket,
                state,
                metrics,
                tun,
                rekeyNs,
                null,
                1);
    }

    /** Lane n sends from the port n behind the uplink's own. */
    static void checkPorts(Endpoint data, int lanes) {
        int most = 0xffff - (lanes - 1);
        if (data.port() > most) {
            throw new IllegalArgumentException(
                    ("lanes is %d and an uplink is at %s: expected a port of at most %d, because"
                                    + " lanes send from those behind it")
                            .formatted(lanes, data, most));
        }
    }

    /** More threads than processors would only take turns, each with a packet in its hand. */
    static void checkLanes(int lanes, int processors) {
        int most = Math.min(OverlayHeader.MAX_SENDERS, processors);
        if (lanes < 1 || lanes > most) {
            throw new IllegalArgumentException(
                    "lanes is "
                            + lanes
                            + ": expected 1 to "
                            + most
                            + ", on this machine with "
                            + processors
                            + (processors == 1 ? " processor" : " processors"));
        }
    }

    /** Data address of each uplink, by name. */
    public Map<String, Endpoint> dataAddresses() {
        Map<String, Endpoint> addresses = new TreeMap<>();
        uplinks.forEach(uplink -> addresses.put(uplink.name(), uplink.data()));
        return addresses;
    }

    /** A commented example that loads as it stands. */
    public static final String SAMPLE =
            """
            # Rhumb forwarder. Everything about other PoPs and services comes from the controller.
            pop: sin
            uplinks:
              - name: main
                data: 192.0.2.10:4790      # overlay datagrams come in here
                stream: 192.0.2.10:4791    # relay connections (TCP) come in here
            controllers:                   # nearest first; equally near ones in one line: a:4789, b:4789
              - controller.example.net:4789
            tls:                           # who it is, for controllers: `rhumb pki enrol` (docs/pki.md)
              dir: /etc/rhumb/tls
            # media-bind: 0.0.0.0:0                      # local address towards media servers
            # agent-socket: /run/rhumb/forwarder.sock    # the agent of this PoP connects here
            # state: /var/lib/rhumb/forwarder            # rules and keys that survive a restart
            # metrics: 127.0.0.1:9472
            # tun:                                       # IP packets of networks behind this PoP enter
            #   name: rhumb0                             # and leave by this device (docs/tun.md);
            #   addresses: [10.1.255.1/30]               # needs CAP_NET_ADMIN
            #   mtu: 1380
            #   routes: true                             # kernel routes to other PoPs' networks
            # rekey: 120s                                # how long a key towards other PoPs is the newest
            # lanes: 1                                   # threads that carry datagrams (docs/forwarding.md)
            """;
}
