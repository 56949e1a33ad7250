package rhumb.bench.forward;

import java.util.List;
import java.util.Locale;

/**
 * Delays of one relay, all its slices together; or of the machine, which adds to them.
 *
 * @param packets that came
 * @param addedUsP50 microseconds from the generator to the sink's kernel at 20,000 packets/s
 */
public record DelayRow(
        String name, int packets, double addedUsP50, double addedUsP99, double addedUsP999) {

    /** The row of a process that sleeps, and wakes late: no relay is faster. */
    static final String IDLE = "(wake-ups alone)";

    /** For people. */
    public static String table(List<DelayRow> rows) {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        "%-18s %10s %9s %9s %9s%n",
                        "relay", "packets", "p50 us", "p99 us", "p99.9 us"));
        for (DelayRow row : rows) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-18s %,10d %9.1f %9.1f %9.1f%n",
                            row.name,
                            row.packets,
                            row.addedUsP50,
                            row.addedUsP99,
                            row.addedUsP999));
        }
        return text.toString();
    }
}
