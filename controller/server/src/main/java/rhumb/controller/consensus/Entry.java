package rhumb.controller.consensus;

import java.util.Arrays;

/**
 * One entry of the log.
 *
 * @param term of the leader that took it
 * @param payload what was proposed; empty = a leader began. Not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record Entry(long term, byte[] payload) {
    /** What a leader begins with: what is before it in the log is committed with it. */
    static Entry beginning(long term) {
        return new Entry(term, new byte[0]);
    }

    public boolean isBeginning() {
        return payload.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry entry
                && entry.term == term
                && Arrays.equals(entry.payload, payload);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(term) + Arrays.hashCode(payload);
    }
}
