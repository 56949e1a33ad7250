package rhumb.sim.ledger;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds which piece of content was sent before, by a 64-bit hash over all its bytes. Two different
 * pieces share a hash with a chance of 2^-64, which is what "bit for bit" means here. Bound:
 * {@value #MAX} pieces, far more than the longest run has.
 */
final class ContentIndex {
    static final int ABSENT = -1;
    static final int MAX = 1 << 26;

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long[] hashes = new long[1024];
    private int[] numbers = new int[1024];
    private int size;

    ContentIndex() {
        Arrays.fill(numbers, ABSENT);
    }

    /** Gives the next number to a piece of content. */
    int add(ByteBuffer bytes, int offset, int length) {
        if (size == MAX) {
            throw new IllegalStateException("more than " + MAX + " pieces in one stream");
        }
        if (2 * size >= hashes.length) {
            grow();
        }
        insert(hash(bytes, offset, length), size);
        return size++;
    }

    /** The number of a piece that was added; {@link #ABSENT} for any other. */
    int find(ByteBuffer bytes, int offset, int length) {
        long hash = hash(bytes, offset, length);
        int slot = slot(hash);
        while (numbers[slot] != ABSENT && hashes[slot] != hash) {
            slot = slot + 1 & hashes.length - 1;
        }
        return numbers[slot];
    }

    private void insert(long hash, int number) {
        int slot = slot(hash);
        while (numbers[slot] != ABSENT) {
            slot = slot + 1 & hashes.length - 1;
        }
        hashes[slot] = hash;
        numbers[slot] = number;
    }

    private int slot(long hash) {
        return (int) (hash ^ hash >>> 32) & hashes.length - 1;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldNumbers = numbers;
        hashes = new long[2 * oldHashes.length];
        numbers = new int[2 * oldNumbers.length];
        Arrays.fill(numbers, ABSENT);
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldNumbers[i] != ABSENT) {
                insert(oldHashes[i], oldNumbers[i]);
            }
        }
    }

    private static long hash(ByteBuffer bytes, int offset, int length) {
        boolean reverse = bytes.order() == ByteOrder.LITTLE_ENDIAN;
        long hash = mix(length * GOLDEN);
        int at = offset;
        int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long word = bytes.getLong(at);
            hash = mix(hash + GOLDEN ^ (reverse ? Long.reverseBytes(word) : word));
        }
        long tail = 0;
        for (; at < end; at++) {
            tail = tail << 8 | bytes.get(at) & 0xff;
        }
        return mix(hash + GOLDEN ^ tail);
    }

    /** The finaliser of SplitMix64: one to one, each bit depends on all. */
    private static long mix(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
