package rhumb.sim.ledger;

import java.util.OptionalLong;

/**
 * How streams felt an event.
 *
 * @param affected whether any stream missed its class's target because of it
 * @param afterNs from the event until all affected ones held it again; empty when none was
 *     affected, or when one never did
 */
public record Recovery(boolean affected, OptionalLong afterNs) {
    public static final Recovery NOT_AFFECTED = new Recovery(false, OptionalLong.empty());
    public static final Recovery NEVER = new Recovery(true, OptionalLong.empty());

    static Recovery after(long ns) {
        return new Recovery(true, OptionalLong.of(ns));
    }

    /** The worse of two streams' recoveries. */
    Recovery and(Recovery other) {
        if (!affected || !other.affected) {
            return affected ? this : other;
        }
        if (afterNs.isEmpty() || other.afterNs.isEmpty()) {
            return NEVER;
        }
        return afterNs.getAsLong() >= other.afterNs.getAsLong() ? this : other;
    }
}
