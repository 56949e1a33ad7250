package rhumb.host.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.host.config.YamlNode.Scalar;

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

    /**
     * The record that another file holds, named relative to this one; null after its problems were
     * told, which stand where it is named.
     */
    @Nullable Object include(Scalar file, String path, Class<?> type) {
        try {
            return ConfigFile.load(
                    Path.of(source).resolveSibling(file.text()), type.asSubclass(Record.class));
        } catch (InvalidPathException e) {
            add(file.line(), file.column(), path, file.kind() + "; expected the path of a file");
        } catch (ConfigException e) {
            e.problems().forEach(p -> found.add(new Problem(file.line(), file.column(), p)));
        }
        return null;
    }

    void throwIfAny() throws ConfigException {
        if (!found.isEmpty()) {
            Comparator<Problem> order =
                    Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);
            throw new ConfigException(found.stream().sorted(order).map(Problem::text).toList());
        }
    }
}
