package rhumb.probe.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rhumb.host.config.Defaulted;
import rhumb.host.tls.TlsConfig;
import rhumb.net.Endpoint;
import rhumb.net.Meaning;
import rhumb.net.PopId;
import rhumb.net.UplinkId;
import rhumb.southbound.session.ControllerOrder;

/** Configuration of a probe agent. What to probe comes from the controller. */
public record AgentConfig(
        @Meaning("the PoP's name in the controller's intent") PopId pop,
        @Meaning("local addresses, one for each uplink of the intent") List<Uplink> uplinks,
        @Meaning(
                        "host:port of controllers' southbound addresses, nearest first; an entry may"
                                + " name several that are equally near, with commas between them,"
                                + " which the PoP takes in an order of its own")
                List<String> controllers,
        @Meaning("Unix socket on which the forwarder of this PoP listens") @Defaulted
                Path forwarderSocket,
        @Meaning("where `/metrics` and `/healthz` are served") @Defaulted Endpoint metrics,
        @Meaning("how probes and answers are written") @Defaulted StampConfig stamp,
        @Meaning(
                        "how the agent shows controllers who it is; left out: not at all, which they"
                                + " take on loopback")
                @Nullable TlsConfig tls) {
    /** One attachment to an underlay. */
    public record Uplink(
            @Meaning("as in the intent") @Defaulted String name,
            @Meaning("where STAMP packets are sent from and come in") Endpoint probe) {
        public Uplink {
            name = name == null ? UplinkId.MAIN : name;
        }
    }

    /** A commented example that loads as it stands. */
    public static final String SAMPLE =
            """
            # Rhumb probe agent. What to probe comes from the controller.
            pop: sin
            uplinks:
              - name: main
                probe: 192.0.2.10:862      # STAMP (RFC 8762); ports below 1024 need CAP_NET_BIND_SERVICE
            controllers:                   # nearest first; equally near ones in one line: a:4789, b:4789
              - controller.example.net:4789
            # forwarder-socket: /run/rhumb/forwarder.sock    # the forwarder of this PoP listens here
            # metrics: 127.0.0.1:9471
            # stamp:
            #   key-file: /etc/rhumb/stamp.key   # authenticated probes; the same key at all PoPs, as: openssl rand -hex 32
            #   timestamps: ntp                  # or ptp
            #   clock: free                      # ntp, ptp, ssu, gnss: what is known to discipline it
            #   clock-error: 1ms                 # bound of its error
            #   answer-strangers: false          # probes of senders that are not in the plan
            tls:                           # who it is, for controllers: `rhumb pki enrol` (docs/pki.md)
              dir: /etc/rhumb/tls
            """;

    public AgentConfig {
        uplinks = List.copyOf(uplinks);
        controllers = ControllerOrder.of(controllers, pop);
        forwarderSocket =
                forwarderSocket == null ? Path.of("/run/rhumb/forwarder.sock") : forwarderSocket;
        metrics = metrics == null ? Endpoint.parse("127.0.0.1:9471") : metrics;
        stamp = stamp == null ? StampConfig.STANDARD : stamp;
        if (uplinks.isEmpty() || controllers.isEmpty()) {
            throw new IllegalArgumentException(
                    "an agent needs at least one uplink and one controller");
        }
    }

    /** Without a certificate. */
    public AgentConfig(
            PopId pop,
            List<Uplink> uplinks,
            List<String> controllers,
            Path forwarderSocket,
            Endpoint metrics,
            StampConfig stamp) {
        this(pop, uplinks, controllers, forwarderSocket, metrics, stamp, null);
    }

    /** Probe address of each uplink, by name. */
    public Map<String, Endpoint> probeAddresses() {
        Map<String, Endpoint> addresses = new TreeMap<>();
        uplinks.forEach(uplink -> addresses.put(uplink.name(), uplink.probe()));
        return addresses;
    }
}
