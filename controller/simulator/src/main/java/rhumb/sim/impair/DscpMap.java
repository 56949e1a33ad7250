package rhumb.sim.impair;

import java.util.Arrays;
import rhumb.net.Dscp;

/**
 * What a link makes of the code point in the outer traffic class octet. Immutable. The two ECN bits
 * pass unchanged.
 */
public final class DscpMap {
    /** Leaves all code points as they are. */
    public static final DscpMap KEEP = new DscpMap(identity());

    /** Sets all code points to 0, the behaviour RFC 9435 calls Bleach-DSCP. */
    public static final DscpMap BLEACH = new DscpMap(new byte[Dscp.COUNT]);

    private final byte[] table;

    private DscpMap(byte[] table) {
        this.table = table;
    }

    /** This map, but with one code point turned into another. */
    public DscpMap with(Dscp from, Dscp to) {
        byte[] copy = table.clone();
        copy[from.codePoint()] = (byte) to.codePoint();
        return new DscpMap(copy);
    }

    /** The octet that leaves the link when {@code octet} entered it. */
    public int apply(int octet) {
        return table[(octet & 0xff) >>> 2] << 2 | octet & 3;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DscpMap map && Arrays.equals(table, map.table);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(table);
    }

    @Override
    public String toString() {
        if (equals(KEEP)) {
            return "keep";
        }
        if (equals(BLEACH)) {
            return "bleach";
        }
        StringBuilder text = new StringBuilder("remap");
        for (int from = 0; from < table.length; from++) {
            if (table[from] != from) {
                text.append(' ').append(new Dscp(from)).append("->").append(new Dscp(table[from]));
            }
        }
        return text.toString();
    }

    private static byte[] identity() {
        byte[] table = new byte[Dscp.COUNT];
        for (int codePoint = 0; codePoint < table.length; codePoint++) {
            table[codePoint] = (byte) codePoint;
        }
        return table;
    }
}
