package rhumb.host.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Judges by {@link PeerCheck} with what the folder holds now. */
final class LiveTrust extends PeerTrust {
    private final TlsDoor door;

    LiveTrust(TlsDoor door) {
        this.door = door;
    }

    @Override
    protected void judge(X509Certificate @Nullable [] chain) throws CertificateException {
        X509Certificate leaf = chain == null || chain.length == 0 ? null : chain[0];
        CertificateReject wrong = door.check(leaf);
        if (wrong != null) {
            throw new CertificateException(door.explain(wrong, leaf));
        }
    }
}
