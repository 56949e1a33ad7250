package rhumb.pki;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import rhumb.host.tls.Identity;
import rhumb.host.tls.Pem;
import rhumb.pki.PkiRefused.Reason;

/** What authorities say, as the northbound API and the commands write it. */
public final class PkiJson {
    private PkiJson() {}

    /** A token, for the eyes of who asked for it. */
    public static ObjectNode token(Identity identity, Token token, Instant until) {
        return object().put("identity", identity.toString())
                .put("token", token.text())
                .put("until", until.toString());
    }

    /** Certificates. */
    public static ObjectNode issued(List<Authority.Issued> issued) {
        ObjectNode json = object();
        ArrayNode rows = json.putArray("certificates");
        issued.forEach(one ->
                rows.addObject()
                        .put("identity", one.identity().toString())
                        .put("state", one.state())
                        .put("from", one.certificate().getNotBefore().toInstant().toString())
                        .put("until", one.certificate().getNotAfter().toInstant().toString())
                        .put("serial", one.certificate().getSerialNumber().toString(16)));
        return json;
    }

    /** What a node that enrols gets. */
    public static ObjectNode grant(Authority.Grant grant) {
        return object().put("identity", grant.identity().toString())
                .put("chain", grant.chain())
                .put("authority", grant.authority());
    }

    /** The same, read by the node. */
    public static Authority.Grant grant(JsonNode json) throws PkiRefused {
        try {
            return new Authority.Grant(
                    Identity.parse(json.path("identity").asText()),
                    json.path("chain").asText(),
                    json.path("authority").asText());
        } catch (IllegalArgumentException e) {
            throw new PkiRefused(Reason.REQUEST, "the controller's answer is no certificate");
        }
    }

    /** What a node sends; a renewal has no token. */
    public static ObjectNode request(String token, byte[] request) {
        return object().put("token", token).put("request", Pem.write(Pem.REQUEST, request));
    }

    /** The request in what a node sent. */
    public static byte[] request(JsonNode json) throws PkiRefused {
        return request(json.path("request").asText());
    }

    /** The same from a file. */
    public static byte[] request(String pem) throws PkiRefused {
        try {
            List<byte[]> blocks = Pem.read(Pem.REQUEST, pem);
            if (blocks.size() == 1) {
                return blocks.getFirst();
            }
        } catch (IllegalArgumentException e) {
            // As if there were none.
        }
        throw new PkiRefused(
                Reason.REQUEST,
                "no request for a certificate: expected one block -----BEGIN CERTIFICATE"
                        + " REQUEST----- (RFC 7468)");
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
