package rhumb.sim.scenario;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a unit, read exactly. Empty when the text is none. */
final class Quantity {
    static final String DURATION = "a duration such as 250us, 78ms, 1.5s or 2min";
    static final String PERCENT = "a percentage from 0% to 100%, such as 0.5%";
    static final String RATE = "a rate such as 500kbps, 20mbps or 1gbps";

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)([a-z%/]*)");
    private static final long MOST = 1_000_000_000_000_000L;

    private Quantity() {}

    /** Nanoseconds. */
    static OptionalLong duration(String text) {
        return scaled(
                text,
                unit ->
                        switch (unit) {
                            case "us" -> 1_000;
                            case "ms" -> 1_000_000;
                            case "s" -> 1_000_000_000;
                            case "min" -> 60_000_000_000L;
                            default -> 0;
                        });
    }

    /** Parts per million. */
    static OptionalLong percent(String text) {
        OptionalLong ppm = scaled(text, unit -> unit.equals("%") ? 10_000 : 0);
        return ppm.isPresent() && ppm.getAsLong() > 1_000_000 ? OptionalLong.empty() : ppm;
    }

    /** Bits per second. */
    static OptionalLong rate(String text) {
        return scaled(
                text,
                unit ->
                        switch (unit) {
                            case "bps" -> 1;
                            case "kbps" -> 1_000;
                            case "mbps" -> 1_000_000;
                            case "gbps" -> 1_000_000_000;
                            default -> 0;
                        });
    }

    /** Thousandths per second, from texts such as {@code 10/s}. */
    static OptionalLong perSecondMilli(String text) {
        return scaled(text, unit -> unit.equals("/s") ? 1_000 : 0);
    }

    static OptionalLong count(String text) {
        boolean whole = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return whole && text.length() <= 12
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    /** What one of a unit is worth. */
    private interface Worth {
        /** 0 for an unknown unit. */
        long of(String unit);
    }

    private static OptionalLong scaled(String text, Worth worth) {
        Matcher matcher = SHAPE.matcher(text);
        long factor = matcher.matches() ? worth.of(matcher.group(2)) : 0;
        if (factor == 0) {
            return OptionalLong.empty();
        }
        BigDecimal value = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(factor));
        long rounded = value.setScale(0, RoundingMode.HALF_UP).longValue();
        return rounded > MOST ? OptionalLong.empty() : OptionalLong.of(rounded);
    }
}
