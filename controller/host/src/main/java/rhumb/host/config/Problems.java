package rhumb.host.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that an operator repairs all of it in one go. */
final class Problems {
    private record Problem(int line, int column, String text) {}

    private final String source;
    private final List<Problem> found = new ArrayList<>();

    Problems(String source) {
        this.source = source;
    }

    /** A problem; {@code path} is empty for the file as a whole. */
    void add(int line, int column, String path, String what) {
        String where = source + ":" + line + ":" + column + ": ";
        found.add(new Problem(line, column, where + (path.isEmpty() ? "" : path + ": ") + what));
    }

    void throwIfAny() throws ConfigException {
        if (!found.isEmpty()) {
            Comparator<Problem> order =
                    Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);
            throw new ConfigException(found.stream().sorted(order).map(Problem::text).toList());
        }
    }
}
