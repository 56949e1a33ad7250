package rhumb.controller.whatif;

import java.math.BigDecimal;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rhumb.controller.text.Figures;

/** Amounts as operators write and read them. */
final class Quantities {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,5}(?:\\.\\d{1,3})?)(us|ms|s)");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,4})?)%");
    private static final Pattern PRICE = Pattern.compile("([x+-]?)(\\d{1,5}(?:\\.\\d{1,2})?)");
    private static final long MAX_DELAY_NS = 60_000_000_000L;
    private static final int MAX_PRICE = 100_000;

    private Quantities() {}

    static long durationNs(String word) {
        Matcher m = DURATION.matcher(word);
        if (!m.matches()) {
            throw Unanswerable.malformed(
                    "\"" + word + "\": expected a duration with its unit, such as 30ms");
        }
        int digits =
                switch (m.group(2)) {
                    case "us" -> 3;
                    case "ms" -> 6;
                    default -> 9;
                };
        return new BigDecimal(m.group(1)).movePointRight(digits).longValue();
    }

    /** {@code 80ms} is the new delay, {@code +30ms} and {@code -8ms} are differences. */
    static long delayNs(String word, long presentNs) {
        boolean more = word.startsWith("+");
        boolean less = word.startsWith("-");
        if (more || less) {
            if (presentNs < 0) {
                throw Unanswerable.malformed(
                        "its delay is not known: give the new one, such as delay 80ms");
            }
            long byNs = durationNs(word.substring(1));
            long ns = more ? presentNs + byNs : presentNs - byNs;
            if (ns <= 0 || ns > MAX_DELAY_NS) {
                throw Unanswerable.malformed(
                        "\"" + word + "\": the delay is " + Figures.ms(presentNs) + " now");
            }
            return ns;
        }
        long ns = durationNs(word);
        if (ns <= 0 || ns > MAX_DELAY_NS) {
            throw Unanswerable.malformed("\"" + word + "\": expected more than 0 and at most 60s");
        }
        return ns;
    }

    static long lossPpm(String word) {
        Matcher m = PERCENT.matcher(word);
        if (!m.matches()) {
            throw Unanswerable.malformed("\"" + word + "\": expected a share with %, such as 5%");
        }
        return Math.min(1_000_000, new BigDecimal(m.group(1)).movePointRight(4).longValueExact());
    }

    /** {@code x2} multiplies, {@code +5} and {@code -5} add, {@code 12} replaces. */
    static IntUnaryOperator price(String word) {
        Matcher m = PRICE.matcher(word);
        if (!m.matches()) {
            throw Unanswerable.malformed(
                    "\"" + word + "\": expected a price such as x2, +5 or 12, cents per gigabyte");
        }
        double amount = Double.parseDouble(m.group(2));
        return price -> {
            double changed =
                    switch (m.group(1)) {
                        case "x" -> price * amount;
                        case "+" -> price + amount;
                        case "-" -> price - amount;
                        default -> amount;
                    };
            return Math.clamp(Math.round(changed), 0, MAX_PRICE);
        };
    }
}
