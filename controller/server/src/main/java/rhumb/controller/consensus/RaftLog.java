package rhumb.controller.consensus;

import java.util.ArrayList;
import java.util.List;

/** The entries, counted from 1. */
final class RaftLog {
    private final List<Entry> entries;

    RaftLog(List<Entry> entries) {
        this.entries = new ArrayList<>(entries);
    }

    long last() {
        return entries.size();
    }

    /** The term of an entry; 0 of the one before the first. */
    long term(long index) {
        return index == 0 ? 0 : at(index).term();
    }

    Entry at(long index) {
        return entries.get((int) index - 1);
    }

    /** Whether an entry with this term is there. */
    boolean holds(long index, long term) {
        return index <= last() && term(index) == term;
    }

    /** Whether a log that ends so has everything that this one may have committed. */
    boolean isCoveredBy(long lastIndex, long lastTerm) {
        long own = term(last());
        return lastTerm > own || lastTerm == own && lastIndex >= last();
    }

    /** Those after an index, as many as fit into so many bytes, at least one if there is one. */
    List<Entry> after(long index, int maxBytes) {
        List<Entry> some = new ArrayList<>();
        int bytes = 0;
        for (long i = index + 1; i <= last(); i++) {
            bytes += at(i).payload().length;
            if (bytes > maxBytes && !some.isEmpty()) {
                break;
            }
            some.add(at(i));
        }
        return some;
    }

    /** Puts entries in place of all after an index. */
    void replaceAfter(long index, List<Entry> more) {
        entries.subList((int) index, entries.size()).clear();
        entries.addAll(more);
    }
}
