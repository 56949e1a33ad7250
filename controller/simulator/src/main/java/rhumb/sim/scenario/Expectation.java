package rhumb.sim.scenario;

import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/** What a good run shows. The text is that of the file, without {@code expect}. */
public sealed interface Expectation {
    String text();

    /**
     * A figure of one or more streams.
     *
     * @param limit packets, percent, or nanoseconds, as the metric has it
     */
    record OfStreams(
            String text, Scope scope, StreamMetric metric, Comparison comparison, double limit)
            implements Expectation {}

    /** How long after an event something happened. */
    record OfEvent(String text, EventMetric metric, int event, Comparison comparison, long limitNs)
            implements Expectation {}

    /** Whether a path uses or avoids a link at a moment. */
    record OfPath(
            String text,
            PopId from,
            PopId to,
            TrafficClass trafficClass,
            boolean avoids,
            LinkId link,
            long atNs)
            implements Expectation {}

    /** Which streams are meant. */
    sealed interface Scope {
        /** The one of this name. */
        record Stream(String name) implements Scope {}

        /** All of a class, answering directions included. */
        record OfClass(TrafficClass trafficClass) implements Scope {}

        /** All. */
        record Total() implements Scope {}
    }

    /** What is measured about an event. */
    enum EventMetric {
        /** Until the first agent called the link degraded or down. */
        DETECTED("detected"),
        /** Until the first forwarder switched by itself. */
        SWITCHED("switched"),
        /** Until the last affected stream held its class's target again. */
        RECOVERED("recovered");

        private final String label;

        EventMetric(String label) {
            this.label = label;
        }

        /** The word in a scenario. */
        public String label() {
            return label;
        }
    }
}
