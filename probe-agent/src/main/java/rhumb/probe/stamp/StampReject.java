package rhumb.probe.stamp;

import java.util.List;
import java.util.Locale;

/** Why a datagram at a STAMP port was not used. Counted by reason; never an exception. */
public enum StampReject {
    /** Shorter than what can be answered or understood. */
    TOO_SHORT,
    /** Longer than a datagram that the agent could send back. */
    TOO_LONG,
    /** Comes from an endpoint that is not in the plan. */
    UNKNOWN_PEER,
    /** Not sealed with the key, or not at all, where everything must be. */
    HMAC_MISMATCH,
    /** A genuine probe that was here before. */
    REPLAYED,
    /** One that this agent sent itself: somebody sends it back, and the one key opens it. */
    OWN_PROBE,
    /** More probes than a source may send. */
    RATE_LIMITED,
    /** Comes from a reflector and may be an answer: answering it could go on for ever. */
    MAY_LOOP,
    /** Answers a session identifier that nobody here uses. */
    UNKNOWN_SESSION,
    /** Answers a session of another link: never credited to either. */
    WRONG_SOURCE,
    /** Answers a sequence number that was not sent yet. */
    NEVER_SENT,
    /** Answers a probe so old that it no longer tells anything. */
    LATE,
    /** Answers a probe that was answered before. */
    DUPLICATE,
    /** Carries another sender timestamp than the probe did. */
    TIMESTAMP_MISMATCH;

    public static final List<StampReject> ALL = List.of(values());

    /** The value of the metric label, such as {@code unknown_peer}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
