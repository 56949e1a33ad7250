package rhumb.sim.report;

import java.util.List;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/**
 * What expectations are held against.
 *
 * @param events in the order of their numbers
 */
public record Findings(List<EventReport> events, List<StreamReport> streams, Paths paths) {
    /** Which way packets went. */
    public interface Paths {
        /** The links that packets of a class took at a moment; empty when there was no path. */
        List<LinkId> at(PopId from, PopId to, TrafficClass trafficClass, long atNs);
    }

    public Findings {
        events = List.copyOf(events);
        streams = List.copyOf(streams);
    }
}
