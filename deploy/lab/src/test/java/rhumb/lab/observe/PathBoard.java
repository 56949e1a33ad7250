package rhumb.lab.observe;

import java.util.List;

/** How often paths change, why, and how long media wait for it. */
final class PathBoard {
    private static final String BUCKETS = "rhumb_controller_degrade_to_switch_seconds_bucket";

    private PathBoard() {}

    static Board board() {
        return new Board(
                "rhumb-paths",
                "Rhumb: path changes",
                "How long media stay on a link that went bad, what moved paths, and what of it"
                        + " forwarders did by themselves.",
                List.of(BoardVariable.POPS),
                List.of(convergence(), moves(), forwarders()));
    }

    private static Panel quantile(String title, double quantile) {
        return Panel.stat(
                        title,
                        "From the first sign of a degradation to media on another path, over the"
                                + " time shown; no figure when nothing degraded.",
                        "s")
                .query(
                        "histogram_quantile("
                                + quantile
                                + ", sum by (le) (increase("
                                + BUCKETS
                                + "[$__range])))",
                        "")
                .limits(1, 3);
    }

    private static Board.Row convergence() {
        return Board.Row.of(
                "From degradation to switch",
                quantile("Half are faster than", 0.5).size(6, 5),
                quantile("95 % are faster than", 0.95).size(6, 5),
                quantile("99 % are faster than", 0.99).size(6, 5),
                Panel.stat(
                                "Degradations that moved media",
                                "Whose first packet on another path was seen, over the time shown.",
                                "none")
                        .query(
                                "sum(increase(rhumb_controller_degrade_to_switch_seconds_count[$__range]))",
                                "")
                        .size(6, 5),
                Panel.of(
                                PanelKind.HEATMAP,
                                "Degradation to switch",
                                "Each cell counts degradations by how long media stayed on the link.",
                                "none")
                        .query(
                                "sum by (le) (increase(" + BUCKETS + "[$__rate_interval]))",
                                "{{le}}"),
                Panel.of(
                                PanelKind.BARS,
                                "Where the time goes",
                                "Of each step of a convergence, what one in twenty exceeds.",
                                "s")
                        .query(
                                "histogram_quantile(0.95, sum by (le, from, to)"
                                        + " (increase(rhumb_controller_stage_seconds_bucket[$__range])))",
                                "{{from}} to {{to}}")
                        .limits(0.5, 1));
    }

    private static Board.Row moves() {
        return Board.Row.of(
                "Paths of the controller",
                Panel.series(
                                "Paths moved, by cause",
                                "Primary paths, one per ordered pair of PoPs and class. Better: nothing"
                                        + " forced it.",
                                "ops")
                        .query(
                                "sum by (cause) (rate(rhumb_controller_path_moves_total[$__rate_interval]))",
                                "{{cause}}")
                        .runbook("RhumbPathsFlapping"),
                Panel.series(
                                "Plans and rule updates",
                                "Plans that differ from the one before, and what they made the"
                                        + " controller send.",
                                "ops")
                        .query("sum(rate(rhumb_controller_plans_total[$__rate_interval]))", "plans")
                        .query(
                                "sum(rate(rhumb_controller_rule_deltas_total[$__rate_interval]))",
                                "updates with differences")
                        .query(
                                "sum(rate(rhumb_controller_rule_full_syncs_total[$__rate_interval]))",
                                "updates with everything")
                        .query(
                                "sum(rate(rhumb_controller_rule_refusals_total[$__rate_interval]))",
                                "refused")
                        .runbook("RhumbRulesRefused"));
    }

    private static Board.Row forwarders() {
        return Board.Row.of(
                "What forwarders do by themselves",
                Panel.series(
                                "Switches of active paths",
                                "The twenty PoPs that switch most; without the controller too.",
                                "ops")
                        .query(
                                "topk(20, sum by (pop) (rate(rhumb_forwarder_path_switches_total"
                                        + "{pop=~\"$pop\"}[$__rate_interval])))",
                                "{{pop}}")
                        .size(8, 8),
                Panel.series(
                                "Routes that are not on their first path",
                                "They wait for the controller's next plan.",
                                "none")
                        .query(
                                "topk(20, sum by (pop) (rhumb_forwarder_routes_on_backup{pop=~\"$pop\"}))",
                                "{{pop}}")
                        .size(8, 8),
                Panel.series(
                                "Ways round bad links in use",
                                "Of transit PoPs, one per link and class.",
                                "none")
                        .query(
                                "topk(20, sum by (pop) (rhumb_forwarder_bypasses{pop=~\"$pop\"}))",
                                "{{pop}}")
                        .size(8, 8),
                Panel.series("FLV streams moved", "To another chain of PoPs.", "ops")
                        .query(
                                "topk(20, sum by (pop) (rate(rhumb_forwarder_stream_reroutes_total"
                                        + "{pop=~\"$pop\"}[$__rate_interval])))",
                                "{{pop}}")
                        .size(24, 6));
    }
}
