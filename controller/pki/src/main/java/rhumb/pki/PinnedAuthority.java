package rhumb.pki;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import rhumb.host.tls.CertificateReject;
import rhumb.host.tls.Identity;
import rhumb.host.tls.PeerCheck;
import rhumb.host.tls.PeerTrust;
import rhumb.host.tls.TlsDoor;

/**
 * Who has nothing but a token knows the authority by its fingerprint: the controller shows its
 * certificate and the authority's behind it, and gets the secret only if that is the one.
 */
public final class PinnedAuthority extends PeerTrust {
    private final String fingerprint;

    private PinnedAuthority(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    /** For a client without a certificate. */
    public static SSLContext context(Token token) {
        try {
            SSLContext context = SSLContext.getInstance(TlsDoor.VERSION);
            context.init(
                    null,
                    new TrustManager[] {new PinnedAuthority(token.authority())},
                    new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + TlsDoor.VERSION, e);
        }
    }

    @Override
    protected void judge(X509Certificate @Nullable [] chain) throws CertificateException {
        if (chain == null || chain.length == 0) {
            throw new CertificateException("the far end shows no certificate");
        }
        X509Certificate authority = chain[chain.length - 1];
        if (!Token.fingerprint(authority).equals(fingerprint)) {
            throw new CertificateException(
                    "this controller belongs to another authority than the token: ask for a token"
                            + " made where its authority is, or correct --from");
        }
        CertificateReject wrong =
                PeerCheck.check(
                        List.of(authority),
                        chain[0],
                        true,
                        Set.of(Identity.Role.CONTROLLER),
                        System.currentTimeMillis());
        if (wrong != null) {
            throw new CertificateException(
                    "the controller's certificate is refused: "
                            + wrong.cause()
                            + " ("
                            + wrong
                            + "): "
                            + wrong.whatToDo());
        }
    }
}
