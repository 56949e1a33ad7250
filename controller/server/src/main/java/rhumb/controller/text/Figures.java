package rhumb.controller.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Measured figures in the units that operators think in. */
public final class Figures {
    /** What a loss was measured to does not support a fourth digit. */
    private static final MathContext DIGITS = new MathContext(3);

    private Figures() {}

    /** A loss in parts per million as a share such as {@code 22.2%}; negative: unknown. */
    public static String share(long ppm) {
        if (ppm < 0) {
            return "unknown";
        }
        BigDecimal percent = BigDecimal.valueOf(ppm, 4).round(DIGITS);
        return percent.stripTrailingZeros().toPlainString() + "%";
    }

    /** A time in nanoseconds as {@code 80.3 ms}; negative: unknown. */
    public static String ms(long ns) {
        return ns < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f ms", ns / 1e6);
    }
}
