package rhumb.forward.stream;

import java.util.Locale;

/** Why a connection or a frame was turned away. The closed list for metrics and logs. */
public enum StreamReject {
    NOT_A_NEIGHBOR(
            "chain from an address that is no neighbour's, or not of the PoP it named",
            "address of the neighbour's stream uplink in the intent; else strangers"),
    TOO_MANY_OPENING(
            "too many connections of one address that had not proved who they are",
            "strangers, or a neighbour that restarts with very many streams"),
    BAD_HELLO(
            "chain that began with something else than a hello of this version to this PoP",
            "version of the neighbour; else strangers"),
    NO_KEY(
            "chain with keys that the rules or this forwarder do not have",
            "whether both forwarders are connected to a controller, which hands keys on"),
    UNAUTHENTICATED(
            "handshake of a chain that was not made with the keys that it named",
            "a neighbour that restarted (passes within seconds); if it lasts, strangers"),
    REPLAYED("hello that was played again", "somebody who replays what he recorded"),
    BAD_RECORD(
            "record with a length or type that cannot be",
            "version of the neighbour; else somebody on the way"),
    FORGED_RECORD(
            "record that was changed, left out or played again",
            "somebody on the way changes what passes"),
    KEY_GONE(
            "chain whose keys no longer held and were not replaced",
            "whether both forwarders reach a controller, which hands keys on"),
    OTHER_SECURITY(
            "chain secured otherwise than the rules have it now",
            "`policy: security`, changed a moment ago; chains are opened anew"),
    BAD_PREFACE(
            "preface with another magic, version or a field out of range",
            "version of the neighbour"),
    SLOW_PREFACE(
            "hello and preface not whole in time",
            "loss on the link (`rhumb show links`); else somebody who opens connections and"
                    + " sends nothing"),
    WRONG_ORIGIN(
            "chain that ended at another PoP than its origin side",
            "rules of both PoPs (`rhumb show rules`): passes with the next update"),
    UNKNOWN_LABEL(
            "label that stands for no link here",
            "rules of both PoPs (`rhumb show rules`): passes with the next update"),
    UNKNOWN_SERVICE(
            "service that does not end here",
            "`services` of the intent, and whether both ends run its rules"),
    BAD_FRAME("frame that breaks the protocol", "version of the neighbour"),
    BAD_REQUEST(
            "viewer's request that is no HTTP GET, or too long",
            "the viewer's player: HTTP-FLV is asked for by GET, in no more than 2,048 bytes"),
    STALE_RESUME(
            "resume offset that is no longer held",
            "how long the path was away (`rhumb events`): more than 15 s or 4 MB of the"
                    + " stream"),
    TOO_MANY(
            "more streams or connections than allowed", "how many viewers there are; else a flood"),
    NO_PATH(
            "no path to the origin side in time",
            "`rhumb explain path` for the pair: no path is left, or rules have not come yet"),
    ORIGIN_UNREACHABLE(
            "media server that could not be reached",
            "the media server at the service's `target`, asked from the egress PoP");

    private final String help;
    private final String lookAt;

    StreamReject(String help, String lookAt) {
        this.help = help;
        this.lookAt = lookAt;
    }

    /** The word that documents and metrics use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String help() {
        return help;
    }

    /** What an operator looks at when many are turned away for it. */
    public String lookAt() {
        return lookAt;
    }
}
