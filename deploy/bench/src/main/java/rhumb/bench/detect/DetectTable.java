package rhumb.bench.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All rows: each fault on an idle link and on one in use, with the instantaneous signs or not. */
public final class DetectTable {
    private static final int MEDIA = 200;
    private static final int DENSE_MEDIA = 1_000;

    private DetectTable() {}

    /**
     * @param seed of the first run of each row; the next ones have the next
     * @param only part of an impairment's name; empty for all
     * @param each told each row as it is done
     */
    public static List<DetectRow> measure(
            int runs, long seed, String only, Consumer<DetectRow> each) {
        List<DetectRow> rows = new ArrayList<>();
        for (int rate : new int[] {MEDIA, DENSE_MEDIA, 0}) {
            for (long intervalMs : new long[] {20, 100}) {
                for (boolean fast : new boolean[] {true, false}) {
                    for (Impairment impairment : Impairment.ALL) {
                        boolean wanted = rate != DENSE_MEDIA || impairment.lossPpm() > 0;
                        if (wanted && impairment.name().contains(only)) {
                            rows.add(DetectRow.of(impairment, rate, intervalMs, fast, runs, seed));
                            each.accept(rows.getLast());
                        }
                    }
                }
            }
        }
        return rows;
    }
}
