package rhumb.controller.rule;

import rhumb.net.Epoch;

/** Gives epochs above everything this controller has given or heard of. */
public final class EpochCounter {
    /** A thousand epochs a second take 146 million years to get here: who claims more lies. */
    private static final long LAST_BELIEVED = 1L << 62;

    private static final int TERM_BITS = 32;

    private final int controller;
    private Epoch highest = Epoch.NONE;

    public EpochCounter(int controller) {
        this.controller = controller;
    }

    /**
     * Gives only epochs from now on that are above all of terms before. A term has four billion,
     * which no controller gives.
     */
    public void begin(long term) {
        observe(new Epoch(term << TERM_BITS, 0));
    }

    /**
     * A greeting or an acknowledgement named this epoch; one that nobody can have reached counts
     * for nothing.
     */
    public void observe(Epoch epoch) {
        if (epoch.counter() <= LAST_BELIEVED && highest.isBefore(epoch)) {
            highest = epoch;
        }
    }

    public Epoch next() {
        highest = highest.next(controller);
        return highest;
    }

    public Epoch highest() {
        return highest;
    }
}
