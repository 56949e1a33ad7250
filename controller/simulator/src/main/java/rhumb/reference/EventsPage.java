package rhumb.reference;

import java.util.Locale;
import rhumb.controller.event.EventCode;

/** docs/reference/events.md: every kind of event. */
final class EventsPage {
    private static final String HEAD =
            """
            # Events

            What a controller tells of operation: `rhumb show events` has those since its start, `rhumb events` looks back
            (`docs/history.md`), and its log has one line for each. Codes are stable: alerts and runbooks refer to them. This
            page is made of the code (`./rhumb reference events`), and a test holds it to that.

            How commands end, and the numbers with which a controller answers programs, are in `docs/reference/commands.md`;
            why packets, probes and reports are refused is in `docs/reference/drops.md`.

            """;

    private EventsPage() {}

    static String text() {
        Rows rows = new Rows("code", "severity", "what", "why", "what to do");
        for (EventCode code : EventCode.values()) {
            rows.row(
                    Rows.code(code.name()),
                    code.severity().name().toLowerCase(Locale.ROOT),
                    code.title(),
                    code.cause(),
                    code.whatToDo());
        }
        return HEAD + rows;
    }
}
