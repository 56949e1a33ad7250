package rhumb.sim.scenario;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import rhumb.net.PopId;

/**
 * Reads the text of a scenario. Statements may stand in any order: PoPs are read first, then
 * general figures, delays, links, streams, the timeline and expectations. All mistakes of a file
 * are reported together.
 */
public final class ScenarioParser {
    static final int MAX_CHARS = 1_000_000;

    /** A kind of line. */
    private interface Statement {
        void read(Words words, Draft draft);
    }

    /** In the order in which the kinds are read. */
    private static final List<Map<String, Statement>> PHASES =
            List.of(
                    Map.of("pop", TopologyLines::pop),
                    Map.of(
                            "title", ScenarioParser::title,
                            "duration", ScenarioParser::duration,
                            "seed", ScenarioParser::seed,
                            "controller", TopologyLines::controller),
                    Map.of("delays", TopologyLines::delays),
                    Map.of("link", TopologyLines::link),
                    Map.of("queue", ShareLines::queue, "tenant", ShareLines::tenant),
                    Map.of("stream", StreamLines::stream),
                    Map.of("at", TimelineLines::at, "from", TimelineLines::from));

    static final List<String> KEYWORDS =
            List.of(
                    "title",
                    "duration",
                    "seed",
                    "pop",
                    "controller",
                    "delays",
                    "link",
                    "queue",
                    "tenant",
                    "stream",
                    "at",
                    "from",
                    "expect");

    private record Line(int number, List<String> words) {
        String keyword() {
            return words.getFirst();
        }
    }

    private ScenarioParser() {}

    /**
     * Reads a scenario.
     *
     * @param name short name for reports
     * @param file what errors call the file
     * @param cities the table behind {@code delays cities}
     * @throws ScenarioException naming every mistake
     */
    public static Scenario parse(String name, String file, String text, CityDelays cities)
            throws ScenarioException {
        Complaints complaints = new Complaints(file);
        Draft draft = new Draft(name, cities);
        if (text.length() > MAX_CHARS) {
            complaints.say(0, "file", "expected at most " + MAX_CHARS + " characters");
        } else {
            read(text, draft, complaints);
        }
        if (!complaints.sorted().isEmpty()) {
            throw new ScenarioException(name, complaints.sorted());
        }
        List<PopSpec> pops = new ArrayList<>(draft.pops.values());
        PopId controller = draft.controller;
        return new Scenario(
                name,
                draft.title,
                draft.durationNs,
                draft.seed,
                pops,
                controller == null ? pops.getFirst().id() : controller,
                draft.links,
                new ArrayList<>(draft.streams.values()),
                new ArrayList<>(draft.shares.values()),
                TimelineLines.numbered(draft),
                draft.expectations);
    }

    private static void read(String text, Draft draft, Complaints complaints) {
        List<Line> lines = lines(text);
        for (Line line : lines) {
            if (!KEYWORDS.contains(line.keyword())) {
                complaints.expectedOneOf(
                        line.number(), "line", "a statement", KEYWORDS, line.keyword());
            }
        }
        for (Map<String, Statement> phase : PHASES) {
            for (Line line : lines) {
                Statement statement = phase.get(line.keyword());
                if (statement != null) {
                    statement.read(words(line, complaints), draft);
                }
            }
        }
        int events = draft.occurrences.size();
        for (Line line : lines) {
            if (line.keyword().equals("expect")) {
                ExpectLines.expect(words(line, complaints), draft, events);
            }
        }
        if (draft.pops.size() < 2) {
            complaints.say(0, "pop", "expected at least 2 PoPs, got " + draft.pops.size());
        } else if (draft.links.isEmpty()) {
            complaints.say(
                    0, "link", "expected at least one link; write link lines or delays cities");
        }
    }

    private static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        String[] all = text.split("\n", -1);
        for (int i = 0; i < all.length; i++) {
            int comment = all[i].indexOf('#');
            String content = (comment < 0 ? all[i] : all[i].substring(0, comment)).strip();
            if (!content.isEmpty()) {
                lines.add(new Line(i + 1, Arrays.asList(content.split("\\s+"))));
            }
        }
        return lines;
    }

    private static Words words(Line line, Complaints complaints) {
        return new Words(complaints, line.number(), line.words().subList(1, line.words().size()));
    }

    private static void title(Words words, Draft draft) {
        int start = words.position();
        words.skipRest();
        String title = words.since(start);
        if (title.isEmpty()) {
            words.say("title", "expected a text, got nothing");
        }
        draft.title = title;
    }

    private static void duration(Words words, Draft draft) {
        draft.durationNs =
                words.value(
                        "duration",
                        Quantity.DURATION + ", from 1s to 1440min",
                        ScenarioParser::runLength,
                        draft.durationNs);
        words.end("duration", "nothing after the time");
    }

    private static OptionalLong runLength(String text) {
        OptionalLong ns = Quantity.duration(text);
        boolean good =
                ns.isPresent()
                        && ns.getAsLong() >= Draft.S
                        && ns.getAsLong() <= Draft.MAX_DURATION_NS;
        return good ? ns : OptionalLong.empty();
    }

    private static void seed(Words words, Draft draft) {
        draft.seed = words.value("seed", "a number", Quantity::count, 1);
        words.end("seed", "nothing after the number");
    }
}
