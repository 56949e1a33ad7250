package rhumb.host.session;

import org.jspecify.annotations.Nullable;
import rhumb.host.tls.TlsDoor;

/** What libraries say of failed connections, in words that say which side and what to do. */
final class TlsTrouble {
    private TlsTrouble() {}

    /**
     * Explains a failure where it is one of TLS.
     *
     * @param text what the library says
     * @param door with which certificate we came; null = without TLS
     */
    static String explain(String text, @Nullable TlsDoor door) {
        if (door == null) {
            // A TLS server answers HTTP/2 with an alert (RFC 8446 section 5.1), record type 21.
            return text.contains("First received frame was not SETTINGS")
                    ? "the controller speaks TLS and we do not: give a certificate, tls: {dir: ...}"
                            + " (`rhumb pki enrol`)"
                    : text;
        }
        if (text.contains("not an SSL/TLS record")) {
            return "the controller speaks no TLS and we do: give it tls: in its configuration, or"
                    + " leave tls: out of ours on loopback";
        }
        if (text.contains("Received fatal alert")) {
            return "the controller refuses our certificate "
                    + door.own()
                    + " ("
                    + text
                    + "): its log says why (tls-refused)";
        }
        return text;
    }
}
