package rhumb.controller.top;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Figures as operators read them; what is not known is a dash, never zero. */
final class Figures {
    static final String UNKNOWN = "-";

    private Figures() {}

    static String percent(JsonNode ppm) {
        return ppm.isNumber()
                ? String.format(Locale.ROOT, "%.2f%%", ppm.longValue() / 1e4)
                : UNKNOWN;
    }

    static String ms(JsonNode ms, int decimals) {
        return ms.isNumber()
                ? String.format(Locale.ROOT, "%." + decimals + "f", ms.doubleValue())
                : UNKNOWN;
    }

    /** Bits per second; negative = not known. */
    static String rate(double bps) {
        if (bps < 0) {
            return UNKNOWN;
        }
        return bps >= 1e9
                ? String.format(Locale.ROOT, "%.2f Gbit/s", bps / 1e9)
                : bps >= 1e6
                        ? String.format(Locale.ROOT, "%.1f Mbit/s", bps / 1e6)
                        : String.format(Locale.ROOT, "%.0f kbit/s", bps / 1e3);
    }

    /** How many a second; negative = not known. */
    static String perSecond(double count) {
        return count < 0 ? UNKNOWN : String.format(Locale.ROOT, "%.0f/s", count);
    }

    static String seconds(long seconds) {
        return seconds < 0
                ? UNKNOWN
                : seconds < 120
                        ? seconds + "s"
                        : seconds < 7_200
                                ? seconds / 60 + "m"
                                : seconds < 172_800
                                        ? seconds / 3_600 + "h"
                                        : seconds / 86_400 + "d";
    }

    /** Text of a field; a dash when there is none. */
    static String text(JsonNode field) {
        return field.isMissingNode() || field.isNull() || field.asText().isEmpty()
                ? UNKNOWN
                : field.asText();
    }
}
