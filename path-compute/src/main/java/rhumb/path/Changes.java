package rhumb.path;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The entries of one level that were written, each once, with what they held before. Entries are
 * numbered to * nodes + from, as rows lie.
 */
final class Changes {
    private final BitSet noted;
    private int[] entries = new int[64];
    private int[] before = new int[64];
    private int size;

    Changes(int nodes) {
        this.noted = new BitSet(nodes * nodes);
    }

    /** Remembers the entry's first value of this round. */
    void note(int entry, int was) {
        if (noted.get(entry)) {
            return;
        }
        noted.set(entry);
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
            before = Arrays.copyOf(before, 2 * size);
        }
        entries[size] = entry;
        before[size++] = was;
    }

    /** Puts the entries into ascending order. */
    void sort() {
        long[] both = new long[size];
        for (int i = 0; i < size; i++) {
            both[i] = (long) entries[i] << Integer.SIZE | before[i];
        }
        Arrays.sort(both);
        for (int i = 0; i < size; i++) {
            entries[i] = (int) (both[i] >>> Integer.SIZE);
            before[i] = (int) both[i];
        }
    }

    int size() {
        return size;
    }

    int entry(int place) {
        return entries[place];
    }

    int before(int place) {
        return before[place];
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            noted.clear(entries[i]);
        }
        size = 0;
    }
}
