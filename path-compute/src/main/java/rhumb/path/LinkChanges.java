package rhumb.path;

import java.util.function.IntPredicate;

/** What became of the links of a {@link CostMatrix}: pairs with another price, or another link. */
final class LinkChanges {
    private final IntList from = new IntList();
    private final IntList to = new IntList();
    private final IntList was = new IntList();
    private final IntList is = new IntList();
    private final IntList otherLinks = new IntList();

    void clear() {
        keep(place -> false);
        otherLinks.clear();
    }

    /**
     * A pair's cheapest link costs another price.
     *
     * @param before as {@link Packed#base}
     * @param now as {@link Packed#base}
     */
    void price(int fromNode, int toNode, int before, int now) {
        from.add(fromNode);
        to.add(toNode);
        was.add(before);
        is.add(now);
    }

    /**
     * A pair's cheapest link is another one, be it as dear.
     *
     * @param entry to * nodes + from
     */
    void otherLink(int entry) {
        otherLinks.add(entry);
    }

    /** How many pairs have another price. */
    int size() {
        return from.size();
    }

    int from(int place) {
        return from.at(place);
    }

    int to(int place) {
        return to.at(place);
    }

    int was(int place) {
        return was.at(place);
    }

    int is(int place) {
        return is.at(place);
    }

    boolean isDearer(int place) {
        return is.at(place) > was.at(place);
    }

    /** As to * nodes + from. */
    IntList otherLinks() {
        return otherLinks;
    }

    /** Forgets the prices of all other places. */
    void keep(IntPredicate wanted) {
        int kept = 0;
        for (int i = 0; i < size(); i++) {
            if (wanted.test(i)) {
                for (IntList list : new IntList[] {from, to, was, is}) {
                    list.set(kept, list.at(i));
                }
                kept++;
            }
        }
        for (IntList list : new IntList[] {from, to, was, is}) {
            list.cut(kept);
        }
    }
}
