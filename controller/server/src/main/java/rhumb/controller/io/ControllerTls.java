package rhumb.controller.io;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import rhumb.host.tls.Credentials;
import rhumb.net.Endpoint;
import rhumb.net.Meaning;

/**
 * How a controller shows who it is, and whom it lets in: with this section, nobody without a
 * certificate.
 */
public record ControllerTls(
        @Meaning("folder with `ca.crt`, `node.crt` and `node.key`, as `rhumb pki enrol` makes it")
                Path dir,
        @Meaning("revocation list; left out: the authority's, else `ca.crl` in `dir`")
                @Nullable Path revoked,
        @Meaning(
                        "folder of `rhumb pki init`, for a controller that hands out tokens, enrols"
                                + " and revokes; left out: it does none of these")
                @Nullable Path authority,
        @Meaning("where nodes with a token enrol; left out: nowhere") @Nullable Endpoint enrol) {
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
