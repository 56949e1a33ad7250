package rhumb.host.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges by {@link PeerCheck} with what the folder holds now. Names of hosts play no part: who is
 * at the other end says its identity.
 */
final class LiveTrust extends X509ExtendedTrustManager {
    private final TlsDoor door;

    LiveTrust(TlsDoor door) {
        this.door = door;
    }

    private void judge(X509Certificate @Nullable [] chain) throws CertificateException {
        X509Certificate leaf = chain == null || chain.length == 0 ? null : chain[0];
        CertificateReject wrong = door.check(leaf);
        if (wrong != null) {
            throw new CertificateException(door.explain(wrong, leaf));
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        judge(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        judge(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(chain);
    }

    /** Which authorities we know is no business of strangers; one certificate is all they have. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
