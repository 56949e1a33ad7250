package rhumb.host.metrics;

import java.util.List;

/**
 * Whether a process does its work.
 *
 * @param reasons why not, one line each for people; empty when it does
 */
public record Health(List<String> reasons) {
    public static final Health OK = new Health(List.of());

    public Health {
        reasons = List.copyOf(reasons);
    }

    public static Health failing(String... reasons) {
        return new Health(List.of(reasons));
    }

    public boolean ok() {
        return reasons.isEmpty();
    }
}
