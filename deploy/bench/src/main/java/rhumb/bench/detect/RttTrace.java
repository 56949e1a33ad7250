package rhumb.bench.detect;

import java.util.Arrays;
import java.util.List;

/**
 * Recorded round trips with the moments at which somebody saw them change, in the format of the
 * public data set WenqinSHAO/rtt: lines {@code epoch;rtt;cp}, a decimal comma, 1,000 ms and more
 * for a time-out.
 */
public final class RttTrace {
    private final String name;
    private final double[] rttMs;
    private final boolean[] changed;

    private RttTrace(String name, double[] rttMs, boolean[] changed) {
        this.name = name;
        this.rttMs = rttMs;
        this.changed = changed;
    }

    public String name() {
        return name;
    }

    /** {@link Double#NaN} when there was no answer. */
    double rttMs(int sample) {
        return rttMs[sample];
    }

    /** Whether a change was labelled at this sample. */
    boolean changed(int sample) {
        return changed[sample];
    }

    private static final double TIME_OUT_MS = 1_000;

    /**
     * Reads the lines of a file, the heading included; lines that say something else are left out.
     */
    public static RttTrace parse(String name, List<String> lines) {
        double[] rttMs = new double[lines.size()];
        boolean[] changed = new boolean[lines.size()];
        int count = 0;
        for (String line : lines) {
            String[] fields = line.strip().split(";", -1);
            if (fields.length == 3 && fields[1].matches("-?[0-9]+([.,][0-9]+)?")) {
                double ms = Double.parseDouble(fields[1].replace(',', '.'));
                rttMs[count] = ms >= TIME_OUT_MS || ms <= 0 ? Double.NaN : ms;
                changed[count++] = fields[2].equals("1");
            }
        }
        return new RttTrace(name, Arrays.copyOf(rttMs, count), Arrays.copyOf(changed, count));
    }

    int samples() {
        return rttMs.length;
    }

    double lowestMs() {
        return Arrays.stream(rttMs).filter(ms -> ms > 0).min().orElse(0);
    }

    /** Median of the answered samples in [from, to); NaN when there are fewer than half. */
    double medianMs(int from, int to) {
        int first = Math.max(0, from);
        int end = Math.min(rttMs.length, to);
        double[] answered =
                Arrays.stream(rttMs, first, Math.max(first, end)).filter(ms -> ms > 0).toArray();
        if (answered.length * 2 < to - from) {
            return Double.NaN;
        }
        Arrays.sort(answered);
        return answered[answered.length / 2];
    }
}
