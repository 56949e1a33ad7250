package rhumb.controller.plan;

/**
 * How bad a path is beside its cost: for each kind of fault how many of its links have it, the
 * worst kind in the most significant byte, so that two levels compare as numbers. 0 = does.
 */
final class Level {
    static final long DEGRADED = 1;
    static final long LIMIT = 1L << 8;
    static final long DRAINED = 1L << 16;
    static final long UNKNOWN = 1L << 24;
    static final long DOWN = 1L << 32;
    static final long FORBIDDEN = 1L << 40;

    private static final long[] KINDS = {FORBIDDEN, DOWN, UNKNOWN, DRAINED, LIMIT, DEGRADED};
    private static final long COUNT = 0xff;

    private Level() {}

    /** The level of a link of this tier of {@link CostModel}. */
    static long ofTier(int tier) {
        return switch (tier) {
            case 0 -> 0;
            case 1 -> DEGRADED;
            case 2 -> UNKNOWN;
            default -> DOWN;
        };
    }

    /** The worst kind of which the first has more than the second; 0 when there is none. */
    static long worse(long one, long other) {
        for (long kind : KINDS) {
            long difference = count(one, kind) - count(other, kind);
            if (difference != 0) {
                return difference > 0 ? kind : 0;
            }
        }
        return 0;
    }

    static long count(long level, long kind) {
        return level / kind & COUNT;
    }

    static long without(long level, long kind) {
        return level & ~(COUNT * kind);
    }

    /** Only what is drained or worse: what a limit or a full uplink does not justify. */
    static long severe(long level) {
        return level / DRAINED;
    }
}
