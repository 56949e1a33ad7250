package rhumb.lab.observe;

import java.util.List;

/** The controllers: who leads, what they hear, and who knocks. */
final class ControllerBoard {
    private ControllerBoard() {}

    static Board board() {
        return new Board(
                "rhumb-controllers",
                "Rhumb: controllers",
                "Who leads, what the controllers hear and send, and who is turned away.",
                List.of(),
                List.of(cluster(), southbound(), operators()));
    }

    private static Panel each(String title, String description, String unit, String metric) {
        return Panel.series(title, description, unit).query(metric, "{{instance}}").size(8, 8);
    }

    private static Panel rates(String title, String description, String metric, String labels) {
        StringBuilder legend = new StringBuilder();
        for (String label : labels.split(", ", -1)) {
            legend.append(legend.isEmpty() ? "" : " ").append("{{").append(label).append("}}");
        }
        return Panel.series(title, description, "ops")
                .query(
                        "sum by (" + labels + ") (rate(" + metric + "[$__rate_interval]))",
                        legend.toString())
                .size(8, 8);
    }

    private static Board.Row cluster() {
        return Board.Row.of(
                "Cluster",
                Panel.of(
                                PanelKind.TIMELINE,
                                "Leads",
                                "Exactly one does. For moments two may believe it; only one can decide.",
                                "none")
                        .query("rhumb_controller_cluster_leads", "{{instance}}")
                        .mapped(Boards.YES_OR_NO)
                        .runbook("RhumbSeveralLeaders")
                        .size(16, 8),
                each(
                        "Term",
                        "Number of the last election. Rising often: members lose sight of each other.",
                        "none",
                        "rhumb_controller_cluster_term"),
                each(
                        "Members heard",
                        "Within the last second, with itself; the leader hears all.",
                        "none",
                        "rhumb_controller_cluster_members_heard"),
                each(
                        "Entries that a majority holds",
                        "Of the common log; a member that stands still is cut off.",
                        "none",
                        "rhumb_controller_cluster_committed"),
                Panel.series(
                                "Not kept",
                                "Commits and entries of the audit log that found no room, in 10 min.",
                                "none")
                        .query(
                                "sum by (journal) (increase(rhumb_controller_journal_failures_total[10m]))",
                                "{{journal}}")
                        .limits(1, 2)
                        .runbook("RhumbJournalNotKept")
                        .size(8, 8),
                Panel.stat(
                                "Start-up",
                                "The phase that each controller has reached; the last is first-update.",
                                "none")
                        .query("sum by (phase) (rhumb_controller_startup_phase) > 0", "{{phase}}")
                        .size(8, 4),
                Panel.stat(
                                "Plan faults",
                                "Paths that broke a promise of plans, found by samples, in the time shown. Always"
                                        + " zero.",
                                "none")
                        .query("sum(increase(rhumb_controller_plan_faults_total[$__range]))", "")
                        .limits(1, 1)
                        .runbook("RhumbPlanFault"),
                Panel.stat(
                                "Certificate ends",
                                "Of each controller; long ago where there is no TLS.",
                                "dateTimeFromNow")
                        .query("rhumb_controller_certificate_end_seconds * 1000", "{{instance}}")
                        .runbook("RhumbCertificateEnds")
                        .size(4, 4));
    }

    private static Board.Row southbound() {
        return Board.Row.of(
                "Agents and forwarders",
                Panel.series("Messages", "From and to agents and forwarders.", "ops")
                        .query(
                                "sum(rate(rhumb_controller_messages_received_total[$__rate_interval]))",
                                "received")
                        .query(
                                "sum(rate(rhumb_controller_messages_sent_total[$__rate_interval]))",
                                "sent")
                        .query(
                                "sum(rate(rhumb_controller_reports_total[$__rate_interval]))",
                                "reports")
                        .query(
                                "sum(rate(rhumb_controller_messages_paced_total[$__rate_interval]))",
                                "made to wait")
                        .size(8, 8),
                rates(
                        "Reports not believed",
                        "By the rule they broke.",
                        "rhumb_controller_estimates_rejected_total",
                        "reason"),
                Panel.series("Forwarders", "By what the controller knows of their rules.", "none")
                        .query(
                                "sum by (state) (rhumb_controller_forwarders"
                                        + Boards.OF_LEADER
                                        + ")",
                                "{{state}}")
                        .runbook("RhumbRulesRefused")
                        .size(8, 8),
                Panel.of(
                                PanelKind.BARS,
                                "Probes asked for, of what the budget allows",
                                "The ten PoPs with most; above one the budget is short.",
                                "percentunit")
                        .query(
                                "topk(10, max by (pop) (rhumb_controller_probe_load_ratio"
                                        + Boards.OF_LEADER
                                        + "))",
                                "{{pop}}")
                        .limits(0.8, 1)
                        .runbook("RhumbProbeBudgetShort")
                        .size(8, 8),
                Panel.of(
                                PanelKind.BARS,
                                "Rule updates with everything",
                                "The ten PoPs with most in the time shown; one for each connection.",
                                "none")
                        .query(
                                "topk(10, max by (pop)"
                                        + " (increase(rhumb_controller_rule_full_syncs_total[$__range])))",
                                "{{pop}}")
                        .size(8, 8),
                Panel.series(
                                "Links whose ends contradict each other",
                                "One end says that nothing arrives, the other that most does.",
                                "none")
                        .query("max(rhumb_controller_links_disputed)", "disputed")
                        .limits(1, 3)
                        .runbook("RhumbLinkDisputed")
                        .size(8, 8));
    }

    private static Board.Row operators() {
        return Board.Row.of(
                "Operators and strangers",
                rates(
                        "Answers of the northbound API",
                        "By HTTP status; 403: more than a role may.",
                        "rhumb_controller_northbound_requests_total",
                        "code"),
                Panel.series("Connections", "Half-open ones have not shown who they are.", "none")
                        .query(
                                "sum by (side, state) (rhumb_controller_connections)",
                                "{{side}} {{state}}")
                        .size(8, 8),
                rates(
                        "Connections turned away",
                        "Or crowded out before they showed who they are.",
                        "rhumb_controller_connections_turned_total",
                        "side, reason"),
                rates(
                                "Certificates not taken",
                                "By side and reason. Expired: somebody forgot to renew.",
                                "rhumb_controller_certificates_rejected_total",
                                "side, reason")
                        .runbook("RhumbStrangers"),
                Panel.series(
                                "Peers turned away or cut off",
                                "Unknown PoPs and versions, PoPs that greet as another, and such that"
                                        + " read nothing.",
                                "ops")
                        .query(
                                "sum(rate(rhumb_controller_peers_refused_total[$__rate_interval]))",
                                "refused")
                        .query(
                                "sum(rate(rhumb_controller_peers_foreign_total[$__rate_interval]))",
                                "another PoP's name")
                        .query(
                                "sum(rate(rhumb_controller_peers_slow_total[$__rate_interval]))",
                                "read nothing")
                        .runbook("RhumbStrangers")
                        .size(8, 8),
                rates(
                        "Frames that were no message",
                        "By what was wrong with them.",
                        "rhumb_controller_frames_rejected_total",
                        "reason"));
    }
}
