package rhumb.probe.stamp;

import java.util.List;
import java.util.Locale;

/** Why a datagram at a STAMP port was not used. Counted by reason; never an exception. */
public enum StampReject {
    TOO_SHORT(
            "is shorter than what can be answered or understood",
            "not STAMP; or TWAMP Light towards an agent with a key"),
    TOO_LONG(
            "is longer than a datagram that the agent could send back",
            "not STAMP, or padding beyond the MTU"),
    UNKNOWN_PEER(
            "comes from an endpoint that is not in the plan",
            "a sender that is not in the intent, or a peer behind address translation"
                    + " (`links: overrides`)"),
    HMAC_MISMATCH(
            "is not sealed with the key, or not at all, where everything must be",
            "`stamp: key-file` at the other end: another key, or none"),
    REPLAYED(
            "is a genuine probe that was here before",
            "a network that doubles packets, or somebody who replays them"),
    OWN_PROBE(
            "is one that this agent sent itself, sent back, and the one key opens it",
            "a network that sends datagrams back, or somebody who replays them"),
    RATE_LIMITED(
            "is one of more probes than a source may send",
            "a flood, or an interval far below what peers may ask for"),
    MAY_LOOP(
            "comes from a reflector and may be an answer: answering it could go on for ever",
            "another reflector sends its answers here"),
    UNKNOWN_SESSION(
            "answers a session identifier that nobody here uses",
            "a restart of this agent (passes within seconds); else forgery"),
    WRONG_SOURCE(
            "answers a session of another link, and is credited to neither",
            "address translation that changed; else forgery"),
    NEVER_SENT(
            "answers a sequence number that was not sent yet",
            "forgery, or a reflector that is broken"),
    LATE(
            "answers a probe so old that it no longer tells anything",
            "the network: seconds of delay"),
    DUPLICATE("answers a probe that was answered before", "the network: it doubles packets"),
    TIMESTAMP_MISMATCH(
            "carries another sender timestamp than the probe did",
            "forgery, or a reflector that is broken");

    public static final List<StampReject> ALL = List.of(values());

    private final String description;
    private final String lookAt;

    StampReject(String description, String lookAt) {
        this.description = description;
        this.lookAt = lookAt;
    }

    /** Why, in words that follow "the datagram". */
    public String description() {
        return description;
    }

    /** What an operator looks at when many are rejected for it. */
    public String lookAt() {
        return lookAt;
    }

    /** The value of the metric label, such as {@code unknown_peer}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
