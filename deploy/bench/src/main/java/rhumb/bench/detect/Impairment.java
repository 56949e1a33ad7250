package rhumb.bench.detect;

import java.util.List;
import java.util.function.Consumer;
import rhumb.net.ClassTarget;
import rhumb.net.TrafficClass;

/**
 * A fault of one direction.
 *
 * @param name as in the table
 * @param lossPpm for the floor; 0 when it loses nothing or everything
 * @param lastsNs how long it lasts
 * @param before the healthy link, where it is not the usual one
 * @param fault what then happens
 */
record Impairment(
        String name,
        long lossPpm,
        long lastsNs,
        Consumer<Conditions> before,
        Consumer<Conditions> fault) {
    private static final long MS = 1_000_000L;
    private static final long FOR_EVER = Long.MAX_VALUE / 4;

    /** Packets at random do not make a link better than this, so that 1 % breaks a target. */
    private static final long STRICTEST_PPM = 5_000;

    static final List<Impairment> ALL =
            List.of(
                    of("down", c -> c.dead = true),
                    loss(20),
                    loss(5),
                    loss(3),
                    loss(1),
                    new Impairment("burst", 0, 400 * MS, c -> {}, c -> c.dead = true),
                    of("delay +30 ms", c -> c.delayNs += 30 * MS),
                    of("delay +150 ms", c -> c.delayNs += 150 * MS),
                    new Impairment(
                            "jitter x5", 0, FOR_EVER, Impairment::queue, c -> c.jitterNs *= 5),
                    of("reordering 5 %", c -> c.reorder = 0.05));

    private static Impairment of(String name, Consumer<Conditions> fault) {
        return new Impairment(name, 0, FOR_EVER, c -> {}, fault);
    }

    private static Impairment loss(int percent) {
        return new Impairment(
                "loss " + percent + " %",
                percent * 10_000L,
                FOR_EVER,
                c -> {},
                c -> c.loss = percent / 100.0);
    }

    /** Mean 3 ms, which the fault makes 15. */
    private static void queue(Conditions c) {
        c.jitter = Conditions.Jitter.EXPONENTIAL;
        c.jitterNs = 3 * MS;
    }

    /** Loss of 1 % breaks no standard target; for that row signalling asks for 0.5 %. */
    List<ClassTarget> targets() {
        List<ClassTarget> targets =
                new java.util.ArrayList<>(
                        TrafficClass.ALL.stream().map(ClassTarget::standard).toList());
        if (lossPpm > 0 && lossPpm <= 10_000) {
            ClassTarget usual = targets.getFirst();
            targets.set(
                    0,
                    new ClassTarget(
                            STRICTEST_PPM,
                            usual.maxDelayNs(),
                            usual.maxDelayRiseNs(),
                            usual.maxReorderPpm(),
                            usual.maxJitterNs()));
        }
        return targets;
    }
}
