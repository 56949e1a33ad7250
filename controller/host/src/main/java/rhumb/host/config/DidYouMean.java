package rhumb.host.config;

import java.util.Collection;
import java.util.Locale;

/** The word that was probably meant: the nearest by edits, if it is near. */
public final class DidYouMean {
    private DidYouMean() {}

    /** {@code ; did you mean "listen"} or nothing. */
    public static String hint(String written, Collection<String> known) {
        String best = "";
        int bestDistance = 1 + Math.max(1, written.length() / 3);
        for (String word : known) {
            int distance = distance(normal(written), normal(word));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = word;
            }
        }
        return best.isEmpty() ? "" : "; did you mean \"" + best + "\"";
    }

    /** Case and the kind of word separator are never what tells two words apart. */
    private static String normal(String word) {
        return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
                best = Math.min(best, cost[i - 1][j - 1] + same);
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
            }
        }
        return cost[a.length()][b.length()];
    }
}
