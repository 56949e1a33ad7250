package rhumb.sim.report;

import java.util.Locale;
import java.util.OptionalLong;
import rhumb.sim.ledger.StreamFigures;

/** Shows a report to people, in at most {@value #WIDTH} columns. */
public final class ReportTable {
    static final int WIDTH = 100;

    private static final String STREAM_ROW = "%-14s %-10s %-13s %7s %6s %6s %4s %7s %8s %8s %7s%n";
    private static final String EVENT_ROW = "%3s %8s  %-45s %9s %9s %9s%n";
    private static final double NS_PER_MS = 1e6;

    private ReportTable() {}

    /** The table as lines of text. */
    public static String render(RunReport r) {
        StringBuilder out = new StringBuilder();
        out.append(cut(r.scenario() + ": " + r.title(), WIDTH)).append('\n');
        line(
                out,
                "%d PoPs, %d links, %.0f s, seed %d%n%n",
                r.pops(),
                r.links(),
                r.durationMs() / 1e3,
                r.seed());
        events(out, r);
        streams(out, r);
        for (ExpectationReport e : r.expectations()) {
            String verdict = e.held() ? "held   " : "MISSED ";
            out.append(cut(verdict + " " + e.text() + "  (" + e.measured() + ")", WIDTH));
            out.append('\n');
        }
        long missed = r.expectations().stream().filter(e -> !e.held()).count();
        int all = r.expectations().size();
        out.append(
                r.ok()
                        ? "ok: all " + all + " expectations held"
                        : missed + " of " + all + " missed");
        return out.append('\n').toString();
    }

    private static void events(StringBuilder out, RunReport r) {
        if (r.events().isEmpty()) {
            return;
        }
        line(out, EVENT_ROW, "#", "at", "event", "detected", "switched", "recovered");
        for (EventReport e : r.events()) {
            boolean never = e.recovery().affected() && e.recovery().afterNs().isEmpty();
            line(
                    out,
                    EVENT_ROW,
                    e.number(),
                    String.format(Locale.ROOT, "%.2f s", e.atNs() / 1e9),
                    cut(e.what(), 45),
                    ms(e.detectNs()),
                    ms(e.localSwitchNs()),
                    never ? "never" : ms(e.recovery().afterNs()));
        }
        out.append('\n');
    }

    private static void streams(StringBuilder out, RunReport r) {
        line(
                out,
                STREAM_ROW,
                "stream",
                "class",
                "from->to",
                "sent",
                "lost",
                "twice",
                "bad",
                "p50 ms",
                "p99 ms",
                "gap ms",
                "switch");
        for (StreamReport s : r.streams()) {
            StreamFigures f = s.figures();
            line(
                    out,
                    STREAM_ROW,
                    cut(s.name(), 14),
                    s.trafficClass().label(),
                    cut(s.from() + "->" + s.to(), 13),
                    f.sent(),
                    f.lost(),
                    f.duplicate(),
                    f.corrupt(),
                    ms(f.delayNsP50()),
                    ms(f.delayNsP99()),
                    ms(f.longestGapNs()),
                    s.switches());
        }
        out.append('\n');
    }

    private static void line(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }

    private static String ms(OptionalLong ns) {
        return ns.isPresent()
                ? String.format(Locale.ROOT, "%d ms", Math.ceilDiv(ns.getAsLong(), 1_000_000L))
                : "-";
    }

    private static String ms(long ns) {
        return ns < 0 ? "-" : String.format(Locale.ROOT, "%.1f", ns / NS_PER_MS);
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "~";
    }
}
