package rhumb.probe.io;

import rhumb.host.metrics.MetricName;

/** All metrics of a probe agent. */
public enum AgentMetric implements MetricName {
    PROBES_SENT("rhumb_agent_probes_sent_total", Type.COUNTER, "STAMP test packets sent."),
    PROBES_RECEIVED(
            "rhumb_agent_probes_received_total",
            Type.COUNTER,
            "STAMP test packets of neighbours that came in."),
    REFLECTED("rhumb_agent_probes_reflected_total", Type.COUNTER, "STAMP test packets answered."),
    REPLIES(
            "rhumb_agent_replies_received_total",
            Type.COUNTER,
            "Answers to own probes that count."),
    REJECTED(
            "rhumb_agent_datagrams_rejected_total",
            Type.COUNTER,
            "Datagrams rejected, by reason.",
            "reason"),
    TLVS_FLAGGED(
            "rhumb_agent_tlvs_flagged_total",
            Type.COUNTER,
            "STAMP TLVs answered as not understood, and probes answered as malformed or changed.",
            "flag"),
    PASSIVE(
            "rhumb_agent_passive_entries_total",
            Type.COUNTER,
            "Intervals of media measurement taken from the forwarder."),
    STALLS(
            "rhumb_agent_stalls_total",
            Type.COUNTER,
            "Times the agent itself was held up and excused its links."),
    PROBE_RATE(
            "rhumb_agent_probes_per_second",
            Type.GAUGE,
            "Own probes a second by the intervals in force."),
    PROBE_STRETCH(
            "rhumb_agent_probe_stretch_ratio",
            Type.GAUGE,
            "By how much the budget lengthens intervals; 0 when it suffices.",
            "tier"),
    PROBED_LINKS(
            "rhumb_agent_probed_links", Type.GAUGE, "Links by what they are probed for.", "tier"),
    PROBE_INTERVAL(
            "rhumb_link_probe_interval_seconds",
            Type.GAUGE,
            "Time between probes of a link, and why.",
            "link",
            "reason"),
    REPORTS("rhumb_agent_reports_total", Type.COUNTER, "Reports to the controller."),
    SEND_FAILURES(
            "rhumb_agent_send_failures_total",
            Type.COUNTER,
            "Datagrams that the kernel did not take."),
    COMMANDS_DROPPED(
            "rhumb_agent_commands_dropped_total",
            Type.COUNTER,
            "Messages that found the probe thread too busy."),
    CONTROLLER_CONNECTED(
            "rhumb_agent_controller_connected",
            Type.GAUGE,
            "1 while a session with a controller stands."),
    FORWARDER_CONNECTED(
            "rhumb_agent_forwarder_connected",
            Type.GAUGE,
            "1 while the forwarder of this PoP is connected."),
    LINK_STATUS(
            "rhumb_link_status",
            Type.GAUGE,
            "Judgement of a link: 0 unknown, 1 up, 2 degraded for some class, 3 down.",
            "link",
            "view"),
    LINK_LOSS(
            "rhumb_link_loss_ratio",
            Type.GAUGE,
            "Lost share of a link over a window.",
            "link",
            "view",
            "window"),
    LINK_LOSS_BOUND(
            "rhumb_link_loss_bound_ratio",
            Type.GAUGE,
            "Between which the loss of the long window lies with 95 % confidence.",
            "link",
            "view",
            "bound"),
    LINK_RTT("rhumb_link_rtt_seconds", Type.GAUGE, "Median round trip of probes.", "link"),
    LINK_DELAY("rhumb_link_delay_seconds", Type.GAUGE, "One-way delay of a link.", "link"),
    LINK_JITTER(
            "rhumb_link_jitter_seconds",
            Type.GAUGE,
            "One-way delay variation (RFC 3550).",
            "link",
            "view"),
    LINK_DELAY_TAIL(
            "rhumb_link_delay_rise_p95_seconds",
            Type.GAUGE,
            "One-way delay above its lately lowest value, exceeded by one sample in twenty.",
            "link",
            "view"),
    LINK_GOODPUT(
            "rhumb_link_goodput_bits_per_second",
            Type.GAUGE,
            "Media that came over a link, as its receiver counts them.",
            "link"),
    LINK_REORDERED(
            "rhumb_link_reordered_ratio", Type.GAUGE, "Reordered share of a link.", "link", "view"),
    LINK_DUPLICATE(
            "rhumb_link_duplicate_ratio",
            Type.GAUGE,
            "Share of packets of a link that came more than once.",
            "link",
            "view"),
    DSCP_PROBES(
            "rhumb_agent_dscp_probes_total",
            Type.COUNTER,
            "STAMP test packets that tried a code point."),
    DSCP_SWEEPS(
            "rhumb_agent_dscp_sweeps_total",
            Type.COUNTER,
            "Sweeps over all 64 code points of a link."),
    DSCP_BEHAVIOUR(
            "rhumb_link_dscp_behaviour_info",
            Type.GAUGE,
            "What a link does to code points, by its name in RFC 9435; always 1.",
            "link",
            "view",
            "behaviour"),
    DSCP_KNOWN(
            "rhumb_link_dscp_known_code_points",
            Type.GAUGE,
            "Code points whose treatment on a link is known, of 64.",
            "link",
            "view"),
    DSCP_CHANGED(
            "rhumb_link_dscp_changed_code_points",
            Type.GAUGE,
            "Code points that do not arrive as they were sent.",
            "link",
            "view"),
    DSCP_WORSE(
            "rhumb_link_dscp_worse_code_points",
            Type.GAUGE,
            "Code points that are lost or delayed more than the link's others.",
            "link",
            "view");

    private final Description description;

    AgentMetric(String metric, Type type, String help, String... labels) {
        description = new Description(metric, type, help, labels);
    }

    @Override
    public Description description() {
        return description;
    }
}
