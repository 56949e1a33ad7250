package rhumb.sim.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers mistakes while a file is read. Bound: the first {@value #MAX}. */
final class Complaints {
    static final int MAX = 100;

    private static final int MAX_DISTANCE = 2;

    private final String file;
    private final List<ScenarioError> errors = new ArrayList<>();

    Complaints(String file) {
        this.file = file;
    }

    void say(int line, String field, String message) {
        if (errors.size() < MAX) {
            errors.add(new ScenarioError(file, line, field, message));
        }
    }

    /** Expected something else than what stands there. */
    void expected(int line, String field, String expected, String found) {
        say(line, field, "expected " + expected + ", got \"" + found + "\"");
    }

    /** Expected one of some words; names the most similar one. */
    void expectedOneOf(int line, String field, String what, Collection<String> of, String found) {
        String near = nearest(of, found);
        String hint = near == null ? "" : "; did you mean \"" + near + "\"?";
        say(
                line,
                field,
                "expected "
                        + what
                        + ": "
                        + String.join(", ", of)
                        + "; got \""
                        + found
                        + "\""
                        + hint);
    }

    List<ScenarioError> sorted() {
        return errors.stream().sorted(Comparator.comparingInt(ScenarioError::line)).toList();
    }

    private static @Nullable String nearest(Collection<String> words, String found) {
        String best = null;
        int bestDistance = MAX_DISTANCE + 1;
        for (String word : words) {
            int distance = distance(word, found);
            if (distance < bestDistance && word.length() >= Math.max(3, 2 * distance)) {
                best = word;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Levenshtein's distance, without regard to case. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                char x = Character.toLowerCase(a.charAt(i - 1));
                char y = Character.toLowerCase(b.charAt(j - 1));
                int changed = diagonal + (x == y ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
