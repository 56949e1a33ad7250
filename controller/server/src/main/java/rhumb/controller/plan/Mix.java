package rhumb.controller.plan;

/** Numbers that look like chance and are the same everywhere: the finaliser of SplitMix64. */
final class Mix {
    private Mix() {}

    static long of(long... parts) {
        long mixed = 0;
        for (long part : parts) {
            mixed += part + 0x9e3779b97f4a7c15L;
            mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
            mixed ^= mixed >>> 31;
        }
        return mixed;
    }
}
