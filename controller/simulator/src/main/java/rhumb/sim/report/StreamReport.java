package rhumb.sim.report;

import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.sim.ledger.StreamFigures;

/**
 * How a stream fared.
 *
 * @param kind {@code rtm} over UDP, {@code flv} over TCP
 * @param switches how often its packets changed path
 */
public record StreamReport(
        String name,
        String kind,
        TrafficClass trafficClass,
        PopId from,
        PopId to,
        StreamFigures figures,
        long switches) {}
