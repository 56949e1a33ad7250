package rhumb.bench.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Pings between servers as WonderNetwork publishes them: a heading with at least {@code source},
 * {@code destination} and {@code avg} (ms), a line per burst of pings. A pair's delay is the mean
 * of its lines. Servers go by what the file calls them, their numbers.
 */
final class WonderNetwork {
    private record Mean(double sum, int count) {
        Mean and(double ms) {
            return new Mean(sum + ms, count + 1);
        }
    }

    private WonderNetwork() {}

    static boolean isHeading(String line) {
        List<String> names = names(line);
        return names.contains("source") && names.contains("destination") && names.contains("avg");
    }

    static DelayMatrix read(Source source) {
        int first = 0;
        while (first < source.lines().size() && source.lines().get(first).isBlank()) {
            first++;
        }
        if (first == source.lines().size() || !isHeading(source.lines().get(first))) {
            throw source.fail(first + 1, "no heading", "one with source, destination and avg");
        }
        List<String> heading = names(source.lines().get(first));
        int from = heading.indexOf("source");
        int to = heading.indexOf("destination");
        int avg = heading.indexOf("avg");
        Map<String, Integer> servers = new LinkedHashMap<>();
        Map<Long, Mean> means = new LinkedHashMap<>();
        for (int i = first + 1; i < source.lines().size(); i++) {
            if (source.lines().get(i).isBlank()) {
                continue;
            }
            List<String> fields = CsvMatrix.fields(source.lines().get(i));
            if (fields.size() != heading.size()) {
                throw source.fail(
                        i + 1, fields.size() + " fields", heading.size() + " as in the first line");
            }
            long pair =
                    (long) number(servers, fields.get(from)) << Integer.SIZE
                            | number(servers, fields.get(to));
            String text = fields.get(avg);
            double ms = text.isEmpty() ? 0 : source.delayMs(i + 1, text, 1);
            if (ms > 0) {
                means.put(pair, means.getOrDefault(pair, new Mean(0, 0)).and(ms));
            }
        }
        List<DelayMatrix.Node> nodes = new ArrayList<>();
        servers.keySet().forEach(name -> nodes.add(DelayMatrix.Node.named(name)));
        DelayMatrix.Builder matrix =
                new DelayMatrix.Builder(source, DelayMatrix.Quantity.ROUND_TRIP, nodes);
        means.forEach((pair, mean) ->
                matrix.offer(
                        (int) (pair >> Integer.SIZE), pair.intValue(), mean.sum() / mean.count()));
        return matrix.build(List.of("the mean of a pair's lines counts"));
    }

    private static int number(Map<String, Integer> servers, String name) {
        Integer known = servers.putIfAbsent(name, servers.size());
        return known == null ? servers.size() - 1 : known;
    }

    private static List<String> names(String line) {
        return CsvMatrix.fields(line.toLowerCase(Locale.ROOT));
    }
}
