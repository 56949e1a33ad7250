package rhumb.forward.table;

import java.util.Arrays;

/**
 * A map from small numbers to numbers, both from 0 on, without boxes: an array that is as long as
 * the greatest key asks for. Whoever fills it states the bound.
 */
public final class IntTable {
    /** No number for this key. */
    public static final int NONE = -1;

    private int[] numbers = new int[0];

    public int get(int key) {
        return key < numbers.length ? numbers[key] : NONE;
    }

    public void put(int key, int number) {
        if (key >= numbers.length) {
            int before = numbers.length;
            numbers = Arrays.copyOf(numbers, Math.max(key + 1, 2 * before));
            Arrays.fill(numbers, before, numbers.length, NONE);
        }
        numbers[key] = number;
    }

    /** Takes the key out; gives what it had, or {@link #NONE}. */
    public int remove(int key) {
        int before = get(key);
        if (before != NONE) {
            numbers[key] = NONE;
        }
        return before;
    }
}
