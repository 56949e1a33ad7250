package rhumb.forward.stream;

/** Why a connection or a frame was turned away. The closed list for metrics and logs. */
public enum StreamReject {
    NOT_A_NEIGHBOR("chain from an address that is no neighbour's"),
    BAD_PREFACE("preface with another magic, version or a field out of range"),
    SLOW_PREFACE("preface not whole in time"),
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
