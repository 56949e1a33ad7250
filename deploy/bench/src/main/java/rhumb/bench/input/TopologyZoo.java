package rhumb.bench.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Networks of the Internet Topology Zoo (Knight et al., JSAC 29(9), 2011) as GML: places with
 * Latitude and Longitude, links without delays, which are estimated. A place without a position
 * keeps its name; its links stay unknown.
 */
final class TopologyZoo {
    private TopologyZoo() {}

    static DelayMatrix read(Source source, Fibre fibre) {
        Gml.Entry graph = graph(source);
        boolean directed = isSet(graph.find("directed"));
        Map<String, Integer> numbers = new LinkedHashMap<>();
        Map<String, Integer> names = new LinkedHashMap<>();
        List<DelayMatrix.Node> nodes = new ArrayList<>();
        for (Gml.Entry entry : graph.entries()) {
            if (entry.key().equals("node")) {
                String id = required(source, entry, "id");
                if (numbers.putIfAbsent(id, nodes.size()) != null) {
                    throw source.fail(entry.line(), "a second node " + Source.shown(id), "one");
                }
                nodes.add(node(source, entry, id, names));
            }
        }
        DelayMatrix.Builder matrix =
                new DelayMatrix.Builder(source, DelayMatrix.Quantity.ONE_WAY, nodes);
        int links = 0;
        int unknown = 0;
        for (Gml.Entry entry : graph.entries()) {
            if (entry.key().equals("edge")) {
                int from = end(source, entry, "source", numbers);
                int to = end(source, entry, "target", numbers);
                double ms = fibre.ms(nodes.get(from), nodes.get(to));
                matrix.offer(from, to, ms);
                if (!directed) {
                    matrix.offer(to, from, ms);
                }
                links++;
                unknown += Double.isNaN(ms) ? 1 : 0;
            }
        }
        return matrix.build(notes(fibre, links, unknown));
    }

    static List<String> notes(Fibre fibre, int links, int unknown) {
        List<String> notes = new ArrayList<>();
        notes.add("delays estimated: great circle at 2/3 c, detour " + fibre.detour());
        if (unknown > 0) {
            notes.add(unknown + " of " + links + " links end at a place without a position");
        }
        return notes;
    }

    private static Gml.Entry graph(Source source) {
        for (Gml.Entry entry : Gml.parse(source)) {
            if (entry.key().equals("graph")) {
                return entry;
            }
        }
        throw source.fail(0, "no graph", "graph [ node [ ... ] edge [ ... ] ]");
    }

    private static DelayMatrix.Node node(
            Source source, Gml.Entry entry, String id, Map<String, Integer> names) {
        Gml.Entry label = entry.find("label");
        String name = label == null || label.text().isBlank() ? id : label.text().strip();
        // Several places of a town, and all unknown ones, share a label.
        if (names.merge(name, 1, Integer::sum) > 1) {
            name += " (" + id + ")";
        }
        return new DelayMatrix.Node(
                name,
                degrees(source, entry, "Latitude", 90),
                degrees(source, entry, "Longitude", 180));
    }

    private static double degrees(Source source, Gml.Entry node, String key, double most) {
        Gml.Entry entry = node.find(key);
        if (entry == null) {
            return Double.NaN;
        }
        double degrees = source.number(entry.line(), entry.text(), key);
        if (Math.abs(degrees) > most) {
            throw source.fail(
                    entry.line(), key + " " + Source.shown(entry.text()), -most + " to " + most);
        }
        return degrees;
    }

    private static boolean isSet(Gml.@Nullable Entry flag) {
        return flag != null && flag.text().equals("1");
    }

    private static int end(
            Source source, Gml.Entry edge, String key, Map<String, Integer> numbers) {
        String id = required(source, edge, key);
        Integer node = numbers.get(id);
        if (node == null) {
            throw source.fail(
                    edge.line(), key + " " + Source.shown(id), "the id of a node of this file");
        }
        return node;
    }

    private static String required(Source source, Gml.Entry entry, String key) {
        Gml.Entry value = entry.find(key);
        if (value == null || value.text().isBlank()) {
            throw source.fail(entry.line(), entry.key() + " without " + key, "one");
        }
        return value.text();
    }
}
