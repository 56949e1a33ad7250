package rhumb.lab.howto;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether an output is as a page shows it: the same words in the same order. Figures may be others
 * (a number, with its digits, points and signs of time), and one that a table says once where it
 * stays the same may be two, "0.1 > 0.2"; runs of blanks may be longer or shorter; three dots
 * within a line stand for anything, alone in a line for any number of lines.
 */
final class Shape {
    private static final Pattern FIGURE = Pattern.compile("\\d+(?:[.,:]\\d+)*");
    private static final Pattern CHANGE = Pattern.compile("(#%?) > #%?");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final String DOTS = "...";

    private Shape() {}

    static boolean fits(List<String> shown, List<String> came) {
        if (shown.isEmpty()) {
            return came.isEmpty();
        }
        String first = shown.getFirst().strip();
        List<String> rest = shown.subList(1, shown.size());
        if (first.equals(DOTS)) {
            for (int skipped = 0; skipped <= came.size(); skipped++) {
                if (fits(rest, came.subList(skipped, came.size()))) {
                    return true;
                }
            }
            return false;
        }
        return !came.isEmpty()
                && line(first, came.getFirst().strip())
                && fits(rest, came.subList(1, came.size()));
    }

    private static boolean line(String shown, String came) {
        StringBuilder pattern = new StringBuilder();
        for (String part : figureless(shown).split(Pattern.quote(DOTS), -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.matches(pattern.toString(), figureless(came));
    }

    private static String figureless(String line) {
        String figures = FIGURE.matcher(BLANKS.matcher(line).replaceAll(" ")).replaceAll("#");
        return CHANGE.matcher(figures).replaceAll("$1");
    }
}
