package rhumb.forward.wire;

import java.util.Locale;

/**
 * Why a packet went no further. Closed: each packet that enters a forwarder leaves it, is consumed,
 * waits in a queue, or is counted under exactly one of these.
 */
public enum DropReason {
    UNKNOWN_SOURCE(
            "came from an address that is no neighbour on this uplink",
            "the neighbour's uplink address in the intent against the address its packets"
                    + " come from: address translation needs `links: overrides`; else strangers"),
    TRUNCATED(
            "is shorter than an overlay header with its labels",
            "what cuts packets on the way: the MTU of the underlay (`rhumb doctor --trace`);"
                    + " else strangers"),
    TOO_LONG(
            "has a payload longer than the overlay carries",
            "the media server's or client's datagrams: no more than 1200 bytes cross"
                    + " everywhere"),
    BAD_VERSION(
            "has another version of the overlay header",
            "versions of both forwarders (`rhumb forwarder --version`): upgrade the older one"),
    BAD_MODE(
            "is protected in another way than the rules for its link say",
            "`policy: security`, changed a moment ago; if it lasts, `rhumb show rules` for a"
                    + " forwarder with old rules"),
    BAD_LANE(
            "is of a sending thread beyond those that a neighbour may have",
            "version of the neighbour; else strangers"),
    NO_KEY(
            "is for or from a neighbour with whom no key is agreed yet",
            "whether both forwarders are connected to a controller, which hands keys on; it"
                    + " passes when they are"),
    KEY_WORN(
            "would be one more than its key may seal",
            "`rekey` in the forwarder's configuration, and whether it reaches a controller"
                    + " to publish its next key"),
    UNAUTHENTICATED(
            "was not made by the neighbour, or not for this life of the receiver",
            "a neighbour that restarted (passes within seconds); if it lasts, strangers:"
                    + " docs/runbooks/RhumbUnauthenticatedPackets.md"),
    BAD_TYPE("has a type this version does not know", "version of the neighbour"),
    BAD_CLASS("has a class code above 7", "version of the neighbour"),
    BAD_LABELS(
            "has more than four labels, or more left than there are", "version of the neighbour"),
    BAD_LENGTH(
            "is a control packet whose payload has another length than its type",
            "version of the neighbour"),
    BAD_REPAIR(
            "is a repair packet that speaks of no packets, or of more than it may",
            "version of the neighbour"),
    REPLAYED(
            "was seen before on its link, is too old to tell, or is of a former life",
            "a network that doubles packets or holds them for long; else somebody who"
                    + " replays them"),
    LOOP(
            "would go back where it came from",
            "`rhumb show rules` at this PoP and the one before; report it if it lasts"),
    HOP_LIMIT(
            "crossed as many links as it may",
            "`rhumb explain path` for the pair; report it, no path has so many links"),
    DEADLINE(
            "waited longer than its time budget",
            "queues of this PoP (`rhumb show queues`): an uplink sends less than is offered"),
    UNKNOWN_LABEL(
            "has a label that no rule here explains",
            "rules of two PoPs of different age (`rhumb show rules`); passes with the next"
                    + " update"),
    WRONG_EGRESS(
            "has labels that ended at another PoP than its target",
            "rules of two PoPs of different age (`rhumb show rules`); passes with the next"
                    + " update"),
    UNKNOWN_POP(
            "is from a PoP that no rule here names",
            "`rhumb show rules`: this forwarder has not heard of a new PoP yet; passes with the"
                    + " next update"),
    UNKNOWN_SERVICE(
            "is of a service that no rule here explains",
            "`services` of the intent, and whether both ends run its rules (`rhumb show"
                    + " rules`)"),
    UNKNOWN_SESSION(
            "is for a session that is gone or never was",
            "a restart of the forwarder: clients begin anew; else answers to clients that"
                    + " went away"),
    NO_ROUTE(
            "has no rule that leads to the other PoP in its class",
            "`rhumb explain path` for the pair: no path is left, or rules have not come yet"),
    SESSION_LIMIT(
            "would open one session more than the table holds",
            "how many clients there are; else a flood of made-up addresses"),
    SOURCE_LIMIT(
            "would open one session more than one source address may",
            "clients behind one address translation; else one who floods"),
    DUPLICATE(
            "has a flow sequence number that was delivered before",
            "nothing: the other copy was delivered"),
    REPEATED(
            "came once more over its link: it was late, not lost, or its repair was faster",
            "nothing, if few; else the link reorders (`rhumb show links`)"),
    QUEUE_FULL(
            "found its queue full of packets that matter as much or more",
            "`rhumb show queues` and the uplink's `rate`: more is sent than it carries"),
    BAD_IP(
            "is no IP packet, or its headers say more than there is",
            "what is routed into the TUN device"),
    NO_TUN(
            "is an IP packet for a forwarder without a TUN device",
            "`tun` of the forwarder's configuration at the egress PoP, or `prefixes` of the"
                    + " intent"),
    NO_PREFIX(
            "is an IP packet to an address behind no PoP, or not behind the one it is at",
            "`prefixes` of the intent against the routes of the machine"),
    SPOOFED(
            "is an IP packet whose source does not lie behind the PoP where it entered",
            "routes of the machines behind the PoP, and `prefixes` of the intent"),
    TTL_EXPIRED(
            "is an IP packet that had no hop left where it would enter",
            "a routing loop beside the overlay, or a traceroute"),
    TOO_BIG(
            "is an IP packet longer than the MTU",
            "MTU of the senders: they are told the right one by ICMP, which a packet filter"
                    + " may drop"),
    NOT_ECT(
            "is an IP packet marked on its way for a receiver that knows no such marks",
            "a network that sets ECN marks where it must not"),
    CAP(
            "found its queue full because its class or its tenant sends more than its cap",
            "`cap` of the class or the tenant (`rhumb show queues`)"),
    CODEL(
            "waited where packets wait too long for long, and its sender is told to slow down",
            "nothing, if few: senders slow down; else the uplink's `rate`"),
    CE_LOST(
            "was marked as congested on a link, which its transport does not understand",
            "nothing, if few; else `queues: ecn` of the intent"),
    TRACE_LIMIT(
            "is a trace request beyond those that are answered in a second", "who traces so much"),
    UNJUDGED(
            "met no check that decided about it, which is a mistake in the program",
            "report it with the forwarder's log");

    private final String label;
    private final String description;
    private final String lookAt;

    DropReason(String description, String lookAt) {
        this.label = name().toLowerCase(Locale.ROOT);
        this.description = description;
        this.lookAt = lookAt;
    }

    /** The word that documents and metrics use. */
    public String label() {
        return label;
    }

    /** Why, in words that follow "the packet". */
    public String description() {
        return description;
    }

    /** What an operator looks at when many are dropped for it. */
    public String lookAt() {
        return lookAt;
    }

    @Override
    public String toString() {
        return label;
    }
}
