package rhumb.lab.observe;

import java.util.List;

/** What uplinks send, keep waiting and drop, by class and tenant. */
final class QueueBoard {
    private static final String CHOSEN = "pop=~\"$pop\",class=~\"$class\"";

    private QueueBoard() {}

    static Board board() {
        return new Board(
                "rhumb-queues",
                "Rhumb: classes and queues",
                "What uplinks send, keep waiting and drop, by class and by tenant.",
                List.of(BoardVariable.POPS, BoardVariable.CLASSES),
                List.of(classes(), uplinks(), order()));
    }

    private static Panel byClass(String title, String description, String unit, String metric) {
        return Panel.series(title, description, unit)
                .query(
                        "sum by (class) (rate("
                                + metric
                                + "{"
                                + CHOSEN
                                + "}[$__rate_interval]))"
                                + (unit.equals("bps") ? " * 8" : ""),
                        "{{class}}");
    }

    private static Board.Row classes() {
        return Board.Row.of(
                "Classes",
                byClass(
                        "Sent",
                        "Into all uplinks of the chosen PoPs, with IP and UDP headers.",
                        "bps",
                        "rhumb_forwarder_queue_bytes_total"),
                Panel.series(
                                "Dropped",
                                "Share of what came to the queues. Bulk gives way to media: that is"
                                        + " its purpose.",
                                "percentunit")
                        .query(
                                "sum by (class) (rate(rhumb_forwarder_queue_drops_total{"
                                        + CHOSEN
                                        + "}[$__rate_interval])) / ((sum by (class)"
                                        + " (rate(rhumb_forwarder_queue_packets_total{"
                                        + CHOSEN
                                        + "}[$__rate_interval])) + sum by (class)"
                                        + " (rate(rhumb_forwarder_queue_drops_total{"
                                        + CHOSEN
                                        + "}[$__rate_interval]))) > 0)",
                                "{{class}}")
                        .limits(0.001, 0.01)
                        .runbook("RhumbClassLosesInQueue"),
                Panel.series(
                                "Dropped, by reason",
                                "Full queue, cap, CoDel, or too late to be of use.",
                                "pps")
                        .query(
                                "sum by (class, reason) (rate(rhumb_forwarder_queue_drops_total{"
                                        + CHOSEN
                                        + "}[$__rate_interval])) > 0",
                                "{{class}} {{reason}}"),
                Panel.series(
                                "Wait, 99th percentile",
                                "The twenty longest of PoP, uplink and class.",
                                "s")
                        .query(
                                "topk(20, max by (pop, uplink, class) (rhumb_forwarder_queue_delay_seconds{"
                                        + "quantile=\"0.99\","
                                        + CHOSEN
                                        + "}))",
                                "{{pop}} {{uplink}} {{class}}")
                        .limits(0.005, 0.02),
                Panel.series("Waiting", "Packets in queues now.", "none")
                        .query(
                                "sum by (class) (rhumb_forwarder_queue_waiting{" + CHOSEN + "})",
                                "{{class}}"),
                byClass(
                        "Congestion marks",
                        "Packets marked instead of dropped (ECN).",
                        "pps",
                        "rhumb_forwarder_queue_marks_total"));
    }

    private static Board.Row uplinks() {
        return Board.Row.of(
                "Uplinks and tenants",
                Panel.series(
                                "Use of uplinks",
                                "The twenty fullest, of those whose rate the intent says.",
                                "percentunit")
                        .query(
                                "topk(20, sum by (pop, uplink) (rate(rhumb_forwarder_queue_bytes_total"
                                        + "{pop=~\"$pop\"}[$__rate_interval])) / max by (pop, uplink)"
                                        + " (rhumb_forwarder_uplink_limit_bytes_per_second{pop=~\"$pop\"}))",
                                "{{pop}} {{uplink}}")
                        .limits(0.8, 0.95)
                        .runbook("RhumbUplinkNearLimit"),
                Panel.series("Links by class", "The twenty that send most.", "bps")
                        .query(
                                "topk(20, sum by (link, class)"
                                        + " (rate(rhumb_forwarder_link_class_bytes_sent_total{"
                                        + CHOSEN
                                        + "}[$__rate_interval])) * 8)",
                                "{{link}} {{class}}"),
                Panel.series("Tenants", "The twenty that send most.", "bps")
                        .query(
                                "topk(20, sum by (tenant) (rate(rhumb_forwarder_tenant_bytes_total"
                                        + "{pop=~\"$pop\"}[$__rate_interval])) * 8)",
                                "{{tenant}}"),
                Panel.series("Packets of tenants dropped", "The twenty that lose most.", "pps")
                        .query(
                                "topk(20, sum by (tenant, reason) (rate(rhumb_forwarder_tenant_drops_total"
                                        + "{pop=~\"$pop\"}[$__rate_interval])))",
                                "{{tenant}} {{reason}}"));
    }

    private static Board.Row order() {
        return Board.Row.of(
                "At the far end",
                byClass(
                        "Packets out of order",
                        "That left the overlay after a later one of their flow.",
                        "pps",
                        "rhumb_forwarder_packets_reordered_total"),
                byClass(
                        "Packets that came twice",
                        "And were dropped for that: copies over a second path do it.",
                        "pps",
                        "rhumb_forwarder_packets_duplicate_total"));
    }
}
