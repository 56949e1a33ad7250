package rhumb.controller.whatif;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Says of a name that does not exist which ones do: all if they are few, else those close to it.
 */
public final class Names {
    private static final int FEW = 20;
    private static final int CLOSE = 5;

    private Names() {}

    /** Such as {@code there is no PoP sn; there are fra, sin}. */
    public static String missing(String kind, String word, Collection<String> known) {
        String none = "there is no " + kind + " " + word;
        if (known.isEmpty()) {
            return none;
        }
        if (known.size() <= FEW) {
            return none + "; there are " + String.join(", ", known);
        }
        List<String> close =
                known.stream()
                        .sorted(
                                Comparator.comparingInt((String name) -> distance(word, name))
                                        .thenComparing(Comparator.naturalOrder()))
                        .limit(CLOSE)
                        .toList();
        return none + "; of " + known.size() + ", close to it are " + String.join(", ", close);
    }

    /** Insertions, deletions and replacements that make one of the other (Levenshtein). */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
