package rhumb.controller.io;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import rhumb.host.tls.Credentials;
import rhumb.net.Endpoint;

/**
 * How a controller shows who it is, and whom it lets in: with this section, nobody without a
 * certificate.
 *
 * @param dir folder with {@code ca.crt}, {@code node.crt} and {@code node.key}, as {@code rhumb pki
 *     enrol} makes it
 * @param revoked revocation list; left out: the authority's, else {@code ca.crl} in {@code dir}
 * @param authority folder of `rhumb pki init`, for a controller that hands out tokens, enrols and
 *     revokes; left out: it does none of these
 * @param enrol where nodes with a token enrol; left out: nowhere
 */
public record ControllerTls(
        Path dir, @Nullable Path revoked, @Nullable Path authority, @Nullable Endpoint enrol) {
    public ControllerTls {
        if (enrol != null && authority == null) {
            throw new IllegalArgumentException(
                    "enrol "
                            + enrol
                            + " without authority: expected the folder of `rhumb pki init`, which"
                            + " signs what is enrolled");
        }
    }

    /** Where revocation lists are read. */
    public Path revocationList() {
        if (revoked != null) {
            return revoked;
        }
        return (authority == null ? dir : authority).resolve(Credentials.REVOKED);
    }
}
