package rhumb.controller.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leaves secrets out. Of a configuration only values of keys on a list are kept, so what a later
 * version adds, or what somebody wrote where it does not belong, is left out until it is put there.
 * Of text whatever looks like a key or a token is left out too, wherever it stands.
 */
public final class Redaction {
    /** What stands in place of a value. */
    public static final String LEFT_OUT = "(left out)";

    /** Keys whose values tell nobody anything that lets him in. */
    private static final Set<String> KEPT =
            Set.of(
                    // processes
                    "pop",
                    "uplinks",
                    "uplink",
                    "name",
                    "number",
                    "controllers",
                    "metrics",
                    "state",
                    "forwarder-socket",
                    "agent-socket",
                    "media-bind",
                    "rekey",
                    "dir",
                    "revoked",
                    "authority",
                    "enrol",
                    "southbound",
                    "southbound-open",
                    "northbound",
                    "northbound-open",
                    "max-streams",
                    "member",
                    "members",
                    "bind",
                    "address",
                    "addresses",
                    "mtu",
                    "routes",
                    "timestamps",
                    "clock",
                    "clock-error",
                    "answer-strangers",
                    "connections",
                    "per-address",
                    "half-open",
                    "messages-per-second",
                    "slow-peer",
                    "controller",
                    // the intent
                    "admin-cost",
                    "avoid",
                    "backup",
                    "band",
                    "bit-rate",
                    "by",
                    "cap",
                    "city",
                    "classes",
                    "client-ports",
                    "codec",
                    "codel-interval",
                    "codel-target",
                    "copies",
                    "countries",
                    "country",
                    "data",
                    "delay-percent",
                    "dependency-descriptor",
                    "drain-over",
                    "ecn",
                    "egress",
                    "exclude",
                    "fill-percent",
                    "flap-moves",
                    "flap-window",
                    "frame-marking",
                    "from",
                    "gain",
                    "gain-percent",
                    "hard",
                    "hold-down",
                    "hop",
                    "idle",
                    "in-use",
                    "ingress",
                    "jitter-percent",
                    "kind",
                    "latitude",
                    "link",
                    "links",
                    "listen",
                    "longitude",
                    "loss",
                    "lossy-overhead",
                    "max-delay",
                    "max-delay-rise",
                    "max-jitter",
                    "max-links",
                    "max-loss",
                    "max-reorder",
                    "min-rate",
                    "model",
                    "overhead",
                    "packets-per-second",
                    "path",
                    "payload-types",
                    "ports",
                    "pops",
                    "prefixes",
                    "price",
                    "probe",
                    "provider",
                    "providers",
                    "rate",
                    "recovery",
                    "repair",
                    "reserve",
                    "reserve-percent",
                    "retransmit",
                    "rtcp",
                    "security",
                    "settle",
                    "srlgs",
                    "stream",
                    "strict-percent",
                    "tenant",
                    "to",
                    "traffic-class",
                    "trust-after",
                    "types",
                    "weight",
                    "weights",
                    "signalling",
                    "audio",
                    "video-key",
                    "video",
                    "live",
                    "bulk",
                    "log",
                    "default");

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN [A-Z ]+-----.*?(-----END [A-Z ]+-----|$)", Pattern.DOTALL);

    /** What enrols a node, and anything that calls itself a secret. */
    private static final Pattern TOKEN = Pattern.compile("rhumb1\\.[A-Za-z0-9_.-]+");

    private static final Pattern NAMED =
            Pattern.compile(
                    "(?i)\\b(\\w*(?:password|passwd|secret|token|api-?key|private-?key|authorization))"
                            + "(\\s*[=:]\\s*(?:(?:bearer|basic)\\s+)?)(\"[^\"]*\"|\\S+)");

    /** Keys of 128 bits and more, whatever they hang on. */
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{32,}");

    private static final Pattern LONG_WORD = Pattern.compile("[A-Za-z0-9+/_-]{24,}={0,2}");

    private Redaction() {}

    /** A configuration without what is not known to be harmless. */
    public static JsonNode configuration(JsonNode yaml) {
        return kept("", yaml);
    }

    private static JsonNode kept(String key, JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                node.properties()
                        .forEach(entry -> {
                            // A key may be a value that was written in the wrong place.
                            String name = text(entry.getKey());
                            object.set(name, kept(entry.getKey(), entry.getValue()));
                        });
                yield object;
            }
            case ARRAY -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                node.forEach(element -> array.add(kept(key, element)));
                yield array;
            }
            case NULL -> node;
            case STRING -> TextNode.valueOf(KEPT.contains(key) ? text(node.asText()) : LEFT_OUT);
            default -> KEPT.contains(key) ? node : TextNode.valueOf(LEFT_OUT);
        };
    }

    /** An answer of the controller, which has no secrets, without what looks like one. */
    public static JsonNode answer(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                node.properties()
                        .forEach(entry -> object.set(entry.getKey(), answer(entry.getValue())));
                yield object;
            }
            case ARRAY -> {
                ArrayNode array = JsonNodeFactory.instance.arrayNode();
                node.forEach(element -> array.add(answer(element)));
                yield array;
            }
            case STRING -> TextNode.valueOf(text(node.asText()));
            default -> node;
        };
    }

    /** Text without what looks like a key, a token or a password. */
    public static String text(String text) {
        String rest = PEM.matcher(text).replaceAll(LEFT_OUT);
        rest = TOKEN.matcher(rest).replaceAll(LEFT_OUT);
        rest =
                NAMED.matcher(rest)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(
                                        found.group(1) + found.group(2) + LEFT_OUT));
        rest = HEX.matcher(rest).replaceAll(LEFT_OUT);
        return LONG_WORD
                .matcher(rest)
                .replaceAll(found ->
                        base64(found.group()) ? LEFT_OUT : Matcher.quoteReplacement(found.group()));
    }

    /** Letters of both cases and digits in one long word. */
    private static boolean base64(String word) {
        return word.matches(".*[0-9].*") && word.matches(".*[a-z].*") && word.matches(".*[A-Z].*");
    }
}
