package rhumb.controller.explain;

import java.util.Locale;
import java.util.stream.Collectors;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.plan.Explanation;
import rhumb.controller.plan.Held;
import rhumb.controller.plan.LinkCost;
import rhumb.controller.plan.Term;
import rhumb.controller.text.Figures;
import rhumb.net.LinkId;

/** Writes an explanation for people. */
public final class PathExplanation {
    private static final long MS = 1_000_000L;

    private PathExplanation() {}

    /**
     * Several lines, each ended.
     *
     * @param nowNs the present moment, to say how long ago things were
     */
    public static String text(Explanation e, long nowNs) {
        StringBuilder out = new StringBuilder();
        line(out, "%s -> %s, class %s: %s", e.from(), e.to(), e.trafficClass(), e.chosen().text());
        line(
                out,
                "  cost %s in plan %d, chosen %s ago",
                ms(e.chosen().totalUs()),
                e.planNumber(),
                ago(nowNs - e.sinceNs()));
        for (Explanation.PricedLink link : e.chosen().links()) {
            line(
                    out,
                    "    %-24s %10s = %s",
                    link.state().link(),
                    ms(link.cost().total()),
                    terms(link));
        }
        line(out, "  why: %s", e.cause().text());
        if (!e.previous().isEmpty()) {
            line(
                    out,
                    "  before: %s",
                    e.previous().stream().map(LinkId::toString).collect(Collectors.joining(", ")));
        }
        held(out, e, nowNs);
        if (e.money().centsPerGb() > 0) {
            line(
                    out,
                    "  money: %d cents per GB, %.2f dollars a day at %.1f Mbit/s",
                    e.money().centsPerGb(),
                    e.money().dollarsPerDay(),
                    e.money().rateBps() / 1e6);
        }
        e.notes().forEach(note -> line(out, "  note: %s", note.text()));
        for (Explanation.RunnerUp other : e.runnersUp()) {
            runnerUp(out, other);
        }
        return out.toString();
    }

    private static void held(StringBuilder out, Explanation e, long nowNs) {
        Explanation.HeldBack held = e.held();
        if (held == null) {
            line(out, "  held back: nothing, no path is cheaper");
        } else if (held.reason() == Held.Reason.HOLD_DOWN) {
            line(
                    out,
                    "  held back: %s saves %s, waits out the hold-down for another %s",
                    held.path().text(),
                    ms(held.gainUs()),
                    ago(Math.max(0, held.untilNs() - nowNs)));
        } else if (held.reason() != Held.Reason.GAIN_TOO_SMALL) {
            line(
                    out,
                    "  held back: %s saves %s, %s",
                    held.path().text(),
                    ms(held.gainUs()),
                    held.text());
        } else {
            line(
                    out,
                    "  held back: %s saves %s, a move needs %s",
                    held.path().text(),
                    ms(held.gainUs()),
                    ms(held.neededUs()));
        }
    }

    private static void runnerUp(StringBuilder out, Explanation.RunnerUp other) {
        line(
                out,
                "  %-6s %-28s %10s, %s",
                other.role().name().toLowerCase(Locale.ROOT),
                other.path().text(),
                ms(other.path().totalUs()),
                comparison(other));
        for (Explanation.PricedLink link : other.path().links()) {
            if (link.cost().term(Term.DEGRADED) > 0
                    || link.cost().term(Term.DOWN) > 0
                    || link.cost().term(Term.UNKNOWN) > 0
                    || link.cost().term(Term.HISTORY) > 0) {
                line(out, "         %s: %s", link.state().link(), terms(link));
            }
        }
        if (!other.shares().isEmpty()) {
            line(out, "         shares %s", String.join(", ", other.shares()));
        }
    }

    private static String comparison(Explanation.RunnerUp other) {
        if (other.worseUs() == 0) {
            return "equal: the present path stays, else fewer links and the first name win";
        }
        return (other.worseUs() > 0 ? "worse by " : "better by ")
                + ms(Math.abs(other.worseUs()))
                + ", most in "
                + other.decisive().label()
                + (other.decisiveUs() >= 0 ? " (+" : " (")
                + ms(other.decisiveUs())
                + ")";
    }

    private static String terms(Explanation.PricedLink link) {
        LinkCost cost = link.cost();
        StringBuilder text = new StringBuilder();
        for (Term term : Term.values()) {
            if (cost.term(term) != 0) {
                text.append(text.isEmpty() ? "" : " + ")
                        .append(term.label())
                        .append(' ')
                        .append(ms(cost.term(term)));
            }
        }
        if (!cost.rules().isEmpty()) {
            text.append(" by rule ")
                    .append(
                            cost.rules().stream()
                                    .map(LinkCost.Rule::name)
                                    .collect(Collectors.joining(", ")));
        }
        return text + measured(link.state());
    }

    private static String measured(LinkState state) {
        return String.format(
                Locale.ROOT,
                " (%s, loss %s, %d samples)",
                state.status().name().toLowerCase(Locale.ROOT),
                Figures.share(state.lossPpm()),
                state.samples());
    }

    private static String ms(long us) {
        return String.format(Locale.ROOT, "%.1f ms", us / 1_000.0);
    }

    private static String ago(long ns) {
        return ns < 10_000 * MS
                ? String.format(Locale.ROOT, "%.1f s", ns / 1e9)
                : ns / (1_000 * MS) + " s";
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void line(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
