package rhumb.controller.io;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import rhumb.controller.cluster.ClusterConfig;
import rhumb.controller.history.io.HistoryConfig;
import rhumb.controller.intent.Intent;
import rhumb.host.config.Defaulted;
import rhumb.host.config.OrFile;
import rhumb.net.Endpoint;
import rhumb.net.Meaning;

/** What a controller process is told. Port 0 lets the system choose. */
public record ControllerConfig(
        @Meaning("where agents and forwarders connect") Endpoint southbound,
        @Meaning("where operators ask") @Defaulted Endpoint northbound,
        @Meaning(
                        "whether `northbound` may be an address that others can reach although there"
                                + " is no `tls`")
                @Defaulted
                boolean northboundOpen,
        @Meaning("where `/metrics` and `/healthz` are served") @Defaulted Endpoint metrics,
        @Meaning(
                        "most streams of agents and forwarders at once; 0 = four for each PoP, at"
                                + " least 64")
                @Defaulted
                int maxStreams,
        @Meaning(
                        "folder in which what operators commit, the audit log and the history are"
                                + " kept; left out: they end with the process")
                @Nullable Path state,
        @Meaning(
                        "the controllers that this one is one of (docs/cluster.md); needs `state`;"
                                + " left out: it is alone")
                @Nullable ClusterConfig cluster,
        @Meaning(
                        "whether `southbound` may be an address that others can reach although there"
                                + " is no `tls`")
                @Defaulted
                boolean southboundOpen,
        @Meaning(
                        "who the controller is and whom it lets in (docs/pki.md); left out: plain"
                                + " text, which is for one machine alone")
                @Nullable ControllerTls tls,
        @Meaning("what agents and forwarders may take of the controller") @Defaulted
                ControllerLimits limits,
        @Meaning("how much is remembered in the state folder (docs/history.md)") @Defaulted
                HistoryConfig history,
        @Meaning(
                        "what operators want of the overlay, here or in a file of its own; once"
                                + " something was committed, that holds instead")
                @OrFile
                Intent intent) {
    private static final Endpoint NORTHBOUND = Endpoint.parse("127.0.0.1:4780");
    private static final Endpoint METRICS = Endpoint.parse("127.0.0.1:9470");
    private static final int MIN_STREAMS = 64;

    /** An agent and a forwarder, and the successor of each while the old stream still ends. */
    private static final int STREAMS_PER_POP = 4;

    public ControllerConfig {
        northbound = northbound == null ? NORTHBOUND : northbound;
        metrics = metrics == null ? METRICS : metrics;
        limits = limits == null ? ControllerLimits.STANDARD : limits;
        history = history == null ? HistoryConfig.STANDARD : history;
        if (maxStreams < 0 || maxStreams > 1 << 16) {
            throw new IllegalArgumentException(
                    "max-streams is " + maxStreams + ": expected 0 to " + (1 << 16));
        }
        maxStreams =
                maxStreams > 0
                        ? maxStreams
                        : Math.max(MIN_STREAMS, STREAMS_PER_POP * intent.pops().size());
        if (history.record() != null && state == null) {
            throw new IllegalArgumentException(
                    "history: record without state: give it a folder, such as"
                            + " state: /var/lib/rhumb/controller");
        }
        if (cluster != null && state == null) {
            throw new IllegalArgumentException(
                    "cluster without state: a member must not forget what it agreed to; give it a"
                            + " folder, such as state: /var/lib/rhumb/controller");
        }
        if (tls == null) {
            if (cluster != null) {
                closed("cluster: bind", cluster.bind(), "pose as a controller", "");
            }
            if (!southboundOpen) {
                closed("southbound", southbound, "pose as any PoP", "southbound-open");
            }
            if (!northboundOpen) {
                closed(
                        "northbound",
                        northbound,
                        "read everything and change the intent",
                        "northbound-open");
            }
        }
    }

    /** Without certificates nobody else may reach an address, unless the operator says so. */
    private static void closed(String key, Endpoint at, String danger, String unless) {
        if (!at.isLoopback()) {
            throw new IllegalArgumentException(
                    key
                            + " "
                            + at
                            + " can be reached from other machines, and without tls whoever reaches"
                            + " it can "
                            + danger
                            + ": expected a section tls (rhumb pki, see docs/pki.md), or a loopback"
                            + " address such as 127.0.0.1:"
                            + at.port()
                            + (unless.isEmpty()
                                    ? ""
                                    : ", or "
                                            + unless
                                            + ": true for a network that is closed to others"));
        }
    }

    /** Without a folder: what is committed ends with the process. */
    public ControllerConfig(
            Endpoint southbound,
            Endpoint northbound,
            boolean northboundOpen,
            Endpoint metrics,
            int maxStreams,
            Intent intent) {
        this(southbound, northbound, northboundOpen, metrics, maxStreams, null, intent);
    }

    /** Without TLS. */
    public ControllerConfig(
            Endpoint southbound,
            Endpoint northbound,
            boolean northboundOpen,
            Endpoint metrics,
            int maxStreams,
            @Nullable Path state,
            Intent intent) {
        this(
                southbound,
                northbound,
                northboundOpen,
                metrics,
                maxStreams,
                state,
                null,
                false,
                null,
                ControllerLimits.STANDARD,
                intent);
    }

    /** With the usual history. */
    public ControllerConfig(
            Endpoint southbound,
            Endpoint northbound,
            boolean northboundOpen,
            Endpoint metrics,
            int maxStreams,
            @Nullable Path state,
            @Nullable ClusterConfig cluster,
            boolean southboundOpen,
            @Nullable ControllerTls tls,
            ControllerLimits limits,
            Intent intent) {
        this(
                southbound,
                northbound,
                northboundOpen,
                metrics,
                maxStreams,
                state,
                cluster,
                southboundOpen,
                tls,
                limits,
                HistoryConfig.STANDARD,
                intent);
    }
}
