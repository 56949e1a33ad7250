package rhumb.southbound.link;

/**
 * How a link is judged. DEGRADED goes with a set of classes for which it no longer does. UNKNOWN is
 * not UP: a link without fresh samples is never preferred.
 */
public enum LinkStatus {
    UNKNOWN,
    UP,
    DEGRADED,
    DOWN
}
