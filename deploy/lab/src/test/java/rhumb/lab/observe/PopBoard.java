package rhumb.lab.observe;

import java.util.List;

/** One PoP: its agent and its forwarder. */
final class PopBoard {
    private PopBoard() {}

    static Board board() {
        return new Board(
                "rhumb-pop",
                "Rhumb: one PoP",
                "The agent and the forwarder of one PoP: whom they talk to, what they carry, drop"
                        + " and measure.",
                List.of(BoardVariable.ONE_POP),
                List.of(processes(), packets(), streams(), agent()));
    }

    private static Panel yes(String title, String description, String series) {
        return Panel.stat(title, description, "none")
                .query("min(" + series + "{pop=\"$pop\"})", "")
                .mapped(Boards.YES_OR_NO);
    }

    private static Panel rates(String title, String description, String metric, String label) {
        return Panel.series(title, description, "pps")
                .query(
                        "sum by ("
                                + label
                                + ") (rate("
                                + metric
                                + "{pop=\"$pop\"}[$__rate_interval]))",
                        "{{" + label + "}}")
                .size(8, 8);
    }

    private static Board.Row processes() {
        return Board.Row.of(
                "Processes",
                yes(
                                "Agent has a controller",
                                "Without, links are still measured and the forwarder is told.",
                                "rhumb_agent_controller_connected")
                        .runbook("RhumbAgentSilent"),
                yes(
                                "Forwarder has a controller",
                                "Without, media go on by the last rules.",
                                "rhumb_forwarder_controller_connected")
                        .runbook("RhumbForwarderWithoutController"),
                yes(
                        "Forwarder has its agent",
                        "Without, it leaves a path only when the path falls silent.",
                        "rhumb_forwarder_agent_connected"),
                Panel.stat("Sessions", "Live ones, by the side on which this PoP is.", "none")
                        .query(
                                "sum by (side) (rhumb_forwarder_sessions{pop=\"$pop\"})",
                                "{{side}}"),
                Panel.stat("Epoch", "Of the rules that run.", "none")
                        .query("max(rhumb_forwarder_epoch{pop=\"$pop\"})", ""),
                Panel.stat(
                                "Age of the newest key",
                                "Keys are changed about every two minutes; older than ten: look for a"
                                        + " neighbour that does not get the new one.",
                                "s")
                        .query("max(rhumb_forwarder_key_age_seconds{pop=\"$pop\"})", "")
                        .limits(300, 600),
                Panel.stat(
                                "Links that cannot send",
                                "For want of a key or of the neighbour's life.",
                                "none")
                        .query("max(rhumb_forwarder_links_unsealed{pop=\"$pop\"})", "")
                        .limits(1, 3));
    }

    private static Board.Row packets() {
        return Board.Row.of(
                "Packets",
                rates(
                        "In",
                        "By where packets come from.",
                        "rhumb_forwarder_packets_in_total",
                        "from"),
                rates("Out", "By where packets go.", "rhumb_forwarder_packets_out_total", "to"),
                Panel.series("Dropped", "The ten commonest reasons; none is lost uncounted.", "pps")
                        .query(
                                "topk(10, sum by (reason) (rate(rhumb_forwarder_packets_dropped_total"
                                        + "{pop=\"$pop\"}[$__rate_interval])))",
                                "{{reason}}")
                        .runbook("RhumbUnauthenticatedPackets")
                        .size(8, 8),
                Panel.series("Links used most", "Datagrams sent into the ten.", "pps")
                        .query(
                                "topk(10, sum by (link) (rate(rhumb_forwarder_link_packets_sent_total"
                                        + "{pop=\"$pop\"}[$__rate_interval])))",
                                "{{link}}"),
                Panel.series(
                                "What the kernel or a thread did not take",
                                "Not zero for long: the machine is too small for its load.",
                                "pps")
                        .query(
                                "sum(rate(rhumb_forwarder_send_failures_total{pop=\"$pop\"}[$__rate_interval]))",
                                "datagrams of the forwarder")
                        .query(
                                "sum(rate(rhumb_agent_send_failures_total{pop=\"$pop\"}[$__rate_interval]))",
                                "datagrams of the agent")
                        .query(
                                "sum(rate(rhumb_forwarder_commands_dropped_total{pop=\"$pop\"}[$__rate_interval]))",
                                "messages to the packet thread")
                        .query(
                                "sum(rate(rhumb_agent_commands_dropped_total{pop=\"$pop\"}[$__rate_interval]))",
                                "messages to the probe thread"));
    }

    private static Board.Row streams() {
        return Board.Row.of(
                "FLV streams",
                Panel.series("Open connections", "Of viewers, chains and origins.", "none")
                        .query("sum(rhumb_forwarder_stream_connections{pop=\"$pop\"})", "open")
                        .size(8, 8),
                Panel.series("Bytes", "To viewers, from origins, and relayed.", "Bps")
                        .query(
                                "sum by (part) (rate(rhumb_forwarder_stream_bytes_total"
                                        + "{pop=\"$pop\"}[$__rate_interval]))",
                                "{{part}}")
                        .size(8, 8),
                rates(
                        "Turned away",
                        "Connections or frames, by reason.",
                        "rhumb_forwarder_stream_rejects_total",
                        "reason"));
    }

    private static Board.Row agent() {
        return Board.Row.of(
                "Agent",
                Panel.series(
                                "Probes",
                                "Sent, answered by neighbours, and answered for neighbours.",
                                "pps")
                        .query(
                                "sum(rate(rhumb_agent_probes_sent_total{pop=\"$pop\"}[$__rate_interval]))",
                                "sent")
                        .query(
                                "sum(rate(rhumb_agent_replies_received_total{pop=\"$pop\"}[$__rate_interval]))",
                                "answers that count")
                        .query(
                                "sum(rate(rhumb_agent_probes_reflected_total{pop=\"$pop\"}[$__rate_interval]))",
                                "answered")
                        .size(8, 8),
                rates(
                        "Datagrams not taken",
                        "Strangers and faults, by reason.",
                        "rhumb_agent_datagrams_rejected_total",
                        "reason"),
                Panel.series(
                                "Times the agent was held up",
                                "It excuses its links for that time. Often: the machine is too busy or"
                                        + " its clock jumps.",
                                "none")
                        .query(
                                "sum(increase(rhumb_agent_stalls_total{pop=\"$pop\"}[5m]))",
                                "in 5 min")
                        .limits(3, 10)
                        .runbook("RhumbAgentHeldUp")
                        .size(8, 8),
                Panel.series("Probed links", "By what they are probed for.", "none")
                        .query(
                                "sum by (tier) (rhumb_agent_probed_links{pop=\"$pop\"})",
                                "{{tier}}"),
                Panel.series(
                                "By how much intervals are lengthened",
                                "Because the budget of probes does not suffice; 0 when it does.",
                                "percentunit")
                        .query(
                                "max by (tier) (rhumb_agent_probe_stretch_ratio{pop=\"$pop\"})",
                                "{{tier}}")
                        .limits(0.5, 2)
                        .runbook("RhumbProbeBudgetShort"));
    }
}
