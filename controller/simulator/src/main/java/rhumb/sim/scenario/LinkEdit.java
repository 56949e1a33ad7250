package rhumb.sim.scenario;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import rhumb.sim.impair.DscpMap;
import rhumb.sim.impair.LinkSettings;

/**
 * A change of a link's settings.
 *
 * @param clear start from what the topology says, not from what the link does at that moment
 * @param restore words whose figures go back to what the topology says
 * @param set figures that are replaced or moved
 */
public record LinkEdit(boolean clear, List<LinkWord> restore, List<Assignment> set) {
    /**
     * One figure.
     *
     * @param value in ns, parts per million, packets or bits per second, as the word has it
     * @param relative whether the value is added to what the link has
     * @param marking used by {@link LinkWord#BLEACH} and {@link LinkWord#REMAP} only
     */
    public record Assignment(LinkWord word, long value, boolean relative, DscpMap marking) {}

    public LinkEdit {
        restore = List.copyOf(restore);
        set = List.copyOf(set);
    }

    static LinkEdit of(List<Assignment> set) {
        return new LinkEdit(false, List.of(), set);
    }

    /** The change that takes this one back. */
    LinkEdit undo() {
        List<LinkWord> words = set.stream().map(Assignment::word).toList();
        return new LinkEdit(clear, words, List.of());
    }

    /** Whether it only takes back. */
    boolean heals() {
        return set.isEmpty();
    }

    /**
     * The settings after the change. Bursts that the new length does not allow are cut to what it
     * does.
     *
     * @param now what the link does at the moment
     * @param topology what the scenario's link lines say of it
     */
    public LinkSettings apply(LinkSettings now, LinkSettings topology) {
        LinkSettings base = clear ? topology : now;
        Map<LinkWord, Long> figures = new EnumMap<>(LinkWord.class);
        for (LinkWord word : LinkWord.values()) {
            figures.put(word, word.read(base));
        }
        DscpMap marking = base.marking();
        for (LinkWord word : restore) {
            figures.put(word, word.read(topology));
            marking = word.unit() == LinkWord.Unit.MARKING ? topology.marking() : marking;
        }
        for (Assignment a : set) {
            long old = a.relative() ? figures.getOrDefault(a.word(), 0L) : 0;
            figures.put(a.word(), Math.max(0, old + a.value()));
            marking = a.word().unit() == LinkWord.Unit.MARKING ? a.marking() : marking;
        }
        return settings(figures, marking);
    }

    private static LinkSettings settings(Map<LinkWord, Long> figures, DscpMap marking) {
        int length = figure(figures, LinkWord.LENGTH);
        return new LinkSettings(
                figures.getOrDefault(LinkWord.DELAY, 0L),
                figures.getOrDefault(LinkWord.JITTER, 0L),
                figure(figures, LinkWord.LOSS),
                Math.min(figure(figures, LinkWord.BURST), LinkSettings.maxBurstPpm(length)),
                length,
                figure(figures, LinkWord.REORDER),
                figures.getOrDefault(LinkWord.HOLDBACK, 0L),
                figure(figures, LinkWord.DUPLICATE),
                figures.getOrDefault(LinkWord.RATE, 0L),
                figures.getOrDefault(LinkWord.QUEUE, 0L),
                marking,
                figure(figures, LinkWord.BLACKHOLE) > 0);
    }

    private static int figure(Map<LinkWord, Long> figures, LinkWord word) {
        return Math.toIntExact(figures.getOrDefault(word, 0L));
    }
}
