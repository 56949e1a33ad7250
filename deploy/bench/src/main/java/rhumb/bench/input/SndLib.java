package rhumb.bench.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SNDlib's native text (Orlowski et al., Networks 55(3), 2010): sections NODES with {@code id (
 * longitude latitude )} and LINKS with {@code id ( source target ) ...}; links go both ways and
 * have no delays, which are estimated.
 */
final class SndLib {
    private record Line(int number, List<String> words) {}

    private SndLib() {}

    static DelayMatrix read(Source source, Fibre fibre) {
        Map<String, List<Line>> sections = sections(source);
        List<DelayMatrix.Node> nodes = new ArrayList<>();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (Line line : sections.getOrDefault("NODES", List.of())) {
            String name = line.words.getFirst();
            if (numbers.putIfAbsent(name, nodes.size()) != null) {
                throw source.fail(line.number, "a second node " + Source.shown(name), "one");
            }
            nodes.add(node(source, line));
        }
        DelayMatrix.Builder matrix =
                new DelayMatrix.Builder(source, DelayMatrix.Quantity.ONE_WAY, nodes);
        int links = 0;
        int unknown = 0;
        for (Line line : sections.getOrDefault("LINKS", List.of())) {
            if (line.words.size() < 5
                    || !line.words.get(1).equals("(")
                    || !line.words.get(4).equals(")")) {
                throw source.fail(line.number, "no link", "id ( source target ) ...");
            }
            int from = end(source, line, 2, numbers);
            int to = end(source, line, 3, numbers);
            double ms = fibre.ms(nodes.get(from), nodes.get(to));
            matrix.offer(from, to, ms);
            matrix.offer(to, from, ms);
            links++;
            unknown += Double.isNaN(ms) ? 1 : 0;
        }
        return matrix.build(TopologyZoo.notes(fibre, links, unknown));
    }

    private static Map<String, List<Line>> sections(Source source) {
        Map<String, List<Line>> sections = new LinkedHashMap<>();
        String open = "";
        int opened = 0;
        for (int i = 0; i < source.lines().size(); i++) {
            String text = source.lines().get(i).strip();
            if (text.isEmpty() || text.startsWith("#") || text.startsWith("?")) {
                continue;
            }
            List<String> words =
                    List.of(text.replace("(", " ( ").replace(")", " ) ").strip().split("\\s+", -1));
            if (open.isEmpty()) {
                if (words.size() != 2 || !words.get(1).equals("(")) {
                    throw source.fail(i + 1, Source.shown(text), "a section such as NODES (");
                }
                open = words.getFirst();
                opened = i + 1;
            } else if (text.equals(")")) {
                open = "";
            } else {
                sections.computeIfAbsent(open, _ -> new ArrayList<>()).add(new Line(i + 1, words));
            }
        }
        if (!open.isEmpty()) {
            throw source.fail(opened, "section " + Source.shown(open) + " without end", ")");
        }
        return sections;
    }

    private static DelayMatrix.Node node(Source source, Line line) {
        List<String> words = line.words;
        if (words.size() == 1) {
            return DelayMatrix.Node.named(words.getFirst());
        }
        if (words.size() != 5 || !words.get(1).equals("(") || !words.get(4).equals(")")) {
            throw source.fail(line.number, "no node", "id ( longitude latitude )");
        }
        double longitude = source.number(line.number, words.get(2), "longitude");
        double latitude = source.number(line.number, words.get(3), "latitude");
        if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) {
            throw source.fail(
                    line.number,
                    "position " + words.get(2) + " " + words.get(3),
                    "longitude and latitude in degrees; some files of the library have map"
                            + " coordinates instead and cannot be used");
        }
        return new DelayMatrix.Node(words.getFirst(), latitude, longitude);
    }

    private static int end(Source source, Line line, int word, Map<String, Integer> numbers) {
        Integer node = numbers.get(line.words.get(word));
        if (node == null) {
            throw source.fail(
                    line.number,
                    "link to " + Source.shown(line.words.get(word)),
                    "a node of the section NODES");
        }
        return node;
    }
}
