package rhumb.lab.observe;

import java.util.List;

/** All dashboards. */
final class Boards {
    static final List<Board> ALL =
            List.of(
                    OverlayBoard.board(),
                    LinkBoard.board(),
                    PathBoard.board(),
                    QueueBoard.board(),
                    PopBoard.board(),
                    ControllerBoard.board());

    /** Words and colours for the state of a link. */
    static final String LINK_STATES =
            """
            [{"type": "value", "options": {
              "0": {"text": "unknown", "color": "purple", "index": 0},
              "1": {"text": "up", "color": "green", "index": 1},
              "2": {"text": "degraded", "color": "yellow", "index": 2},
              "3": {"text": "down", "color": "red", "index": 3}}}]\
            """;

    /** Words and colours for what stands or does not. */
    static final String YES_OR_NO =
            """
            [{"type": "value", "options": {
              "0": {"text": "no", "color": "red", "index": 0},
              "1": {"text": "yes", "color": "green", "index": 1}}}]\
            """;

    /**
     * Of a controller that does not lead nothing counts: it hears no agents. Behind a series whose
     * values are greatest or summed up.
     */
    static final String OF_LEADER = " * on (instance) group_left () rhumb_controller_cluster_leads";

    private Boards() {}
}
