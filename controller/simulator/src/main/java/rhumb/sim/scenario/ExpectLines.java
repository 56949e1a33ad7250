package rhumb.sim.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.sim.scenario.Expectation.EventMetric;
import rhumb.sim.scenario.Expectation.Scope;

/** Reads {@code expect}. Streams, links and events are known by then. */
final class ExpectLines {
    private static final List<String> SUBJECTS =
            List.of("stream", "class", "total", "recovered", "detected", "switched", "path");

    private ExpectLines() {}

    static void expect(Words words, Draft draft, int events) {
        int start = words.position();
        String subject = words.take();
        Expectation expectation =
                switch (subject) {
                    case "stream" -> streams(words, start, stream(words, draft));
                    case "class" -> streams(words, start, scopeOfClass(words));
                    case "total" -> streams(words, start, new Scope.Total());
                    case "detected" -> event(words, start, EventMetric.DETECTED, events);
                    case "switched" -> event(words, start, EventMetric.SWITCHED, events);
                    case "recovered" -> event(words, start, EventMetric.RECOVERED, events);
                    case "path" -> path(words, start, draft);
                    default -> {
                        words.complaints()
                                .expectedOneOf(
                                        words.line(), "expect", "a subject", SUBJECTS, subject);
                        yield null;
                    }
                };
        if (expectation == null) {
            words.skipRest();
            return;
        }
        words.end("expect", "nothing after the expectation");
        draft.expectations.add(expectation);
    }

    private static @Nullable Scope stream(Words words, Draft draft) {
        String name = words.take();
        if (draft.streamNames().contains(name)) {
            return new Scope.Stream(name);
        }
        words.complaints()
                .expectedOneOf(
                        words.line(),
                        "expect",
                        "a stream of this scenario",
                        draft.streamNames(),
                        name);
        return null;
    }

    private static @Nullable Scope scopeOfClass(Words words) {
        TrafficClass found = trafficClass(words);
        return found == null ? null : new Scope.OfClass(found);
    }

    private static @Nullable TrafficClass trafficClass(Words words) {
        String text = words.take();
        for (TrafficClass c : TrafficClass.ALL) {
            if (c.label().equals(text)) {
                return c;
            }
        }
        List<String> labels = TrafficClass.ALL.stream().map(TrafficClass::label).toList();
        words.complaints().expectedOneOf(words.line(), "expect", "a class", labels, text);
        return null;
    }

    private static @Nullable Expectation streams(Words words, int start, @Nullable Scope scope) {
        if (scope == null) {
            return null;
        }
        String text = words.take();
        StreamMetric metric = StreamMetric.of(text);
        if (metric == null) {
            words.complaints()
                    .expectedOneOf(words.line(), "expect", "a figure", StreamMetric.labels(), text);
            return null;
        }
        Comparison comparison = comparison(words);
        if (comparison == null) {
            return null;
        }
        double limit =
                switch (metric.unit()) {
                    case COUNT -> words.value(metric.label(), "a number", Quantity::count, 0);
                    case DURATION -> words.duration(metric.label(), 0);
                    // As the report has it: percent.
                    case PERCENT -> {
                        String bare = words.peek().endsWith("%") ? "" : "%";
                        yield words.value(
                                        metric.label(),
                                        "a percentage such as 0.5",
                                        t -> Quantity.percent(t + bare),
                                        0)
                                / 10_000.0;
                    }
                };
        return new Expectation.OfStreams(words.since(start), scope, metric, comparison, limit);
    }

    private static @Nullable Comparison comparison(Words words) {
        String text = words.take();
        Comparison comparison = Comparison.of(text);
        if (comparison == null) {
            words.complaints()
                    .expectedOneOf(
                            words.line(), "expect", "a comparison", Comparison.signs(), text);
        }
        return comparison;
    }

    private static @Nullable Expectation event(
            Words words, int start, EventMetric metric, int events) {
        long number =
                words.value(
                        metric.label(),
                        events == 0
                                ? "the number of an event, but the timeline is empty"
                                : "the number of an event, 1 to " + events,
                        text -> eventNumber(text, events),
                        0);
        Comparison comparison = comparison(words);
        if (comparison == null) {
            return null;
        }
        long limitNs = words.duration(metric.label(), 0);
        return new Expectation.OfEvent(
                words.since(start), metric, (int) number, comparison, limitNs);
    }

    private static OptionalLong eventNumber(String text, int events) {
        OptionalLong number = Quantity.count(text);
        boolean good =
                number.isPresent() && number.getAsLong() >= 1 && number.getAsLong() <= events;
        return good ? number : OptionalLong.empty();
    }

    private static @Nullable Expectation path(Words words, int start, Draft draft) {
        LinkId ends = words.direction("path", draft);
        TrafficClass trafficClass = ends == null ? null : trafficClass(words);
        if (ends == null || trafficClass == null) {
            return null;
        }
        String verb = words.take();
        if (!Arrays.asList("avoids", "uses").contains(verb)) {
            words.complaints()
                    .expectedOneOf(words.line(), "path", "a verb", List.of("avoids", "uses"), verb);
            return null;
        }
        LinkId link = words.direction("path", draft);
        if (link == null) {
            return null;
        }
        if (!words.takeIf("at")) {
            words.complaints().expected(words.line(), "path", "at TIME", words.peek());
            return null;
        }
        long atNs = words.duration("at", 0);
        if (atNs > draft.durationNs) {
            words.say("at", "expected a time up to the duration");
        }
        return new Expectation.OfPath(
                words.since(start),
                ends.source(),
                ends.target(),
                trafficClass,
                verb.equals("avoids"),
                link,
                atNs);
    }
}
