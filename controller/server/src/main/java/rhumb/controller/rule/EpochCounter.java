package rhumb.controller.rule;

import rhumb.net.Epoch;

/** Gives epochs above everything this controller has given or heard of. */
public final class EpochCounter {
    /** A thousand epochs a second take 146 million years to get here: who claims more lies. */
    private static final long LAST_BELIEVED = 1L << 62;

    private final int controller;
    private Epoch highest = Epoch.NONE;

    public EpochCounter(int controller) {
        this.controller = controller;
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
