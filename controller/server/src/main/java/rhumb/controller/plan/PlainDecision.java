package rhumb.controller.plan;

import rhumb.path.PathCode;

/**
 * A decision of a first plan as it lies in tables, without an object for each path: the first plan
 * of a thousand PoPs makes eight million. Reused from pair to pair; paths are {@link PathCode}.
 */
final class PlainDecision {
    long primary;
    long backup;
    long third;

    /** A cheaper path that is not worth a move, or none. */
    long held;

    /** Whether it is an equal within the policy's band. */
    boolean heldAsEqual;

    /** Whether all its paths fit a table of numbers. */
    boolean isShort() {
        return PathCode.shortened(primary) >= 0
                && PathCode.shortened(backup) >= 0
                && PathCode.shortened(third) >= 0
                && PathCode.shortened(held) >= 0;
    }
}
