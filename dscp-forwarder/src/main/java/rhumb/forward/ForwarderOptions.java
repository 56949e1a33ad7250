package rhumb.forward;

import rhumb.forward.path.PathSelector;
import rhumb.forward.queue.QueueLimits;
import rhumb.forward.session.SessionLimits;

/**
 * What an operator may change of a forwarder.
 *
 * @param holdDownNs how long a better path must be good before it is taken again
 * @param rekeyNs how long an own key is the newest
 */
public record ForwarderOptions(
        QueueLimits queue, SessionLimits session, long holdDownNs, long rekeyNs) {
    public static final long REKEY_NS = 120_000_000_000L;

    public static final ForwarderOptions STANDARD =
            new ForwarderOptions(
                    QueueLimits.STANDARD,
                    SessionLimits.STANDARD,
                    PathSelector.HOLD_DOWN_NS,
                    REKEY_NS);

    /** These with keys that are the newest for so long. */
    public ForwarderOptions withRekeyNs(long newRekeyNs) {
        return new ForwarderOptions(queue, session, holdDownNs, newRekeyNs);
    }
}
