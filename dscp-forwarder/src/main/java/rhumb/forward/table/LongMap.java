package rhumb.forward.table;

import org.jspecify.annotations.Nullable;

/**
 * A map from long to object without boxes: open addressing, linear probing, at most half full. It
 * grows by doubling and never shrinks; whoever fills it states the bound. There is no iteration,
 * because its order would depend on the hash.
 */
public final class LongMap<V> {
    private static final int SMALLEST = 16;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private long[] keys = new long[SMALLEST];
    private @Nullable Object[] values = new Object[SMALLEST];
    private int size;

    public int size() {
        return size;
    }

    public @Nullable V get(long key) {
        return valueAt(slot(key));
    }

    public boolean contains(long key) {
        return values[slot(key)] != null;
    }

    /** Puts the value in; gives what the key had before, or null. */
    public @Nullable V put(long key, V value) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int slot = slot(key);
        V before = valueAt(slot);
        keys[slot] = key;
        values[slot] = value;
        size += before == null ? 1 : 0;
        return before;
    }

    /** Takes the key out; gives what it had, or null. */
    public @Nullable V remove(long key) {
        int hole = slot(key);
        V before = valueAt(hole);
        if (before == null) {
            return null;
        }
        size--;
        int mask = keys.length - 1;
        // Each entry after the hole moves into it unless its home lies between the hole and itself.
        for (int at = hole + 1 & mask; values[at] != null; at = at + 1 & mask) {
            int home = home(keys[at]);
            if ((at - home & mask) >= (at - hole & mask)) {
                keys[hole] = keys[at];
                values[hole] = values[at];
                hole = at;
            }
        }
        values[hole] = null;
        return before;
    }

    private int home(long key) {
        return (int) (key * MIX >>> 32) & keys.length - 1;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int at = home(key);
        while (values[at] != null && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    @SuppressWarnings("unchecked")
    private @Nullable V valueAt(int slot) {
        return (V) values[slot];
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new Object[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
