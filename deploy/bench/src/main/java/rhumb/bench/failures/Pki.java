package rhumb.bench.failures;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import rhumb.host.tls.Identity;
import rhumb.host.tls.TlsDoor;
import rhumb.host.tls.TlsFolder;
import rhumb.pki.Authority;
import rhumb.pki.NodeKeys;
import rhumb.pki.PkiRefused;

/** Certificates of all nodes, made some time ago: those of operators are not minutes old either. */
final class Pki {
    private static final Duration AGE = Duration.ofHours(3);

    private final Path folder;
    private final Authority authority;
    private final Instant then = Instant.now().minus(AGE);

    Pki(Path folder) throws IOException {
        this.folder = folder;
        try {
            this.authority = Authority.init(folder.resolve("ca"), "bench", then);
        } catch (PkiRefused e) {
            throw new IOException(e);
        }
    }

    /** A TLS folder of a node, such as pop/sin. */
    Path enrol(String identity) throws IOException {
        Path tls = folder.resolve(identity.replace('/', '-'));
        NodeKeys keys = new NodeKeys();
        try {
            keys.keep(
                    tls,
                    authority.redeem(
                            authority.token(Identity.parse(identity), Authority.TOKEN_LIFE, then),
                            keys.request(),
                            then));
        } catch (PkiRefused e) {
            throw new IOException(e);
        }
        return tls;
    }

    /** How an operator asks controllers. */
    TlsDoor operator(String identity) throws IOException {
        return TlsDoor.client(TlsFolder.open(enrol(identity)), "northbound");
    }
}
