package rhumb.forward.stream;

/** Why a connection or a frame was turned away. The closed list for metrics and logs. */
public enum StreamReject {
    NOT_A_NEIGHBOR("chain from an address that is no neighbour's, or not of the PoP it named"),
    TOO_MANY_OPENING("too many connections of one address that had not proved who they are"),
    BAD_HELLO("chain that began with something else than a hello of this version to this PoP"),
    NO_KEY("chain with keys that the rules or this forwarder do not have"),
    UNAUTHENTICATED("handshake of a chain that was not made with the keys that it named"),
    REPLAYED("hello that was played again"),
    BAD_RECORD("record with a length or type that cannot be"),
    FORGED_RECORD("record that was changed, left out or played again"),
    KEY_GONE("chain whose keys no longer held and were not replaced"),
    OTHER_SECURITY("chain secured otherwise than the rules have it now"),
    BAD_PREFACE("preface with another magic, version or a field out of range"),
    SLOW_PREFACE("hello and preface not whole in time"),
    WRONG_ORIGIN("chain that ended at another PoP than its origin side"),
    UNKNOWN_LABEL("label that stands for no link here"),
    UNKNOWN_SERVICE("service that does not end here"),
    BAD_FRAME("frame that breaks the protocol"),
    BAD_REQUEST("viewer's request that is no HTTP GET, or too long"),
    STALE_RESUME("resume offset that is no longer held"),
    TOO_MANY("more streams or connections than allowed"),
    NO_PATH("no path to the origin side in time"),
    ORIGIN_UNREACHABLE("media server that could not be reached");

    private final String help;

    StreamReject(String help) {
        this.help = help;
    }

    public String help() {
        return help;
    }
}
