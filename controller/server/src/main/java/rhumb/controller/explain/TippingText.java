package rhumb.controller.explain;

import java.util.Locale;
import rhumb.controller.whatif.Tipping;

/** Writes what would change a choice for people. */
public final class TippingText {
    private TippingText() {}

    /** Several lines, each ended. */
    public static String text(Tipping tipping) {
        StringBuilder out = new StringBuilder();
        if (tipping.waits()) {
            line(
                    out,
                    "  without any change it moves to %s, when the wait is over",
                    tipping.destination());
        }
        if (tipping.points().isEmpty()) {
            line(
                    out,
                    tipping.tired()
                            ? "  what would change it: not found with as many trials as an overlay of"
                                    + " this size allows"
                            : "  what would change it: nothing within reason of one link alone"
                                    + " (delay, loss or recovery)");
            return out.toString();
        }
        line(
                out,
                "  what would change it, at least (each tried on the planner; hold-down taken as"
                        + " over):");
        for (Tipping.Point point : tipping.points()) {
            line(
                    out,
                    "    %-24s %-28s then %s%s",
                    point.link(),
                    amount(point),
                    point.path() == null ? "no path" : point.path(),
                    point.breaks() ? " (breaks the target of the class)" : "");
        }
        if (tipping.tired()) {
            line(out, "    not all was tried: the overlay is large");
        }
        return out.toString();
    }

    private static String amount(Tipping.Point point) {
        return switch (point.kind()) {
            case DELAY_RISES -> delay("+", point);
            case DELAY_FALLS -> delay("-", point);
            case LOSS_RISES -> loss("+", point);
            case LOSS_FALLS -> loss("-", point);
            case RECOVERS -> "up, no loss, trusted again";
        };
    }

    private static String delay(String sign, Tipping.Point p) {
        return String.format(
                Locale.ROOT, "delay %s%.1f ms, to %.1f ms", sign, p.by() / 1e6, p.value() / 1e6);
    }

    private static String loss(String sign, Tipping.Point p) {
        return String.format(
                Locale.ROOT, "loss %s%.2f%%, to %.2f%%", sign, p.by() / 1e4, p.value() / 1e4);
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void line(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
