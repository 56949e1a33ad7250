package rhumb.controller.whatif;

import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/** What enters the overlay at a PoP for another one, bits per second, as forwarders count it. */
public record Demand(PopId from, PopId to, TrafficClass trafficClass, long rateBps) {}
