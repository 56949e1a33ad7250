package rhumb.southbound.trace;

/**
 * The steps from the first sign of a degradation to the first packet on another path, in their
 * usual order.
 */
public enum Stage {
    FIRST_SIGN,
    DEGRADED,
    LOCAL_SWITCH,
    REPORTED,
    IN_LSDB,
    PLANNED,
    SENT,
    ACKED,
    FIRST_PACKET
}
