package rhumb.host.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rate in bits per second, written {@code 20mbps}, {@code 500kbps}, {@code 2gbps}, {@code 64bps}.
 */
public record BitRate(long rateBps) implements Comparable<BitRate> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12})(|k|m|g)bps");

    public BitRate {
        if (rateBps < 0) {
            throw new IllegalArgumentException("bit rate " + rateBps + ": expected 0 or more");
        }
    }

    public static BitRate parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "bit rate \""
                            + text
                            + "\": expected a whole number with bps, kbps, mbps or gbps,"
                            + " such as 20mbps");
        }
        long unit =
                switch (matcher.group(2)) {
                    case "k" -> 1_000L;
                    case "m" -> 1_000_000L;
                    case "g" -> 1_000_000_000L;
                    default -> 1L;
                };
        try {
            return new BitRate(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("bit rate \"" + text + "\" is too high", e);
        }
    }

    @Override
    public int compareTo(BitRate other) {
        return Long.compare(rateBps, other.rateBps);
    }

    /** In the biggest unit that holds it whole. */
    @Override
    public String toString() {
        if (rateBps > 0 && rateBps % 1_000_000_000L == 0) {
            return rateBps / 1_000_000_000L + "gbps";
        }
        if (rateBps > 0 && rateBps % 1_000_000L == 0) {
            return rateBps / 1_000_000L + "mbps";
        }
        return rateBps > 0 && rateBps % 1_000L == 0 ? rateBps / 1_000L + "kbps" : rateBps + "bps";
    }
}
