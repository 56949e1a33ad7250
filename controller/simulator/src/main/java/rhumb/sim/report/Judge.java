package rhumb.sim.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import rhumb.net.LinkId;
import rhumb.sim.ledger.StreamFigures;
import rhumb.sim.scenario.Expectation;
import rhumb.sim.scenario.Expectation.Scope;
import rhumb.sim.scenario.StreamMetric;

/**
 * Holds expectations against findings. What could not be measured does not hold, with one
 * exception: an event that no stream felt has nothing to recover from.
 */
public final class Judge {
    private static final double NS_PER_MS = 1e6;

    private Judge() {}

    /** One verdict per expectation, in order. */
    public static List<ExpectationReport> judge(List<Expectation> expectations, Findings findings) {
        return expectations.stream().map(e -> one(e, findings)).toList();
    }

    private static ExpectationReport one(Expectation expectation, Findings findings) {
        return switch (expectation) {
            case Expectation.OfStreams e -> streams(e, findings);
            case Expectation.OfEvent e -> event(e, findings.events().get(e.event() - 1));
            case Expectation.OfPath e -> path(e, findings);
        };
    }

    private static ExpectationReport streams(Expectation.OfStreams e, Findings findings) {
        List<StreamReport> meant =
                findings.streams().stream().filter(s -> isMeant(e.scope(), s)).toList();
        if (meant.isEmpty()) {
            return new ExpectationReport(e.text(), false, "no such stream");
        }
        StreamMetric metric = e.metric();
        double value;
        if (metric == StreamMetric.LOST_SHARE) {
            long sent = meant.stream().mapToLong(s -> s.figures().sent()).sum();
            long lost = meant.stream().mapToLong(s -> s.figures().lost()).sum();
            value = sent == 0 ? 100 : 100.0 * lost / sent;
        } else if (metric == StreamMetric.REORDERED_SHARE) {
            long received = meant.stream().mapToLong(s -> s.figures().received()).sum();
            long reordered = meant.stream().mapToLong(s -> s.figures().reordered()).sum();
            value = received == 0 ? 0 : 100.0 * reordered / received;
        } else if (metric.worst()) {
            boolean silent = meant.stream().anyMatch(s -> s.figures().received() == 0);
            if (silent) {
                return new ExpectationReport(e.text(), false, "nothing arrived");
            }
            value = meant.stream().mapToDouble(s -> figure(s, metric)).max().orElse(0);
        } else {
            value = meant.stream().mapToDouble(s -> figure(s, metric)).sum();
        }
        boolean held = e.comparison().holds(value, e.limit());
        return new ExpectationReport(e.text(), held, shown(value, metric.unit()));
    }

    private static boolean isMeant(Scope scope, StreamReport stream) {
        return switch (scope) {
            case Scope.Stream s -> stream.name().equals(s.name());
            case Scope.OfClass c -> stream.trafficClass() == c.trafficClass();
            case Scope.Total t -> true;
        };
    }

    private static double figure(StreamReport stream, StreamMetric metric) {
        StreamFigures f = stream.figures();
        return switch (metric) {
            case SENT -> f.sent();
            case RECEIVED -> f.received();
            case LOST, LOST_SHARE -> f.lost();
            case DUPLICATE -> f.duplicate();
            case REORDERED, REORDERED_SHARE -> f.reordered();
            case CORRUPT -> f.corrupt();
            case DSCP -> f.wrongDscp();
            case SWITCHES -> stream.switches();
            case GAP -> f.longestGapNs();
            case P50 -> f.delayNsP50();
            case P99 -> f.delayNsP99();
        };
    }

    private static String shown(double value, StreamMetric.Unit unit) {
        return switch (unit) {
            case COUNT -> String.format(Locale.ROOT, "%.0f", value);
            case PERCENT -> String.format(Locale.ROOT, "%.2f", value);
            case DURATION -> ms(value);
        };
    }

    private static ExpectationReport event(Expectation.OfEvent e, EventReport event) {
        OptionalLong measured =
                switch (e.metric()) {
                    case DETECTED -> event.detectNs();
                    case SWITCHED -> event.localSwitchNs();
                    case RECOVERED -> event.recovery().afterNs();
                };
        if (measured.isPresent()) {
            double ns = (double) measured.getAsLong();
            boolean held = e.comparison().holds(ns, (double) e.limitNs());
            return new ExpectationReport(e.text(), held, ms(ns));
        }
        boolean recovery = e.metric() == Expectation.EventMetric.RECOVERED;
        boolean unfelt = recovery && !event.recovery().affected();
        return new ExpectationReport(e.text(), unfelt, unfelt ? "no stream was affected" : "never");
    }

    private static ExpectationReport path(Expectation.OfPath e, Findings findings) {
        List<LinkId> links = findings.paths().at(e.from(), e.to(), e.trafficClass(), e.atNs());
        if (links.isEmpty()) {
            return new ExpectationReport(e.text(), false, "no path");
        }
        boolean held = links.contains(e.link()) != e.avoids();
        String hops = links.stream().map(l -> "->" + l.target()).collect(Collectors.joining());
        return new ExpectationReport(e.text(), held, links.getFirst().source() + hops);
    }

    private static String ms(double ns) {
        return String.format(Locale.ROOT, "%.1fms", ns / NS_PER_MS);
    }
}
