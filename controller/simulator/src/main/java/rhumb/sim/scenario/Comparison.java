package rhumb.sim.scenario;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a measured value is held against a limit. */
public enum Comparison {
    AT_MOST("<="),
    LESS("<"),
    AT_LEAST(">="),
    MORE(">"),
    EQUAL("=="),
    NOT_EQUAL("!=");

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    static @Nullable Comparison of(String sign) {
        return Arrays.stream(values()).filter(c -> c.sign.equals(sign)).findFirst().orElse(null);
    }

    static List<String> signs() {
        return Arrays.stream(values()).map(c -> c.sign).toList();
    }

    /** Whether the measured value meets the limit. */
    public boolean holds(double measured, double limit) {
        return switch (this) {
            case AT_MOST -> measured <= limit;
            case LESS -> measured < limit;
            case AT_LEAST -> measured >= limit;
            case MORE -> measured > limit;
            case EQUAL -> measured == limit;
            case NOT_EQUAL -> measured != limit;
        };
    }
}
