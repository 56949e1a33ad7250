package rhumb.lab.observe;

import java.util.List;

/** What links do to packets. Twenty at a time: a full mesh has thousands. */
final class LinkBoard {
    private static final String LINKS = "pop=~\"$pop\",link=~\"$link\"";
    private static final String RECEIVED = "view=\"receiver\"," + LINKS;

    private LinkBoard() {}

    static Board board() {
        return new Board(
                "rhumb-links",
                "Rhumb: link quality",
                "Loss, delay and order of the chosen links; of more than twenty the twenty worst. A"
                        + " direction is judged by the PoP at which it ends.",
                List.of(BoardVariable.POPS, BoardVariable.LINKS, BoardVariable.CLASSES),
                List.of(state(), delay(), media(), codePoints()));
    }

    private static Panel worst(String title, String description, String unit, String series) {
        return Panel.series(title, description, unit)
                .query("topk(20, max by (link) (" + series + "))", "{{link}}");
    }

    private static Board.Row state() {
        return Board.Row.of(
                "State and loss",
                Panel.of(
                                PanelKind.TIMELINE,
                                "State",
                                "Degraded: it no longer does for some class, whose traffic leaves it.",
                                "none")
                        .query(
                                "topk(20, max by (link) (rhumb_link_status{" + RECEIVED + "}))",
                                "{{link}}")
                        .mapped(Boards.LINK_STATES)
                        .runbook("RhumbLinkSilent")
                        .size(24, 8),
                worst(
                                "Loss, short window",
                                "Over two seconds: what reactions look at.",
                                "percentunit",
                                "rhumb_link_loss_ratio{window=\"short\"," + RECEIVED + "}")
                        .limits(0.01, 0.05)
                        .runbook("RhumbLinkDegraded"),
                Panel.series(
                                "Between which the loss of the long window lies",
                                "With 95 % confidence: far apart means that too few packets were seen.",
                                "percentunit")
                        .query(
                                "topk(20, max by (link, bound) (rhumb_link_loss_bound_ratio{"
                                        + RECEIVED
                                        + "}))",
                                "{{link}} {{bound}}"),
                worst(
                        "Packets out of order",
                        "Share of packets that came after a later one.",
                        "percentunit",
                        "rhumb_link_reordered_ratio{" + RECEIVED + "}"),
                worst(
                        "Packets that came twice",
                        "Share of packets that came more than once.",
                        "percentunit",
                        "rhumb_link_duplicate_ratio{" + RECEIVED + "}"));
    }

    private static Board.Row delay() {
        return Board.Row.of(
                "Delay",
                worst(
                        "Round trip",
                        "Median of probes there and back.",
                        "s",
                        "rhumb_link_rtt_seconds{" + LINKS + "}"),
                worst(
                        "One-way delay",
                        "Without clocks in step it is half the round trip.",
                        "s",
                        "rhumb_link_delay_seconds{" + LINKS + "}"),
                worst(
                        "Delay above its floor",
                        "What one sample in twenty exceeds: queues in the underlay.",
                        "s",
                        "rhumb_link_delay_rise_p95_seconds{" + RECEIVED + "}"),
                worst(
                        "Delay variation",
                        "As RFC 3550 counts it.",
                        "s",
                        "rhumb_link_jitter_seconds{" + RECEIVED + "}"));
    }

    private static Board.Row media() {
        return Board.Row.of(
                "Media and probes",
                worst(
                        "Media received",
                        "As the far end of the link counts them.",
                        "bps",
                        "rhumb_link_goodput_bits_per_second{" + LINKS + "}"),
                Panel.series(
                                "Overlay datagrams lost",
                                "Of what the far end sent into the link, by its sequence numbers.",
                                "percentunit")
                        .query(
                                "topk(20, clamp_min(1 - sum by (link)"
                                        + " (rate(rhumb_forwarder_link_packets_received_total{"
                                        + LINKS
                                        + "}[$__rate_interval])) / (sum by (link)"
                                        + " (rate(rhumb_forwarder_link_packets_expected_total{"
                                        + LINKS
                                        + "}[$__rate_interval])) > 0), 0))",
                                "{{link}}")
                        .limits(0.01, 0.05),
                Panel.series(
                                "Lost packets and what became of them",
                                "Of protected classes: asked for again, repaired, too late, or not"
                                        + " recovered. All links chosen together.",
                                "pps")
                        .query(
                                "sum by (what) (rate(rhumb_forwarder_link_protection_packets_total{"
                                        + LINKS
                                        + ",class=~\"$class\",what=~\"lost|late|retransmitted|repaired|unrecovered\"}"
                                        + "[$__rate_interval]))",
                                "{{what}}"),
                Panel.series(
                                "Time between probes",
                                "Links with the longest first; the reason says what decided.",
                                "s")
                        .query(
                                "topk(20, max by (link, reason) (rhumb_link_probe_interval_seconds{"
                                        + LINKS
                                        + "}))",
                                "{{link}} {{reason}}")
                        .runbook("RhumbProbeBudgetShort"));
    }

    private static Board.Row codePoints() {
        return Board.Row.of(
                "Code points",
                worst(
                        "Code points changed on the way",
                        "Of 64; what arrives differs from what was sent.",
                        "none",
                        "rhumb_link_dscp_changed_code_points{" + RECEIVED + "}"),
                worst(
                        "Code points treated worse",
                        "Of 64; lost or delayed more than the link's others.",
                        "none",
                        "rhumb_link_dscp_worse_code_points{" + RECEIVED + "}"));
    }
}
