package rhumb.sim.scenario;

import org.jspecify.annotations.Nullable;
import rhumb.net.PopId;

/**
 * One PoP of a scenario.
 *
 * @param city its name in the table of delays; null when none is said
 * @param uplinkBps capacity of its uplink, to which its forwarder paces; 0 for no limit
 */
public record PopSpec(PopId id, @Nullable String city, long uplinkBps) {}
