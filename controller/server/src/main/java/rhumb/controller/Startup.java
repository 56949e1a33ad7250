package rhumb.controller;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import rhumb.net.PopId;

/**
 * Start-up by signals: the controller reads before it pushes, and never pushes a plan made from a
 * partial map. Times only bound how long a process that is missing or mute can hold up the others.
 *
 * <pre>
 * phase          left when
 * WAITING        all configured agents greeted, or the grace after the first one is over, or a
 *                shorter one after links were inherited from another controller
 * AGENTS_HEARD   every connected agent has reported all of its links
 * LSDB_SETTLED   every connected forwarder that runs rules has said which
 * FIBS_READ      a plan was made
 * PLANNED        the updates it needs were sent
 * FIRST_UPDATE   never
 * </pre>
 */
public final class Startup {
    /** How far the start-up is. */
    public enum Phase {
        WAITING,
        AGENTS_HEARD,
        LSDB_SETTLED,
        FIBS_READ,
        PLANNED,
        FIRST_UPDATE
    }

    private static final long INHERITED_GRACE_NS = 1_000_000_000L;

    private final ControllerOptions options;
    private final Set<PopId> missing;
    private final Set<PopId> unsettled = new TreeSet<>();
    private Phase phase = Phase.WAITING;
    private long deadlineNs = Long.MAX_VALUE;
    private boolean heardAny;
    private boolean partial;

    Startup(ControllerOptions options, Collection<PopId> agents) {
        this.options = options;
        this.missing = new TreeSet<>(agents);
    }

    public Phase phase() {
        return phase;
    }

    /** Whether planning may begin. */
    boolean ready() {
        return phase.compareTo(Phase.FIBS_READ) >= 0;
    }

    /** Whether a time ran out, so that someone is missing from the map. Cleared by the question. */
    boolean takePartial() {
        boolean was = partial;
        partial = false;
        return was;
    }

    /**
     * Another controller knew the links, so that agents that are missing are not worth a long wait.
     */
    void inherit(long nowNs) {
        heardAny = true;
        deadlineNs = nowNs + Math.min(INHERITED_GRACE_NS, options.agentGraceNs());
    }

    void agentHeard(long nowNs, PopId pop) {
        if (!heardAny) {
            heardAny = true;
            deadlineNs = nowNs + options.agentGraceNs();
        }
        missing.remove(pop);
        unsettled.add(pop);
    }

    void agentComplete(PopId pop) {
        unsettled.remove(pop);
    }

    void agentLost(PopId pop) {
        unsettled.remove(pop);
        if (phase == Phase.WAITING) {
            missing.add(pop);
        }
    }

    /**
     * Goes one phase on if its signal is there.
     *
     * @param fibsRead whether no forwarder still owes its rules
     * @return whether the phase changed
     */
    boolean step(long nowNs, boolean fibsRead) {
        boolean late = nowNs >= deadlineNs;
        return switch (phase) {
            case WAITING ->
                    heardAny && (missing.isEmpty() || late) && enter(nowNs, !missing.isEmpty());
            case AGENTS_HEARD ->
                    (unsettled.isEmpty() || late) && enter(nowNs, !unsettled.isEmpty());
            case LSDB_SETTLED -> fibsRead && enter(nowNs, false);
            case FIBS_READ, PLANNED, FIRST_UPDATE -> false;
        };
    }

    /** Whether this was the first plan. */
    boolean planned() {
        boolean first = phase == Phase.FIBS_READ;
        phase = first ? Phase.PLANNED : phase;
        return first;
    }

    /** Whether these were the first updates. */
    boolean updated() {
        boolean first = phase == Phase.PLANNED;
        phase = first ? Phase.FIRST_UPDATE : phase;
        return first;
    }

    long nextDeadlineNs() {
        return deadlineNs;
    }

    private boolean enter(long nowNs, boolean someoneMissing) {
        partial |= someoneMissing;
        phase = phase == Phase.WAITING ? Phase.AGENTS_HEARD : next(phase);
        deadlineNs = phase == Phase.AGENTS_HEARD ? nowNs + options.settleLimitNs() : Long.MAX_VALUE;
        return true;
    }

    private static Phase next(Phase phase) {
        return phase == Phase.AGENTS_HEARD ? Phase.LSDB_SETTLED : Phase.FIBS_READ;
    }
}
