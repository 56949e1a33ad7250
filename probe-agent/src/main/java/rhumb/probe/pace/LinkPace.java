package rhumb.probe.pace;

import java.util.Locale;
import rhumb.southbound.message.ProbePlan;

/**
 * How often one link is probed: the plan says what its use asks for, the forwarder whether media
 * cross it and whether they measure it by themselves, the budget what it gets.
 *
 * <p>Faster takes effect at once, as far as the budget has room. Slower goes in steps of at most
 * the double, each held for {@value #STEADY} probes: the far end learns the distance of probes from
 * the probes themselves, and takes three missing ones for silence.
 */
public final class LinkPace {
    /** Why the interval is what it is. */
    public enum Reason {
        IN_USE,
        BACKUP,
        IDLE,
        /** Media measure the link; probes only watch for its end. */
        MEDIA,
        /** On the way to a longer or shorter interval, or stretched by the budget. */
        BUDGET;

        /** As metrics name it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static final int STEADY = 4;

    /** Packets of media in each busy interval that measure as well as a probe does. */
    private static final long MEASURING = 2;

    /**
     * Media that measure by themselves leave this much probing. They say what is lost and late, but
     * not that nothing comes any more: a link of urgent classes is probed for that as before.
     */
    private static final long MEASURED_NS = 200_000_000L;

    private static final long WINDOW_NS = 500_000_000L;

    /** Silent for so long, the link carries no media. */
    private static final long MEDIA_GONE_NS = 2_000_000_000L;

    private final ProbeBudget budget;
    private ProbePlan.Use use;
    private long restNs;
    private long busyNs;

    private boolean media;
    private boolean measured;
    private long mediaNs;
    private long windowNs;
    private long windowPackets;

    private Tier tier;
    private long askedNs;
    private long inForceNs;
    private int probes;

    /** Takes its part of the budget; {@link #start} gives it an interval. */
    public LinkPace(ProbeBudget budget, ProbePlan.ProbedLink probed) {
        this.budget = budget;
        this.use = probed.use();
        this.restNs = probed.intervalNs();
        this.busyNs = probed.busyNs();
        this.tier = tierNow();
        this.askedNs = askedNow();
        budget.ask(tier, askedNs);
    }

    /** The first interval, once all links of the plan have asked for theirs. */
    public void start() {
        long given = budget.intervalNs(tier, askedNs);
        force(budget.hasRoom(0, given) ? given : Math.max(given, ProbeBudget.LONGEST_NS));
    }

    /** Gives its part of the budget back. */
    public void end() {
        budget.leave(tier, askedNs);
        budget.inForce(inForceNs, 0);
        inForceNs = 0;
    }

    /** A new plan; whether the interval got shorter follows from {@link #hasten}. */
    public void plan(ProbePlan.ProbedLink probed) {
        use = probed.use();
        restNs = probed.intervalNs();
        busyNs = probed.busyNs();
        ask();
    }

    /** Media that entered the link, as the far end counted them. */
    public void onMedia(long nowNs, long packets) {
        mediaNs = nowNs;
        if (!media) {
            media = true;
            measured = false;
            windowNs = nowNs;
            windowPackets = 0;
        }
        windowPackets += packets;
        long spanNs = nowNs - windowNs;
        if (spanNs >= WINDOW_NS) {
            // Half of it keeps what was reached, so that a rate on the edge does not flap.
            long each = measured ? MEASURING / 2 : MEASURING;
            measured = windowPackets >= Math.max(1, each * spanNs / busyNs);
            windowNs = nowNs;
            windowPackets = 0;
        }
        ask();
    }

    /** Takes a shorter interval at once where it is asked for and to be had; whether it did. */
    public boolean hasten() {
        long given = budget.intervalNs(tier, askedNs);
        if (given < inForceNs && budget.hasRoom(inForceNs, given)) {
            force(given);
            return true;
        }
        return false;
    }

    /** A probe left; the interval to the next may be another from here on. */
    public void onProbe(long nowNs) {
        probes++;
        if (media && nowNs - mediaNs > MEDIA_GONE_NS) {
            media = false;
            ask();
        }
        long given = budget.intervalNs(tier, askedNs);
        if (given > inForceNs && budget.overdrawn()) {
            force(given);
        } else if (given > inForceNs && probes >= STEADY) {
            force(Math.min(given, 2 * inForceNs));
        } else {
            hasten();
        }
    }

    /** Time between this probe and the next. */
    public long intervalNs() {
        return inForceNs;
    }

    public Tier tier() {
        return tier;
    }

    public Reason reason() {
        if (inForceNs != askedNs) {
            return Reason.BUDGET;
        }
        if (slowedByMedia()) {
            return Reason.MEDIA;
        }
        return switch (tier) {
            case IN_USE -> Reason.IN_USE;
            case BACKUP -> Reason.BACKUP;
            case IDLE -> Reason.IDLE;
        };
    }

    private void ask() {
        Tier newTier = tierNow();
        long newAskedNs = askedNow();
        if (newTier != tier || newAskedNs != askedNs) {
            budget.leave(tier, askedNs);
            tier = newTier;
            askedNs = newAskedNs;
            budget.ask(tier, askedNs);
        }
    }

    private Tier tierNow() {
        if (media) {
            return use == ProbePlan.Use.URGENT ? Tier.IN_USE : Tier.BACKUP;
        }
        return use == ProbePlan.Use.IDLE ? Tier.IDLE : Tier.BACKUP;
    }

    private boolean slowedByMedia() {
        return media && measured && use != ProbePlan.Use.URGENT;
    }

    private long askedNow() {
        if (!media) {
            return restNs;
        }
        return slowedByMedia() ? Math.max(busyNs, MEASURED_NS) : busyNs;
    }

    private void force(long intervalNs) {
        budget.inForce(inForceNs, intervalNs);
        inForceNs = intervalNs;
        probes = 0;
    }
}
