package rhumb.bench.input;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The lines of a file, with errors that name the place.
 *
 * @param file its name, for errors
 */
record Source(String file, List<String> lines) {
    /** More than an hour of delay is a mistake of the file or of the format. */
    private static final double MAX_MS = 3_600_000;

    private static final int SHOWN_CHARS = 40;
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    Source {
        lines = List.copyOf(lines);
    }

    static Source of(String file, String text) {
        return new Source(file, text.lines().toList());
    }

    /**
     * An error.
     *
     * @param line from 1; 0 for the file as a whole
     */
    InputException fail(int line, String found, String expected) {
        return new InputException(file, line, found + "; expected " + expected);
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    double number(int line, String text, String what) {
        double value = isNumber(text) ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw fail(line, what + " " + shown(text), "a number");
        }
        return value;
    }

    /** A delay in a unit of so many ms. */
    double delayMs(int line, String text, double unitMs) {
        double ms = number(line, text, "delay") * unitMs;
        if (ms > MAX_MS) {
            throw fail(line, "delay " + shown(text), "less than an hour; is the unit another?");
        }
        return ms;
    }

    int index(int line, String text, int bound, String what) {
        double value = number(line, text, what);
        if (value != Math.rint(value) || value < 0 || value >= bound) {
            throw fail(line, what + " " + shown(text), "0 to " + (bound - 1));
        }
        return (int) value;
    }

    /** What was found, quoted and short. */
    static String shown(String text) {
        String shown = text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "..." : text;
        return "\"" + shown + "\"";
    }
}
