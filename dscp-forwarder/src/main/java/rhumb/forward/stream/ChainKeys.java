package rhumb.forward.stream;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.crypto.OwnKey;
import rhumb.forward.crypto.X25519;
import rhumb.forward.fib.Fib;
import rhumb.net.Endpoint;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.PublicKey;

/**
 * With which keys chains to and from neighbours are secured: those of the links between the same
 * PoPs. What two keys share is agreed on when it is first needed, and kept as long as both hold.
 * Owned by the streams' thread.
 */
public final class ChainKeys {
    /** An own key and one of a neighbour, and the secret that follows from both. */
    static final class Pair {
        /** Hellos that are remembered; more than neighbours open chains while a key holds. */
        private static final int REMEMBERED = 16_384;

        private final Set<Long> hellos = new LinkedHashSet<>();
        private final int pop;
        private final OwnKey own;
        private final PublicKey theirs;
        private final byte[] shared;

        Pair(int pop, OwnKey own, PublicKey theirs, byte[] shared) {
            this.pop = pop;
            this.own = own;
            this.theirs = theirs;
            this.shared = shared;
        }

        /**
         * Whether a genuine hello comes for the first time. Who plays one again would make us agree
         * on keys, which is a thousand times dearer than to see that.
         */
        boolean isFirst(long code) {
            boolean first = hellos.add(code);
            if (hellos.size() > REMEMBERED) {
                Iterator<Long> oldest = hellos.iterator();
                oldest.next();
                oldest.remove();
            }
            return first;
        }

        int pop() {
            return pop;
        }

        OwnKey own() {
            return own;
        }

        PublicKey theirs() {
            return theirs;
        }

        byte[] shared() {
            return shared.clone();
        }

        /** Whether both are of the same keys of the same PoPs. */
        boolean joins(Pair other) {
            return pop == other.pop && own.equals(other.own) && theirs.equals(other.theirs);
        }
    }

    private record Names(int pop, PublicKey own, PublicKey theirs) {}

    /** Who is at an address; several PoPs may share one. */
    private record Place(Endpoint host, int pop) {}

    private final Map<Names, Pair> pairs = new HashMap<>();
    private List<OwnKey> ring;
    private Fib fib = Fib.EMPTY;
    private Set<Place> places = Set.of();

    public ChainKeys(KeyRing ring) {
        this.ring = ring.keys();
    }

    /** New own keys, before anybody is told of them. */
    public void onRing(KeyRing newRing) {
        ring = newRing.keys();
        forget();
    }

    public void onFib(Fib newFib) {
        fib = newFib;
        Set<Place> now = new HashSet<>();
        fib.links()
                .forEach(link ->
                        now.add(
                                new Place(
                                        link.rule().stream().withPort(0),
                                        link.rule().targetPop())));
        places = now;
        forget();
    }

    /** Whether chains are sealed at all. Modes that only authenticate packets seal chains too. */
    boolean secured() {
        return fib.security() != LinkSecurity.NONE;
    }

    /** Number of the PoP this runs at; 0 while there are no rules. */
    int self() {
        return fib.self();
    }

    /** Whether that neighbour may connect from there. */
    boolean isAt(int pop, Endpoint from) {
        return places.contains(new Place(from.withPort(0), pop));
    }

    /**
     * What to begin a chain to that neighbour with: its newest key, and the older one of our own,
     * which it knows for certain. Null when there is none.
     */
    @Nullable Pair toward(int pop) {
        List<PublicKey> theirs = fib.keys(pop);
        return theirs.isEmpty() ? null : pair(pop, ring.getFirst(), theirs.getLast());
    }

    /** What a neighbour began a chain with; null when one of both keys does not hold. */
    @Nullable Pair named(int pop, int ownGeneration, int theirGeneration) {
        for (OwnKey own : ring) {
            for (PublicKey theirs : fib.keys(pop)) {
                if (own.generation() == ownGeneration && theirs.generation() == theirGeneration) {
                    return pair(pop, own, theirs);
                }
            }
        }
        return null;
    }

    /** Whether both keys still hold. */
    boolean holds(Pair pair) {
        return ring.contains(pair.own()) && fib.keys(pair.pop()).contains(pair.theirs());
    }

    private @Nullable Pair pair(int pop, OwnKey own, PublicKey theirs) {
        Names names = new Names(pop, own.publicKey(), theirs);
        Pair known = pairs.get(names);
        if (known == null) {
            byte[] shared = X25519.agree(own.secret(), theirs.bytes());
            if (shared == null) {
                return null;
            }
            known = new Pair(pop, own, theirs, shared);
            pairs.put(names, known);
        }
        return known;
    }

    private void forget() {
        pairs.values().removeIf(pair -> !holds(Objects.requireNonNull(pair)));
    }
}
