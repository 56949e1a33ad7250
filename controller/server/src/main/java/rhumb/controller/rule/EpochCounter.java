package rhumb.controller.rule;

import rhumb.net.Epoch;

/** Gives epochs above everything this controller has given or heard of. */
public final class EpochCounter {
    private final int controller;
    private Epoch highest = Epoch.NONE;

    public EpochCounter(int controller) {
        this.controller = controller;
    }

    /** A greeting or an acknowledgement named this epoch. */
    public void observe(Epoch epoch) {
        highest = highest.isBefore(epoch) ? epoch : highest;
    }

    public Epoch next() {
        highest = highest.next(controller);
        return highest;
    }

    public Epoch highest() {
        return highest;
    }
}
