package rhumb.sim.engine;

import java.util.function.LongSupplier;

/**
 * Virtual time. Events at one moment happen in the order in which they were made, so a run never
 * depends on chance.
 */
public final class EventQueue {
    /** Implementation constant: wall clock at virtual time 0, 2026-01-01T00:00:00Z. */
    private static final long UNIX_START_NS = 1_767_225_600_000_000_000L;

    private final EventHeap events = new EventHeap();
    private long nowNs;
    private long done;

    public long nowNs() {
        return nowNs;
    }

    public long unixNs() {
        return UNIX_START_NS + nowNs;
    }

    /** Events that happened so far. */
    public long done() {
        return done;
    }

    /** Something that happens at a moment; a moment in the past is now. */
    public void at(long atNs, Runnable run) {
        events.add(Math.max(atNs, nowNs), run);
    }

    public void in(long delayNs, Runnable run) {
        at(nowNs + delayNs, run);
    }

    /** Lets time pass up to a moment. */
    public void runUntil(long untilNs) {
        while (events.firstNs() <= untilNs) {
            nowNs = events.firstNs();
            done++;
            events.removeFirst().run();
        }
        nowNs = Math.max(nowNs, untilNs);
    }

    /** Calls a core when it wants to be called. */
    public Timer timer(LongSupplier nextDeadlineNs, Runnable onDeadline) {
        return new Timer(nextDeadlineNs, onDeadline);
    }

    /** One core's alarm clock. {@link #arm} after everything that may have moved its deadline. */
    public final class Timer {
        private final LongSupplier nextDeadlineNs;
        private final Runnable onDeadline;
        private long armedNs = Long.MAX_VALUE;
        private boolean stopped;

        private Timer(LongSupplier nextDeadlineNs, Runnable onDeadline) {
            this.nextDeadlineNs = nextDeadlineNs;
            this.onDeadline = onDeadline;
        }

        public void arm() {
            long wantedNs = Math.max(nextDeadlineNs.getAsLong(), nowNs);
            if (stopped || wantedNs >= armedNs) {
                return;
            }
            armedNs = wantedNs;
            at(
                    wantedNs,
                    () -> {
                        // A later alarm that was overtaken by this one finds another moment armed.
                        if (armedNs == wantedNs && !stopped) {
                            armedNs = Long.MAX_VALUE;
                            onDeadline.run();
                            arm();
                        }
                    });
        }

        public void stop() {
            stopped = true;
        }
    }
}
