package rhumb.path;

import java.util.Arrays;

/** A list of ints that grows. */
final class IntList {
    private int[] items = new int[64];
    private int size;

    void add(int item) {
        items = size == items.length ? Arrays.copyOf(items, 2 * size) : items;
        items[size++] = item;
    }

    int size() {
        return size;
    }

    int at(int place) {
        return items[place];
    }

    void set(int place, int item) {
        items[place] = item;
    }

    /** Forgets all but the first so many. */
    void cut(int newSize) {
        size = newSize;
    }

    void clear() {
        size = 0;
    }

    /** Becomes equal to another list. */
    void copy(IntList other) {
        items = Arrays.copyOf(other.items, other.items.length);
        size = other.size;
    }

    int[] all() {
        return Arrays.copyOf(items, size);
    }

    /** The items ascending, each once. */
    int[] distinct() {
        Arrays.sort(items, 0, size);
        int[] result = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || items[i] != items[i - 1]) {
                result[count++] = items[i];
            }
        }
        return Arrays.copyOf(result, count);
    }
}
