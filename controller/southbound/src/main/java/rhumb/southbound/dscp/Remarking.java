package rhumb.southbound.dscp;

import java.util.List;
import rhumb.net.Dscp;

/**
 * What a path does to code points: the seven behaviours that RFC 9435 section 4 found on the
 * Internet, and none. The six bits of a code point are written {@code pppddd}: the three of the
 * former ToS precedence and the three after them.
 */
public enum Remarking {
    /** Every code point arrives as it was sent. */
    NONE("none"),
    /** All become 0. */
    BLEACH_DSCP("Bleach-DSCP"),
    /** {@code pppddd} becomes {@code 000ddd}. */
    BLEACH_TOS_PRECEDENCE("Bleach-ToS-Precedence"),
    /** The same, but {@code 11pddd} passes. */
    BLEACH_SOME_TOS("Bleach-some-ToS"),
    /** {@code pppddd} becomes {@code vvvddd}, v one value other than 0. */
    REMARK_TOS("Re-mark-ToS"),
    /** {@code pppddd} becomes {@code ppp000}. */
    BLEACH_LOW("Bleach-low"),
    /** The same, but {@code 11pddd} passes. */
    BLEACH_SOME_LOW("Bleach-some-low"),
    /**
     * All become one or a few particular values, never 0. The RFC says "one or more"; more than
     * {@value #MOST_VALUES} are no longer particular.
     */
    REMARK_DSCP("Re-mark-DSCP");

    public static final List<Remarking> ALL = List.of(values());

    /** A network has no more classes than the three bits of MPLS or of an Ethernet tag tell. */
    static final int MOST_VALUES = 8;

    private static final int PRECEDENCE = 0b111_000;
    private static final int LOW = 0b000_111;
    private static final int CS6 = 0b110_000;

    private final String label;

    Remarking(String label) {
        this.label = label;
    }

    /** The name in the RFC's spelling. */
    public String label() {
        return label;
    }

    /** Whether all that is known of the map is as this behaviour would have it. */
    boolean fits(CodePointMap map) {
        if (this == REMARK_DSCP) {
            return fitsFewValues(map);
        }
        int precedence = this == REMARK_TOS ? firstPrecedence(map) : 0;
        if (this == REMARK_TOS && precedence == 0) {
            return false;
        }
        for (int codePoint = 0; codePoint < Dscp.COUNT; codePoint++) {
            if (map.known(codePoint) && map.arrival(codePoint) != apply(codePoint, precedence)) {
                return false;
            }
        }
        return true;
    }

    private int apply(int codePoint, int precedence) {
        return switch (this) {
            case NONE -> codePoint;
            case BLEACH_DSCP -> 0;
            case BLEACH_TOS_PRECEDENCE -> codePoint & LOW;
            case BLEACH_SOME_TOS -> codePoint >= CS6 ? codePoint : codePoint & LOW;
            case REMARK_TOS -> precedence | codePoint & LOW;
            case BLEACH_LOW -> codePoint & PRECEDENCE;
            case BLEACH_SOME_LOW -> codePoint >= CS6 ? codePoint : codePoint & PRECEDENCE;
            case REMARK_DSCP -> throw new AssertionError("has no formula");
        };
    }

    private static int firstPrecedence(CodePointMap map) {
        for (int codePoint = 0; codePoint < Dscp.COUNT; codePoint++) {
            if (map.known(codePoint)) {
                return map.arrival(codePoint) & PRECEDENCE;
            }
        }
        return 0;
    }

    private static boolean fitsFewValues(CodePointMap map) {
        long values = 0;
        for (int codePoint = 0; codePoint < Dscp.COUNT; codePoint++) {
            values |= map.known(codePoint) ? 1L << map.arrival(codePoint) : 0;
        }
        return (values & 1) == 0 && Long.bitCount(values) <= MOST_VALUES;
    }
}
