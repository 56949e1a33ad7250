package rhumb.forward.path;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fib.Fib;
import rhumb.forward.table.LongMap;

/**
 * What the target of paths counts, per source PoP and path tag. Bound: 256 tags for each PoP that a
 * rule names, made when the first datagram comes from there.
 */
public final class PathArrivals {
    private static final int TAGS = 256;

    private static final class Source {
        final int[] received = new int[TAGS];
        final int[] transitUsMin = new int[TAGS];

        Source() {
            Arrays.fill(transitUsMin, Integer.MAX_VALUE);
        }
    }

    private LongMap<Source> sources = new LongMap<>();

    public void onFib(Fib before, Fib fib) {
        if (fib.sameBut(before)) {
            return;
        }
        LongMap<Source> kept = new LongMap<>();
        for (var pop : fib.pops()) {
            Source source = sources.get(pop.number());
            if (source != null && pop.pop().equals(before.pop(pop.number()))) {
                kept.put(pop.number(), source);
            }
        }
        sources = kept;
    }

    /** Counts a datagram from a PoP that the FIB names. */
    public void onDatagram(int sourcePop, int tag, int transitUs) {
        Source source = sources.get(sourcePop);
        if (source == null) {
            source = new Source();
            sources.put(sourcePop, source);
        }
        source.received[tag]++;
        source.transitUsMin[tag] = Math.min(source.transitUsMin[tag], transitUs);
    }

    /** Datagrams that came with the tag so far; wraps. */
    public int received(int sourcePop, int tag) {
        Source source = sources.get(sourcePop);
        return source == null ? 0 : source.received[tag];
    }

    /** Lowest transit time since this was asked last. */
    public int takeTransitUsMin(int sourcePop, int tag) {
        @Nullable Source source = sources.get(sourcePop);
        if (source == null) {
            return Integer.MAX_VALUE;
        }
        int lowest = source.transitUsMin[tag];
        source.transitUsMin[tag] = Integer.MAX_VALUE;
        return lowest;
    }
}
