package rhumb.controller.consensus;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What a leader knows of the other members, by their numbers. */
final class Followers {
    /** One other member. */
    static final class Follower {
        /** The entry to send next. */
        long next;

        /** The last entry that it is known to hold as we do. */
        long matches;

        /** When that was sent which the member answered last. */
        long answeredNs;

        /** Entries are under way, and no answer has come. */
        boolean busy;

        /** When they were sent. */
        long sentNs;
    }

    private final Map<Integer, Follower> all = new TreeMap<>();

    Followers(Set<Integer> members, int self) {
        members.stream().filter(m -> m != self).forEach(m -> all.put(m, new Follower()));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    Set<Integer> numbers() {
        return all.keySet();
    }

    @Nullable Follower get(int member) {
        return all.get(member);
    }

    void forEach(BiConsumer<Integer, Follower> action) {
        all.forEach(action);
    }

    /** A new leader knows nothing, and has been answered by all just now. */
    void begin(long nowNs, long last) {
        for (Follower one : all.values()) {
            one.next = last + 1;
            one.matches = 0;
            one.answeredNs = nowNs;
            one.busy = false;
        }
    }

    /** When that was sent which so many answered that they and the leader are a majority. */
    long majorityAnsweredNs() {
        long[] answered = sorted(one -> one.answeredNs, Long.MAX_VALUE);
        return answered[majorityFrom()];
    }

    /**
     * The last entry that a majority holds.
     *
     * @param own the last one that the leader holds
     */
    long majorityHolds(long own) {
        return sorted(one -> one.matches, own)[majorityFrom()];
    }

    /** In ascending order: from this place on they are a majority. */
    private int majorityFrom() {
        return all.size() / 2;
    }

    private long[] sorted(ToLongFunction<Follower> what, long own) {
        long[] values = Arrays.copyOf(all.values().stream().mapToLong(what).toArray(), size() + 1);
        values[size()] = own;
        Arrays.sort(values);
        return values;
    }
}
