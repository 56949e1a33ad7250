package rhumb.controller.io;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import rhumb.host.tls.Identity;

/**
 * Who asks the northbound API.
 *
 * @param certificate what it showed; null without TLS, or where none is asked for
 * @param address where it comes from
 */
public record Caller(@Nullable X509Certificate certificate, String address) {
    /** Null when nobody has proved anything: the listening address is loopback then. */
    public @Nullable Identity identity() {
        return certificate == null ? null : Identity.of(certificate);
    }

    /**
     * As logs name it.
     *
     * @param claimed whom it says it is, where nothing is proved
     */
    public String name(String claimed) {
        Identity identity = identity();
        return identity != null
                ? identity.toString()
                : claimed.isEmpty() ? "unproved" : claimed + " (unproved)";
    }
}
