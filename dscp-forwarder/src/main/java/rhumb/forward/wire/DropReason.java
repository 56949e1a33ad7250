package rhumb.forward.wire;

import java.util.Locale;

/**
 * Why a packet went no further. Closed: each packet that enters a forwarder leaves it, is consumed,
 * waits in a queue, or is counted under exactly one of these.
 */
public enum DropReason {
    UNKNOWN_SOURCE("came from an address that is no neighbour on this uplink"),
    TRUNCATED("is shorter than an overlay header with its labels"),
    TOO_LONG("has a payload longer than the overlay carries"),
    BAD_VERSION("has another version of the overlay header"),
    BAD_MODE("is protected in another way than the rules for its link say"),
    BAD_LANE("is of a sending thread beyond those that a neighbour may have"),
    NO_KEY("is for or from a neighbour with whom no key is agreed yet"),
    KEY_WORN("would be one more than its key may seal"),
    UNAUTHENTICATED("was not made by the neighbour, or not for this life of the receiver"),
    BAD_TYPE("has a type this version does not know"),
    BAD_CLASS("has a class code above 7"),
    BAD_LABELS("has more than four labels, or more left than there are"),
    BAD_LENGTH("is a control packet whose payload has another length than its type"),
    BAD_REPAIR("is a repair packet that speaks of no packets, or of more than it may"),
    REPLAYED("was seen before on its link, is too old to tell, or is of a former life"),
    LOOP("would go back where it came from"),
    HOP_LIMIT("crossed as many links as it may"),
    DEADLINE("waited longer than its time budget"),
    UNKNOWN_LABEL("has a label that no rule here explains"),
    WRONG_EGRESS("has labels that ended at another PoP than its target"),
    UNKNOWN_POP("is from a PoP that no rule here names"),
    UNKNOWN_SERVICE("is of a service that no rule here explains"),
    UNKNOWN_SESSION("is for a session that is gone or never was"),
    NO_ROUTE("has no rule that leads to the other PoP in its class"),
    SESSION_LIMIT("would open one session more than the table holds"),
    SOURCE_LIMIT("would open one session more than one source address may"),
    DUPLICATE("has a flow sequence number that was delivered before"),
    REPEATED("came once more over its link: it was late, not lost, or its repair was faster"),
    QUEUE_FULL("found its queue full of packets that matter as much or more"),
    BAD_IP("is no IP packet, or its headers say more than there is"),
    NO_TUN("is an IP packet for a forwarder without a TUN device"),
    NO_PREFIX("is an IP packet to an address behind no PoP, or not behind the one it is at"),
    SPOOFED("is an IP packet whose source does not lie behind the PoP where it entered"),
    TTL_EXPIRED("is an IP packet that had no hop left where it would enter"),
    TOO_BIG("is an IP packet longer than the MTU"),
    NOT_ECT("is an IP packet marked on its way for a receiver that knows no such marks"),
    CAP("found its queue full because its class or its tenant sends more than its cap"),
    CODEL("waited where packets wait too long for long, and its sender is told to slow down"),
    CE_LOST("was marked as congested on a link, which its transport does not understand"),
    TRACE_LIMIT("is a trace request beyond those that are answered in a second"),
    UNJUDGED("met no check that decided about it, which is a mistake in the program");

    private final String label;
    private final String description;

    DropReason(String description) {
        this.label = name().toLowerCase(Locale.ROOT);
        this.description = description;
    }

    /** The word that documents and metrics use. */
    public String label() {
        return label;
    }

    /** Why, in words that follow "the packet". */
    public String description() {
        return description;
    }

    @Override
    public String toString() {
        return label;
    }
}
