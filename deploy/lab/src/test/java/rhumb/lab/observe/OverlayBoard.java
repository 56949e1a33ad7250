package rhumb.lab.observe;

import java.util.List;

/** The whole overlay at one look. */
final class OverlayBoard {
    private static final String JOINED =
            """
            [{"id": "joinByField", "options": {"byField": "pop", "mode": "outer"}},
             {"id": "organize", "options": {"excludeByName": {"Time": true, "Time 1": true,
               "Time 2": true, "Time 3": true}, "indexByName": {}, "renameByName": {
               "Value #latitude": "latitude", "Value #longitude": "longitude",
               "Value #worst": "worst link"}}}]\
            """;
    private static final String GRAPH =
            """
            [{"id": "organize", "options": {"excludeByName": {"Time": true}, "indexByName": {},
              "renameByName": {"Value": "mainstat", "Value #nodes": "mainstat",
               "Value #edges": "mainstat"}}}]\
            """;

    private OverlayBoard() {}

    static Board board() {
        return new Board(
                "rhumb-overlay",
                "Rhumb: overlay",
                "Whether the overlay stands, where its PoPs are, and which links are bad.",
                List.of(BoardVariable.POPS),
                List.of(now(), map(), worst()));
    }

    private static Board.Row now() {
        return Board.Row.of(
                "Now",
                Panel.stat("PoPs", "PoPs of the intent.", "none")
                        .query("max(rhumb_controller_pops)", ""),
                Panel.stat(
                                "Controllers that lead",
                                "Exactly one leads. With none, media go on by the last rules, and nothing"
                                        + " new is decided.",
                                "none")
                        .query("sum(rhumb_controller_cluster_leads)", "")
                        .step(0, "red")
                        .step(1, "green")
                        .step(2, "red")
                        .runbook("RhumbControllerWithoutLeader"),
                Panel.stat(
                                "Processes connected",
                                "Agents and forwarders that have a session with the controller that"
                                        + " leads; each should be as many as there are PoPs.",
                                "none")
                        .query("max by (role) (rhumb_controller_peers)", "{{role}}")
                        .runbook("RhumbAgentSilent"),
                Panel.stat(
                                "Processes not scraped",
                                "Targets of Prometheus that do not answer it.",
                                "none")
                        .query("sum(up{job=~\"rhumb-.*\"} == bool 0)", "")
                        .limits(1, 2)
                        .runbook("RhumbForwarderDown"),
                Panel.stat(
                                "Links by state",
                                "Directed links as the controller that leads judges them. Unknown is"
                                        + " not up: such links are avoided.",
                                "none")
                        .query(
                                "max by (status) (rhumb_controller_links" + Boards.OF_LEADER + ")",
                                "{{status}}")
                        .runbook("RhumbLinkDegraded"),
                Panel.stat("Flows", "Flows that forwarders say they carry.", "none")
                        .query("max(rhumb_controller_flows)", ""));
    }

    private static Board.Row map() {
        return Board.Row.of(
                "Map",
                Panel.of(
                                PanelKind.MAP,
                                "PoPs and their worst incoming link",
                                "A PoP is where the intent says (latitude, longitude); PoPs without a"
                                        + " place are not on the map. The colour is the worst state of the"
                                        + " links that end there.",
                                "none")
                        .query(
                                "latitude",
                                "max by (pop) (rhumb_controller_pop_latitude_degrees{pop=~\"$pop\"})",
                                "")
                        .query(
                                "longitude",
                                "max by (pop) (rhumb_controller_pop_longitude_degrees{pop=~\"$pop\"})",
                                "")
                        .query(
                                "worst",
                                "max by (pop) (rhumb_link_status{view=\"receiver\",pop=~\"$pop\"})",
                                "")
                        .mapped(Boards.LINK_STATES)
                        .transformed(JOINED)
                        .size(14, 14),
                Panel.of(
                                PanelKind.GRAPH,
                                "The 200 worst links",
                                "PoPs and directed links, as the PoP at which a link ends judges it; a"
                                        + " full mesh has more links than anybody can look at.",
                                "none")
                        .query(
                                "nodes",
                                "label_replace(label_replace(max by (pop)"
                                        + " (rhumb_link_status{view=\"receiver\"}), \"id\", \"$1\", \"pop\","
                                        + " \"(.*)\"), \"title\", \"$1\", \"pop\", \"(.*)\")",
                                "")
                        .query(
                                "edges",
                                "label_replace(label_replace(label_replace(topk(200, max by (link)"
                                        + " (rhumb_link_status{view=\"receiver\",pop=~\"$pop\"})), \"id\","
                                        + " \"$1\", \"link\", \"(.*)\"), \"source\", \"$1\", \"link\","
                                        + " \"([a-z0-9-]+)(/.*)?->.*\"), \"target\", \"$1\", \"link\","
                                        + " \".*->([a-z0-9-]+)(/.*)?\")",
                                "")
                        .mapped(Boards.LINK_STATES)
                        .transformed(GRAPH)
                        .size(10, 14));
    }

    private static Board.Row worst() {
        return Board.Row.of(
                "Worst links",
                Panel.of(
                                PanelKind.TABLE,
                                "Links that are degraded or down",
                                "As the PoP at which the link ends judges it; empty when all is well.",
                                "none")
                        .query(
                                "topk(50, max by (link)"
                                        + " (rhumb_link_status{view=\"receiver\",pop=~\"$pop\"}) > 1)",
                                "")
                        .mapped(Boards.LINK_STATES)
                        .runbook("RhumbLinkDegraded")
                        .size(8, 9),
                Panel.series(
                                "Loss of the ten worst links",
                                "Over the short window of two seconds, at the end of the link.",
                                "percentunit")
                        .query(
                                "topk(10, max by (link)"
                                        + " (rhumb_link_loss_ratio{view=\"receiver\",window=\"short\",pop=~\"$pop\"}))",
                                "{{link}}")
                        .limits(0.01, 0.05)
                        .size(8, 9),
                Panel.series(
                                "Delay above its floor of the ten worst links",
                                "What one sample in twenty exceeds: queues in the underlay.",
                                "s")
                        .query(
                                "topk(10, max by (link)"
                                        + " (rhumb_link_delay_rise_p95_seconds{view=\"receiver\",pop=~\"$pop\"}))",
                                "{{link}}")
                        .size(8, 9));
    }
}
