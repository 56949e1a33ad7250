package rhumb.forward.io;

import rhumb.host.metrics.MetricName;

/** All metrics of a forwarder. */
public enum ForwarderMetric implements MetricName {
    PACKETS_IN(
            "rhumb_forwarder_packets_in_total",
            Type.COUNTER,
            "Packets that came in, by where from.",
            "from"),
    PACKETS_OUT(
            "rhumb_forwarder_packets_out_total",
            Type.COUNTER,
            "Packets that went out, by where to.",
            "to"),
    PACKETS_DROPPED(
            "rhumb_forwarder_packets_dropped_total",
            Type.COUNTER,
            "Packets dropped, by reason.",
            "reason"),
    PACKETS_REORDERED(
            "rhumb_forwarder_packets_reordered_total",
            Type.COUNTER,
            "Packets that left the overlay here after a later one of their flow.",
            "class"),
    PACKETS_DUPLICATE(
            "rhumb_forwarder_packets_duplicate_total",
            Type.COUNTER,
            "Packets that came here once more and were dropped for that.",
            "class"),
    PACKETS_QUEUED(
            "rhumb_forwarder_packets_queued",
            Type.GAUGE,
            "Packets that wait in the queues of all uplinks."),
    KEY_ROTATIONS(
            "rhumb_forwarder_key_rotations_total", Type.COUNTER, "Own keys made since the start."),
    KEY_AGE(
            "rhumb_forwarder_key_age_seconds",
            Type.GAUGE,
            "How long the newest own key has been in use by this process."),
    LINKS_UNSEALED(
            "rhumb_forwarder_links_unsealed",
            Type.GAUGE,
            "Links over which nothing can be sent for want of a key or of the neighbour's life."),
    SEND_FAILURES(
            "rhumb_forwarder_send_failures_total",
            Type.COUNTER,
            "Datagrams that the kernel did not take, or the thread that was to send them."),
    LANES("rhumb_forwarder_lanes", Type.GAUGE, "Threads that carry datagrams, as many as run."),
    LANE_PACKETS(
            "rhumb_forwarder_lane_packets_total",
            Type.COUNTER,
            "Datagrams of one thread, told where there are several: received, sent, lost because"
                    + " the packet thread was behind, refused because this one was.",
            "lane",
            "what"),
    SOCKET_FAILURES(
            "rhumb_forwarder_socket_failures_total",
            Type.COUNTER,
            "Sockets that could not be opened."),
    FOREIGN_ANSWERS(
            "rhumb_forwarder_foreign_answers_total",
            Type.COUNTER,
            "Datagrams to a session's socket from another address than its media server."),
    COMMANDS_DROPPED(
            "rhumb_forwarder_commands_dropped_total",
            Type.COUNTER,
            "Messages that found the packet thread too busy."),
    SESSIONS(
            "rhumb_forwarder_sessions",
            Type.GAUGE,
            "Live sessions, by the side on which this PoP is.",
            "side"),
    PATH_SWITCHES(
            "rhumb_forwarder_path_switches_total",
            Type.COUNTER,
            "Changes of a route's active path."),
    ROUTES_ON_BACKUP(
            "rhumb_forwarder_routes_on_backup",
            Type.GAUGE,
            "Routes that do not use their first path."),
    EPOCH("rhumb_forwarder_epoch", Type.GAUGE, "Counter of the epoch of the rules that run."),
    CONTROLLER_CONNECTED(
            "rhumb_forwarder_controller_connected",
            Type.GAUGE,
            "1 while a session with a controller stands."),
    AGENT_CONNECTED(
            "rhumb_forwarder_agent_connected",
            Type.GAUGE,
            "1 while the agent of this PoP is connected."),
    LINK_SENT(
            "rhumb_forwarder_link_packets_sent_total",
            Type.COUNTER,
            "Datagrams sent into a link.",
            "link"),
    LINK_RECEIVED(
            "rhumb_forwarder_link_packets_received_total",
            Type.COUNTER,
            "Different datagrams out of a link.",
            "link"),
    LINK_EXPECTED(
            "rhumb_forwarder_link_packets_expected_total",
            Type.COUNTER,
            "Datagrams that the far end sent into a link, by their sequence numbers; those not received are lost.",
            "link"),
    LINK_BYPASSED(
            "rhumb_forwarder_link_packets_bypassed_total",
            Type.COUNTER,
            "Packets between other PoPs that went round a bad link; links and classes with any.",
            "link",
            "class"),
    LINK_BYPASS_UNFIT(
            "rhumb_forwarder_link_packets_unfit_total",
            Type.COUNTER,
            "Packets between other PoPs that went into a bad link because no way round it fitted them.",
            "link",
            "class"),
    BYPASSES(
            "rhumb_forwarder_bypasses",
            Type.GAUGE,
            "Ways round a link that are in use, one per link and class."),
    LINK_CLASS_BYTES(
            "rhumb_forwarder_link_class_bytes_sent_total",
            Type.COUNTER,
            "Bytes sent into a link with the overlay header, by class.",
            "link",
            "class"),
    UPLINK_LIMIT(
            "rhumb_forwarder_uplink_limit_bytes_per_second",
            Type.GAUGE,
            "What may be sent into an uplink; of uplinks whose rate the intent says.",
            "uplink"),
    QUEUE_PACKETS(
            "rhumb_forwarder_queue_packets_total",
            Type.COUNTER,
            "Packets sent into an uplink, by class.",
            "uplink",
            "class"),
    QUEUE_BYTES(
            "rhumb_forwarder_queue_bytes_total",
            Type.COUNTER,
            "Bytes sent into an uplink with IP and UDP headers, by class.",
            "uplink",
            "class"),
    QUEUE_DROPS(
            "rhumb_forwarder_queue_drops_total",
            Type.COUNTER,
            "Packets dropped at an uplink, by class and reason.",
            "uplink",
            "class",
            "reason"),
    QUEUE_MARKS(
            "rhumb_forwarder_queue_marks_total",
            Type.COUNTER,
            "Packets marked as having met congestion at an uplink, by class.",
            "uplink",
            "class"),
    QUEUE_WAITING(
            "rhumb_forwarder_queue_waiting",
            Type.GAUGE,
            "Packets that wait at an uplink, by class.",
            "uplink",
            "class"),
    QUEUE_DELAY(
            "rhumb_forwarder_queue_delay_seconds",
            Type.GAUGE,
            "Wait at an uplink of the packets sent in the last 10 to 20 s, by class and quantile.",
            "uplink",
            "class",
            "quantile"),
    TENANT_PACKETS(
            "rhumb_forwarder_tenant_packets_total",
            Type.COUNTER,
            "Packets sent into an uplink, by tenant.",
            "uplink",
            "tenant"),
    TENANT_BYTES(
            "rhumb_forwarder_tenant_bytes_total",
            Type.COUNTER,
            "Bytes sent into an uplink with IP and UDP headers, by tenant.",
            "uplink",
            "tenant"),
    TENANT_DROPS(
            "rhumb_forwarder_tenant_drops_total",
            Type.COUNTER,
            "Packets dropped at an uplink, by tenant and reason.",
            "uplink",
            "tenant",
            "reason"),
    TENANT_DELAY(
            "rhumb_forwarder_tenant_delay_seconds",
            Type.GAUGE,
            "Wait at an uplink of the packets sent in the last 10 to 20 s, by tenant and quantile.",
            "uplink",
            "tenant",
            "quantile"),
    LINK_PROTECTION(
            "rhumb_forwarder_link_protection_packets_total",
            Type.COUNTER,
            "Protected packets of a class on a link, by what became of them: sent, resent, repair, refused and nack on the way out; received, lost, late, retransmitted, repaired, repeated, unrecovered and asked on the way in.",
            "link",
            "class",
            "what"),
    PROTECTION_MEMORY(
            "rhumb_forwarder_protection_memory_bytes",
            Type.GAUGE,
            "Memory of packets kept to be sent again or to be computed from."),
    COPIES(
            "rhumb_forwarder_copies_total",
            Type.COUNTER,
            "Copies of media packets sent over a second path."),
    STREAM_CONNECTIONS(
            "rhumb_forwarder_stream_connections",
            Type.GAUGE,
            "Open connections of FLV streams, all kinds."),
    STREAM_VIEWERS(
            "rhumb_forwarder_stream_viewers_total", Type.COUNTER, "Viewers' connections taken."),
    STREAM_REROUTES(
            "rhumb_forwarder_stream_reroutes_total",
            Type.COUNTER,
            "Streams moved to another path."),
    STREAM_BYTES(
            "rhumb_forwarder_stream_bytes_total",
            Type.COUNTER,
            "Bytes of FLV streams, by part.",
            "part"),
    CHAIN_KEY_CHANGES(
            "rhumb_forwarder_chain_key_changes_total",
            Type.COUNTER,
            "Changes of keys under chains that stand, begun here."),
    STREAM_REJECTS(
            "rhumb_forwarder_stream_rejects_total",
            Type.COUNTER,
            "Connections or frames turned away.",
            "reason");

    private final Description description;

    ForwarderMetric(String metric, Type type, String help, String... labels) {
        description = new Description(metric, type, help, labels);
    }

    @Override
    public Description description() {
        return description;
    }
}
