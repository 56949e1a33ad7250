package rhumb.bench.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A matrix as comma-separated values: the first line names the far ends, the first column the near
 * ones, in any order; or numbers alone, and then square. Empty, a dash, NaN or not above zero: not
 * known.
 */
final class CsvMatrix {
    private static final Set<String> UNKNOWN = Set.of("", "-", "nan", "n/a", "null");

    private CsvMatrix() {}

    static DelayMatrix read(Source source) {
        List<List<String>> rows = new ArrayList<>();
        List<Integer> lineOf = new ArrayList<>();
        for (int i = 0; i < source.lines().size(); i++) {
            if (!source.lines().get(i).isBlank()) {
                List<String> row = fields(source.lines().get(i));
                if (!rows.isEmpty() && row.size() != rows.getFirst().size()) {
                    throw source.fail(
                            i + 1,
                            row.size() + " fields",
                            rows.getFirst().size() + " as in the first line");
                }
                rows.add(row);
                lineOf.add(i + 1);
            }
        }
        if (rows.isEmpty()) {
            throw source.fail(0, "nothing in it", "a line of names and one line per place");
        }
        boolean bare =
                rows.getFirst().stream().allMatch(f -> isUnknown(f) || Source.isNumber(f))
                        && rows.size() == rows.getFirst().size();
        return bare ? square(source, rows, lineOf) : named(source, rows, lineOf);
    }

    private static DelayMatrix square(
            Source source, List<List<String>> rows, List<Integer> lineOf) {
        List<DelayMatrix.Node> nodes = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            nodes.add(DelayMatrix.Node.named(Integer.toString(i)));
        }
        DelayMatrix.Builder matrix = builder(source, nodes);
        for (int from = 0; from < rows.size(); from++) {
            for (int to = 0; to < rows.size(); to++) {
                matrix.offer(from, to, value(source, lineOf.get(from), rows.get(from).get(to)));
            }
        }
        return matrix.build(List.of("no names: places are numbered"));
    }

    private static DelayMatrix named(Source source, List<List<String>> rows, List<Integer> lineOf) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        List<String> heading = rows.getFirst();
        for (int i = 1; i < heading.size(); i++) {
            if (columns.putIfAbsent(heading.get(i), columns.size()) != null) {
                throw source.fail(
                        lineOf.getFirst(), "twice " + Source.shown(heading.get(i)), "each once");
            }
        }
        Map<String, Integer> places = new LinkedHashMap<>(columns);
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (int i = 1; i < rows.size(); i++) {
            String name = rows.get(i).getFirst();
            places.putIfAbsent(name, places.size());
            if (seen.putIfAbsent(name, i) != null) {
                throw source.fail(
                        lineOf.get(i), "a second line " + Source.shown(name), "each once");
            }
        }
        DelayMatrix.Builder matrix =
                builder(source, places.keySet().stream().map(DelayMatrix.Node::named).toList());
        for (int i = 1; i < rows.size(); i++) {
            int from = places.getOrDefault(rows.get(i).getFirst(), 0);
            for (int j = 1; j < heading.size(); j++) {
                matrix.offer(from, j - 1, value(source, lineOf.get(i), rows.get(i).get(j)));
            }
        }
        return matrix.build(List.of());
    }

    private static DelayMatrix.Builder builder(Source source, List<DelayMatrix.Node> nodes) {
        return new DelayMatrix.Builder(source, DelayMatrix.Quantity.ROUND_TRIP, nodes);
    }

    private static double value(Source source, int line, String field) {
        return isUnknown(field) ? Double.NaN : source.delayMs(line, field, 1);
    }

    private static boolean isUnknown(String field) {
        return UNKNOWN.contains(field.toLowerCase(Locale.ROOT));
    }

    /** The fields of a line, without the space around them; quotes keep commas, two make one. */
    static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
