package rhumb.net;

import java.util.Locale;

/**
 * A differentiated services code point: the upper six bits of the IP traffic class octet (RFC 2474
 * section 3). Names are those of RFC 2474, RFC 2597, RFC 3246 and RFC 8622.
 */
public record Dscp(int codePoint) {
    public static final Dscp DF = new Dscp(0);
    public static final Dscp LE = new Dscp(1);
    public static final Dscp AF11 = new Dscp(10);
    public static final Dscp AF31 = new Dscp(26);
    public static final Dscp AF41 = new Dscp(34);
    public static final Dscp AF42 = new Dscp(36);
    public static final Dscp AF43 = new Dscp(38);
    public static final Dscp CS2 = new Dscp(16);
    public static final Dscp CS5 = new Dscp(40);
    public static final Dscp EF = new Dscp(46);
    public static final Dscp CS6 = new Dscp(48);

    public static final int COUNT = 64;

    public Dscp {
        if (codePoint < 0 || codePoint >= COUNT) {
            throw new IllegalArgumentException("DSCP " + codePoint + ": expected 0 to 63");
        }
    }

    /** The code point of an IP traffic class octet; the two ECN bits are left out. */
    public static Dscp ofTrafficClassOctet(int octet) {
        return new Dscp((octet & 0xff) >>> 2);
    }

    /** Reads a name ({@code EF}, {@code af41}, {@code CS5}) or a number from 0 to 63. */
    public static Dscp parse(String text) {
        String wanted = text.toUpperCase(Locale.ROOT);
        for (int codePoint = 0; codePoint < COUNT; codePoint++) {
            Dscp candidate = new Dscp(codePoint);
            if (candidate.toString().equals(wanted) || Integer.toString(codePoint).equals(text)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException(
                "DSCP \"" + text + "\": expected a name such as EF, AF41, CS5 or 0 to 63");
    }

    /** The traffic class octet that carries this code point, with ECN not-ECT. */
    public int trafficClassOctet() {
        return codePoint << 2;
    }

    @Override
    public String toString() {
        return switch (codePoint) {
            case 0 -> "DF";
            case 1 -> "LE";
            case 44 -> "VA";
            case 46 -> "EF";
            default -> {
                int upper = codePoint >>> 3;
                int lower = codePoint & 7;
                if (lower == 0) {
                    yield "CS" + upper;
                }
                boolean assured = upper >= 1 && upper <= 4 && lower % 2 == 0;
                yield assured ? "AF" + upper + lower / 2 : Integer.toString(codePoint);
            }
        };
    }
}
