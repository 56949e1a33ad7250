package rhumb.sim.scenario;

import org.jspecify.annotations.Nullable;
import rhumb.net.TrafficClass;

/**
 * What each uplink keeps for a class or a tenant, or keeps it to.
 *
 * @param trafficClass null for a tenant
 * @param tenant its name; empty for a class
 * @param capBps most that is sent, bits per second on the wire; 0 = no cap
 * @param reserveBps what stays free
 */
public record ShareSpec(
        @Nullable TrafficClass trafficClass, String tenant, long capBps, long reserveBps) {}
