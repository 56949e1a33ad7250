package rhumb.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import rhumb.net.Dscp;
import rhumb.net.LinkId;
import rhumb.sim.impair.DscpMap;
import rhumb.sim.impair.LinkSettings;
import rhumb.sim.scenario.LinkEdit.Assignment;

/**
 * Reads link names and the words after them, which are the same in the topology and the timeline.
 */
final class LinkWords {
    private LinkWords() {}

    /**
     * {@code A->B}, for both directions {@code A<->B}, or {@code all} links known by now; empty
     * after a report.
     */
    static List<LinkId> links(Words words, Draft draft) {
        if (words.takeIf("all")) {
            return List.copyOf(draft.links.keySet());
        }
        String text = words.peek();
        boolean both = text.contains("<->");
        Words one =
                both
                        ? new Words(
                                words.complaints(),
                                words.line(),
                                List.of(text.replace("<->", "->")))
                        : words;
        LinkId link = one.direction("link", draft);
        if (both) {
            words.take();
        }
        if (link == null) {
            return List.of();
        }
        return both ? List.of(link, link.reverse()) : List.of(link);
    }

    /** The attribute words up to the end of the line or to {@code for}. */
    static LinkEdit edit(Words words, boolean timeline) {
        List<Assignment> set = new ArrayList<>();
        boolean clear = false;
        boolean understood = true;
        while (words.hasMore() && !(timeline && words.peek().equals("for"))) {
            String text = words.take();
            LinkWord word = LinkWord.of(text);
            if (timeline && text.equals("clear")) {
                clear = true;
            } else if (word == null) {
                understood = false;
                reportUnknown(words, timeline, text);
            } else {
                set.add(assignment(words, word, timeline));
            }
        }
        if (set.isEmpty() && !clear && understood) {
            words.say("link", "expected what the link does, such as loss 20%, got nothing");
        }
        return new LinkEdit(clear, List.of(), set);
    }

    /** Reports bursts that their length does not allow. */
    static void checkBursts(Words words, LinkEdit edit, LinkSettings topology) {
        long burst = figure(edit, LinkWord.BURST, topology);
        int length = (int) figure(edit, LinkWord.LENGTH, topology);
        if (burst > LinkSettings.maxBurstPpm(length)) {
            words.say(
                    "burst",
                    "expected at most "
                            + LinkSettings.maxBurstPpm(length) / 10_000
                            + "% with bursts of mean length "
                            + length
                            + ", got "
                            + burst / 10_000
                            + "%; make the length greater");
        }
    }

    private static long figure(LinkEdit edit, LinkWord word, LinkSettings topology) {
        long figure = word.read(topology);
        for (Assignment a : edit.set()) {
            figure = a.word() == word ? a.value() : figure;
        }
        return figure;
    }

    private static void reportUnknown(Words words, boolean timeline, String text) {
        List<String> known = new ArrayList<>(LinkWord.labels());
        if (timeline) {
            known.add("clear");
        }
        words.complaints().expectedOneOf(words.line(), "link", "a link word", known, text);
        // What follows probably belonged to it.
        while (words.hasMore() && !known.contains(words.peek()) && !words.peek().equals("for")) {
            words.take();
        }
    }

    private static Assignment assignment(Words words, LinkWord word, boolean timeline) {
        String field = word.label();
        boolean plus = timeline && words.peek().startsWith("+");
        boolean minus = timeline && words.peek().startsWith("-");
        return switch (word.unit()) {
            case DURATION -> {
                long sign = minus ? -1 : 1;
                long ns =
                        words.value(
                                field,
                                Quantity.DURATION,
                                text -> upTo(Quantity.duration(unsigned(text, timeline))),
                                0);
                yield new Assignment(word, sign * ns, plus || minus, DscpMap.KEEP);
            }
            case PERCENT ->
                    absolute(word, words.value(field, Quantity.PERCENT, Quantity::percent, 0));
            case RATE -> absolute(word, words.value(field, Quantity.RATE, Quantity::rate, 0));
            case COUNT ->
                    absolute(
                            word,
                            words.value(
                                    field,
                                    "a mean number of packets from 1 to 10000",
                                    LinkWords::length,
                                    1));
            case FLAG -> absolute(word, 1);
            case MARKING -> new Assignment(word, 0, false, marking(words, word));
        };
    }

    private static Assignment absolute(LinkWord word, long value) {
        return new Assignment(word, value, false, DscpMap.KEEP);
    }

    private static String unsigned(String text, boolean timeline) {
        return timeline && (text.startsWith("+") || text.startsWith("-"))
                ? text.substring(1)
                : text;
    }

    private static OptionalLong upTo(OptionalLong ns) {
        return ns.isPresent() && ns.getAsLong() > 60 * Draft.S ? OptionalLong.empty() : ns;
    }

    private static OptionalLong length(String text) {
        OptionalLong count = Quantity.count(text);
        boolean good = count.isPresent() && count.getAsLong() >= 1 && count.getAsLong() <= 10_000;
        return good ? count : OptionalLong.empty();
    }

    private static DscpMap marking(Words words, LinkWord word) {
        if (word == LinkWord.BLEACH) {
            return DscpMap.BLEACH;
        }
        DscpMap map = DscpMap.KEEP;
        if (!words.peek().contains("->")) {
            words.complaints()
                    .expected(words.line(), "remap", "pairs such as EF->DF", words.peek());
        }
        while (words.peek().contains("->")) {
            String pair = words.take();
            int arrow = pair.indexOf("->");
            Dscp from = dscp(words, pair.substring(0, arrow));
            Dscp to = dscp(words, pair.substring(arrow + 2));
            map = from == null || to == null ? map : map.with(from, to);
        }
        return map;
    }

    private static @Nullable Dscp dscp(Words words, String text) {
        try {
            return Dscp.parse(text);
        } catch (IllegalArgumentException notOne) {
            words.complaints()
                    .expected(
                            words.line(),
                            "remap",
                            "code points such as EF, AF41, CS5 or 0 to 63",
                            text);
            return null;
        }
    }
}
