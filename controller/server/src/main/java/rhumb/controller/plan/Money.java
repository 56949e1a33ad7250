package rhumb.controller.plan;

import rhumb.controller.intent.Topology;

/**
 * What a pair's traffic costs on a path.
 *
 * @param centsPerGb of all uplinks on the way, both ends of each link
 * @param rateBps the measured demand; 0 = not in use
 */
public record Money(long centsPerGb, long rateBps) {
    private static final double GB_BITS = 8e9;
    private static final double DAY_SECONDS = 86_400;

    public static Money of(Topology topology, OverlayPath path, long rateBps) {
        long cents = 0;
        for (int i = 0; i < path.length(); i++) {
            cents += topology.link(path.link(i)).price();
        }
        return new Money(cents, rateBps);
    }

    /** At the measured demand. */
    public double dollarsPerDay() {
        return rateBps * DAY_SECONDS / GB_BITS * centsPerGb / 100;
    }
}
