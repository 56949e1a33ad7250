package rhumb.controller.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.Epoch;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.trace.ConvergenceTrace;

/**
 * What one forwarder was sent and has acknowledged.
 *
 * <pre>
 * state \ event   greeting            installed rules    update wanted        taken      refused
 * AWAY            UNKNOWN or READING  -                  -                    -          -
 * READING         again               KNOWN              waits                -          -
 * UNKNOWN         again               KNOWN              FullSync, SENT       -          -
 * KNOWN           again               KNOWN              FullSync, SENT       -          UNKNOWN
 * SENT            again               -                  Delta on it, SENT    IN_SYNC    UNKNOWN
 * IN_SYNC         again               -                  Delta, SENT          IN_SYNC    UNKNOWN
 * </pre>
 *
 * KNOWN: read from the forwarder; what differs is sent in full once, then in deltas. A delta is
 * based on the last update sent, acknowledged or not: if that one still waits for a slow peer, the
 * outbox merges the two; if it is refused, so is the delta, and all is sent.
 */
public final class RuleBook {
    /** Where the book stands. */
    public enum State {
        AWAY,
        READING,
        UNKNOWN,
        KNOWN,
        SENT,
        IN_SYNC
    }

    private static final long RETRY_NS = 1_000_000_000L;

    private State state = State.AWAY;
    private RuleSet rules = RuleSet.EMPTY;

    /** One that does not differ from them. */
    private RuleSet alike = RuleSet.EMPTY;

    private Epoch sent = Epoch.NONE;
    private Epoch acked = Epoch.NONE;
    private boolean commanded;
    private boolean fullOutstanding;
    private long notBeforeNs = Long.MIN_VALUE;
    private long fullSyncs;
    private long deltas;
    private long refusals;

    /**
     * The forwarder greeted.
     *
     * @param installed epoch it runs; when it runs any rules, they are to be read first
     * @return whether to ask for its rules
     */
    public boolean onHello(Epoch installed) {
        boolean read = !installed.equals(Epoch.NONE);
        state = read ? State.READING : State.UNKNOWN;
        run(RuleSet.EMPTY);
        acked = installed;
        fullOutstanding = false;
        return read;
    }

    public void onLost() {
        state = State.AWAY;
    }

    /** The forwarder said what it runs. */
    public void onInstalled(InstalledRules installed) {
        if (state == State.READING || state == State.UNKNOWN) {
            run(RuleSet.of(installed.rules()));
            acked = installed.epoch();
            sent = installed.epoch();
            state = State.KNOWN;
        }
    }

    /** It will not say; everything is sent then. */
    public void stopReading() {
        if (state == State.READING) {
            state = State.UNKNOWN;
        }
    }

    /** Returns whether it took the update; false when it refused one that still matters. */
    public boolean onAck(long nowNs, RuleAck ack) {
        if (state == State.AWAY || state == State.READING) {
            return true;
        }
        acked = ack.installed();
        if (ack.accepted()) {
            if (state == State.SENT && ack.installed().equals(sent)) {
                state = State.IN_SYNC;
                fullOutstanding = false;
            }
            return true;
        }
        refusals++;
        if (ack.refused().isBefore(sent) && fullOutstanding) {
            // A delta that was overtaken by the full update on its way.
            return true;
        }
        // A full update that is refused will be refused again: not at once.
        notBeforeNs = fullOutstanding ? nowNs + RETRY_NS : nowNs;
        fullOutstanding = false;
        state = State.UNKNOWN;
        return false;
    }

    /**
     * What to send so that the forwarder runs {@code wanted}; null when it does, or when nothing
     * may be sent now.
     */
    public @Nullable RuleUpdate update(
            long nowNs, RuleSet wanted, Epoch epoch, List<ConvergenceTrace> traces) {
        return switch (state) {
            case AWAY, READING -> null;
            case UNKNOWN -> wants(nowNs, wanted) ? full(wanted, epoch, traces) : null;
            case KNOWN -> wants(nowNs, wanted) ? full(wanted, epoch, traces) : null;
            case SENT, IN_SYNC -> delta(wanted, epoch, traces);
        };
    }

    /** Whether {@link #update} would send something now. */
    public boolean wants(long nowNs, RuleSet wanted) {
        return switch (state) {
            case AWAY, READING -> false;
            case UNKNOWN -> nowNs >= notBeforeNs;
            case KNOWN, SENT, IN_SYNC -> differs(wanted);
        };
    }

    /** When to try again after a refusal of everything; {@link Long#MAX_VALUE} for never. */
    public long nextDeadlineNs() {
        return state == State.UNKNOWN && notBeforeNs != Long.MIN_VALUE
                ? notBeforeNs
                : Long.MAX_VALUE;
    }

    public State state() {
        return state;
    }

    /** What the forwarder runs once it has taken what was sent. */
    public RuleSet rules() {
        return rules;
    }

    public Epoch sent() {
        return sent;
    }

    public Epoch acked() {
        return acked;
    }

    /** Whether this controller has ever sent it rules. */
    public boolean commanded() {
        return commanded;
    }

    public long fullSyncs() {
        return fullSyncs;
    }

    public long deltas() {
        return deltas;
    }

    public long refusals() {
        return refusals;
    }

    private boolean differs(RuleSet wanted) {
        // What was sent last is mostly what is wanted still, or has the same rules made anew.
        if (rules == wanted || alike == wanted) {
            return false;
        }
        boolean differs = rules.differs(wanted);
        alike = differs ? alike : wanted;
        return differs;
    }

    private RuleUpdate full(RuleSet wanted, Epoch epoch, List<ConvergenceTrace> traces) {
        onSent(wanted, epoch);
        fullOutstanding = true;
        fullSyncs++;
        return new RuleUpdate.FullSync(epoch, wanted.rules(), traces);
    }

    private @Nullable RuleUpdate delta(RuleSet wanted, Epoch epoch, List<ConvergenceTrace> traces) {
        RuleSet.Difference difference = rules.to(wanted);
        if (difference.isEmpty()) {
            return null;
        }
        Epoch base = sent;
        onSent(wanted, epoch);
        deltas++;
        return new RuleUpdate.Delta(epoch, base, difference.put(), difference.remove(), traces);
    }

    private void run(RuleSet set) {
        rules = set;
        alike = set;
    }

    private void onSent(RuleSet wanted, Epoch epoch) {
        run(wanted);
        sent = epoch;
        state = State.SENT;
        commanded = true;
    }
}
