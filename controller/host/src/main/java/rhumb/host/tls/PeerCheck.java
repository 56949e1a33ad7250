package rhumb.host.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether the other side's certificate is taken: signed by an authority of ours (no chain between),
 * in its time (RFC 5280 section 6, by the JDK), not revoked, made for its side of a connection, and
 * of a role that belongs here.
 */
public final class PeerCheck {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private PeerCheck() {}

    /**
     * Judges a certificate.
     *
     * @param server whether the certificate is that of the server's side
     * @param roles which may be at the other end
     * @param unixMs now, milliseconds since 1970
     * @return null when it is taken
     */
    static @Nullable CertificateReject check(
            Credentials own,
            X509Certificate certificate,
            boolean server,
            Set<Identity.Role> roles,
            long unixMs) {
        CertificateReject wrong = check(own.authorities(), certificate, server, roles, unixMs);
        return wrong == null && own.isRevoked(certificate) ? CertificateReject.REVOKED : wrong;
    }

    /** The same where no revocation list is at hand. */
    public static @Nullable CertificateReject check(
            List<X509Certificate> authorities,
            X509Certificate certificate,
            boolean server,
            Set<Identity.Role> roles,
            long unixMs) {
        CertificateReject path = path(authorities, certificate, unixMs);
        if (path != null) {
            return path;
        }
        if (!madeFor(certificate, server)) {
            return CertificateReject.WRONG_USE;
        }
        Identity identity = Identity.of(certificate);
        if (identity == null) {
            return CertificateReject.NO_IDENTITY;
        }
        return roles.contains(identity.role()) ? null : CertificateReject.WRONG_ROLE;
    }

    @SuppressWarnings("JavaUtilDate") // what PKIXParameters takes
    private static @Nullable CertificateReject path(
            List<X509Certificate> authorities, X509Certificate certificate, long unixMs) {
        if (authorities.stream()
                .noneMatch(authority -> Credentials.signed(certificate, authority))) {
            return CertificateReject.UNKNOWN_AUTHORITY;
        }
        try {
            Set<TrustAnchor> anchors =
                    authorities.stream()
                            .map(authority -> new TrustAnchor(authority, null))
                            .collect(Collectors.toSet());
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false); // ours is looked at besides
            parameters.setDate(new Date(unixMs));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(List.of(certificate)),
                            parameters);
            return null;
        } catch (CertPathValidatorException e) {
            return reject(e.getReason());
        } catch (GeneralSecurityException e) {
            return CertificateReject.BAD_CHAIN;
        }
    }

    private static CertificateReject reject(Reason reason) {
        if (reason == BasicReason.EXPIRED) {
            return CertificateReject.EXPIRED;
        }
        if (reason == BasicReason.NOT_YET_VALID) {
            return CertificateReject.NOT_YET_VALID;
        }
        return reason == PKIXReason.NO_TRUST_ANCHOR
                ? CertificateReject.UNKNOWN_AUTHORITY
                : CertificateReject.BAD_CHAIN;
    }

    private static boolean madeFor(X509Certificate certificate, boolean server) {
        try {
            List<String> uses = certificate.getExtendedKeyUsage();
            boolean signs = certificate.getKeyUsage() != null && certificate.getKeyUsage()[0];
            return certificate.getBasicConstraints() < 0
                    && signs
                    && uses != null
                    && uses.contains(server ? SERVER_AUTH : CLIENT_AUTH);
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
